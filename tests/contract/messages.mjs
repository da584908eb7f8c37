/*
 * messages.mjs: HTTP/1.1 (RFC 9112) as bytes. A message is a string of bytes
 * (latin1), since requests may be anything.
 *
 * SPDX-License-Identifier: MIT
 */
import net from "node:net";

const DEADLINE_MS = 30000;

/* Bytes as the text that they are in UTF-8. */
export const textOf = (bytes) => Buffer.from(bytes, "latin1").toString("utf8");

/* [name in lower case, value] of each header line. */
function readHeaders(lines) {
	return lines.map((line) => line.match(/^([^:]+):[ \t]*(.*?)[ \t]*$/))
		.filter(Boolean).map(([, name, value]) => [name.toLowerCase(), value]);
}

/* The value of a header; those of a repeated one are joined. */
export function header(message, name) {
	const values = message.headers.filter(([n]) => n === name.toLowerCase())
		.map(([, value]) => value);
	return values.length > 0 ? values.join(", ") : undefined;
}

/* The end of a chunked body that begins at from, and its content. */
function readChunks(bytes, from) {
	let body = "";
	for (;;) {
		const end = bytes.indexOf("\r\n", from);
		const size = Number.parseInt(bytes.slice(from, end), 16);
		if (end < 0 || !(size >= 0))
			return null;
		from = end + 2;
		body += bytes.slice(from, from + size);
		from += size + 2;
		if (size === 0)
			return { body, end: from };
	}
}

/* The message at from: { start: its first line, headers, body, end }, or null
 * if it is none. */
function readMessage(bytes, from, hasBody) {
	const headEnd = bytes.indexOf("\r\n\r\n", from);
	if (headEnd < 0)
		return null;
	const [start, ...lines] = bytes.slice(from, headEnd).split("\r\n");
	const message = { start, headers: readHeaders(lines), body: "",
		end: headEnd + 4 };
	if (hasBody && header(message, "Transfer-Encoding") === "chunked")
		return { ...message, ...readChunks(bytes, message.end) };
	const length = hasBody && Number(header(message, "Content-Length"));
	if (length > 0) {
		message.body = bytes.slice(message.end, message.end + length);
		message.end += length;
	}
	return message;
}

/* The request at from, with method and target; without them if no line says
 * what it asks for. */
export function readRequest(bytes, from = 0) {
	const message = readMessage(bytes, from, true) ||
		{ start: "", headers: [], body: "", end: bytes.length };
	const line = message.start.match(/^(\S+) (\S+) HTTP\/\d\.\d$/) || [];
	return { ...message, method: line[1], target: line[2] };
}

/* The answer at from, to a request with this method; or null. */
export function readAnswer(bytes, method, from = 0) {
	const message = readMessage(bytes, from, method !== "HEAD");
	const status = message?.start.match(/^HTTP\/1\.[01] (\d{3}) /)?.[1];
	return status ? { ...message, status } : null;
}

/* The bytes of a request as the documents write it: method and target, header
 * lines, an empty line and a body in UTF-8. */
export function writeRequest(text) {
	const [head, ...rest] = text.replace(/\n$/, "").split("\n\n");
	const [line, ...lines] = head.split("\n").filter(Boolean);
	const body = Buffer.from(rest.join("\n\n")).toString("latin1");
	const writes = /^P/.test(line);
	return [`${line} HTTP/1.1`, "Host: docking", "Connection: close", ...lines,
		...(writes ? [`Content-Length: ${body.length}`] : []), "", body]
		.join("\r\n");
}

/* Send bytes to a server on this machine; returns all that it answers until it
 * closes the connection. */
export function exchange(url, bytes) {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const pieces = [];
		const done = () => resolve(Buffer.concat(pieces).toString("latin1"));
		const socket = net.connect({ host: hostname, port: Number(port) });
		socket.setTimeout(DEADLINE_MS, () =>
			socket.destroy(new Error("no answer")));
		socket.on("data", (piece) => pieces.push(piece));
		socket.on("end", done);
		/* A reset after an answer is a close. */
		socket.on("error", (error) =>
			(pieces.length > 0 ? done() : reject(error)));
		socket.write(bytes, "latin1");
	});
}
