/*
 * provoke.mjs: for each operation and each status that api/openapi.yaml gives
 * it, a request that is to be answered like that.
 *
 * SPDX-License-Identifier: MIT
 */

const USER = "Authorization: Basic YWRhOmNvcnJlY3QgaG9yc2U=";

/* A header taken out, or put in the place of another one. */
const without = (headers, name) =>
	headers.filter((line) => !line.startsWith(`${name}:`));
const as = (headers, name, value) =>
	[...without(headers, name), `${name}: ${value}`];

/* What is different from a request that is good. A status that is not here is
 * an example's or a case's of tests/http: unseen() says if it is not. */
const DIFFERENT = {
	200: (r) => r,
	304: (r) => ({ ...r, headers: as(r.headers, "If-None-Match", "*") }),
	400: (r) => ({ ...r, query: "?nonsense=1" }),
	401: (r) => ({ ...r, headers: without(r.headers, "Authorization") }),
	/* Nobody may write there, nor choose. */
	403: (r) => ({ ...r, server: "closed", headers: ["Docking-Delay: 0",
		...r.headers] }),
	404: (r) => ({ ...r, path: r.path.replace(/\d+/, "999999") }),
	406: (r) => ({ ...r, headers: as(r.headers, "Accept", "image/png") }),
	412: (r) => ({ ...r, headers: as(r.headers, "If-Match", '"999"') }),
	413: (r) => ({ ...r, body: " ".repeat(65537) }),
	415: (r) => ({ ...r, headers: as(r.headers, "Content-Type",
		"text/plain") }),
	422: (r) => ({ ...r, body: '{"nonsense":1}' }),
	428: (r) => ({ ...r, headers: without(r.headers, "If-Match") }),
	503: (r) => ({ ...r, server: "locked" }),
	"4XX": (r) => ({ ...r, headers: [...r.headers,
		"Docking-Fault: status:418"] }),
	"5XX": (r) => ({ ...r, headers: [...r.headers,
		"Docking-Fault: status:503"] }),
};

/* A request that is good, with the document's examples in it. */
function good(operation) {
	const [type, media] = Object.entries(operation.body?.content || {})[0] ||
		[];
	const headers = operation.parameters
		.filter((p) => p.in === "header" && p.required)
		.map((p) => `${p.name}: ${p.example}`);
	return { server: "open", method: operation.method, query: "",
		path: operation.parameters.filter((p) => p.in === "path")
			.reduce((path, p) => path.replace(`{${p.name}}`, p.example),
				operation.path),
		headers: [...headers, ...(operation.security ? [USER] : []),
			...(type ? [`Content-Type: ${type}`] : [])],
		body: media ? JSON.stringify(media.example) : "" };
}

const textOf = (r) => [[`${r.method} ${r.path}${r.query}`, ...r.headers]
	.join("\n"), r.body].join("\n\n");

/* Rows of { server, request, status }. */
export function provocations(operation) {
	return Object.keys(operation.responses).filter((s) => DIFFERENT[s])
		.map((status) => {
			const r = DIFFERENT[status](good(operation));
			return { server: r.server, request: textOf(r), status };
		});
}

/* A request that is good, with the examples of these parameters as well. */
function goodWith(operation, parameters) {
	const pair = ([name, value]) => `${name}=${encodeURIComponent(value)}`;
	const r = good(operation);
	const query = parameters.filter((p) => p.in === "query").flatMap((p) =>
		(p.explode ? Object.entries(p.example) : [[p.name, p.example]]));
	r.query = query.length > 0 ? `?${query.map(pair).join("&")}` : "";
	for (const p of parameters.filter((q) => q.in === "header"))
		r.headers = as(r.headers, p.name, p.example);
	return { server: r.server, request: textOf(r), status: "2.." };
}

/* The same for each example of a parameter that is not needed. */
export const parameterExamples = (operation) => operation.parameters
	.filter((p) => !p.required).map((p) => goodWith(operation, [p]));

/* And with all of an operation's examples in one request. */
export const allExamples = (operation) => ({
	...goodWith(operation, operation.parameters), server: "together" });
