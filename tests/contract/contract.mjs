/*
 * contract.mjs: what api/openapi.yaml and api/docking.apib say, held against
 * what the server does:
 *
 * - redocly finds nothing to complain of, and dredd no example of the blueprint
 *   that is answered otherwise; nor is one of openapi.yaml's;
 * - the server has the routes and methods of both documents, and no others;
 * - every answer of test-http, of which the arguments are records
 *   (tests/http/record.c), is documented: status, headers, type and schema of
 *   its body;
 * - every documented status of every operation was really answered;
 * - an operation's examples are good all together, and those of the body in
 *   each of its types.
 *
 * usage: node contract.mjs RECORD...
 *
 * SPDX-License-Identifier: MIT
 */
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { check, equal, runTest } from "../lib/checks.mjs";
import { installModules } from "../lib/modules.mjs";
import { build, root } from "../lib/root.mjs";
import { startServer, stopServers } from "../lib/server.mjs";
import { exchange, header, readAnswer, readRequest, writeRequest }
	from "./messages.mjs";
import { allExamples, parameterExamples, provocations } from "./provoke.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
installModules(here);
const { Document } = await import("./document.mjs"); /* needs what it installs */

const HUNG_MS = 180000;
const temp = fs.mkdtempSync(path.join(os.tmpdir(), "docking-contract-"));
const openapi = path.join(root, "api/openapi.yaml");
const blueprint = path.join(root, "api/docking.apib");
const contract = new Document(openapi);

/* --- programs --------------------------------------------------------------- */

/* Run a program to its end: { code, said }. */
function run(program, args, settings) {
	const child = spawn(program, args, { cwd: root, timeout: 60000,
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...settings } });
	let said = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (data) => { said += data; });
	return new Promise((resolve) =>
		child.on("close", (code) => resolve({ code, said })));
}

const tool = (name, args, settings) =>
	run(path.join(here, "node_modules/.bin", name), args, settings);

async function testLint() {
	const { code, said } = await tool("redocly", ["lint", openapi, "--config",
		path.join(here, "redocly.yaml"), "--format", "stylish"],
	{ REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" });
	check("redocly lint", code === 0 && !/warning/.test(said), said);
}

/* A file of passwords with ada's, who is in the documents. */
function makePasswords() {
	const file = path.join(temp, "passwords");
	const made = spawnSync("bash", ["run.sh", "passwd", "ada", "--passwords",
		file], { cwd: root, input: "correct horse\n", encoding: "utf8" });
	equal("bash run.sh passwd", made.status, 0);
	return file;
}

const startNew = (name, settings) => startServer({ DOCKING_DELAY: "0.01",
	DOCKING_DB: path.join(temp, `${name}.db`), ...settings });

/* --- answers ---------------------------------------------------------------- */

/* Is this exchange documented? */
function checkExchange(name, request, answer) {
	const faults = contract.check(request, answer);
	check(`${name}: ${request.method} ${request.target?.slice(0, 200)}: ` +
		`${answer.status}`, faults.length === 0, faults.join("\n  "));
}

/* Send a request as the documents write it; returns the answer. */
async function ask(url, text, name) {
	const bytes = writeRequest(text);
	const request = readRequest(bytes);
	const answer = readAnswer(await exchange(url, bytes), request.method);
	if (answer && answer.body && header(answer, "Content-Encoding") === "gzip")
		answer.body = gunzipSync(Buffer.from(answer.body, "latin1"))
			.toString("latin1");
	if (answer)
		checkExchange(name, request, answer);
	else
		check(`${name}: no answer to ${request.start}`, false);
	return answer || { body: "" };
}

/* All that test-http asked, several requests on a connection. */
function testRecord(file) {
	const lines = fs.readFileSync(file, "latin1").trimEnd().split("\n");
	for (const line of lines) {
		const { name, request: asked, answer: said } = JSON.parse(line);
		for (let from = 0, at = 0; at < said.length;) {
			const request = readRequest(asked, from);
			const answer = readAnswer(said, request.method, at);
			if (!answer) {
				check(`${name}: an answer is not whole`, false, said);
				break;
			}
			checkExchange(name, request, answer);
			from = request.end;
			at = answer.end;
		}
	}
	check(`${file}: is a record of a whole run`, lines.length > 100);
}

/* --- examples ---------------------------------------------------------------- */

/* Every x-request below node, with what is beside it. */
function listExamples(node, where, found = []) {
	if (node === null || typeof node !== "object")
		return found;
	if (node["x-request"] !== undefined)
		found.push({ ...node, where });
	for (const [name, child] of Object.entries(node)) {
		if (name === "examples")
			for (const [key, example] of Object.entries(child))
				check(`${where}: example ${key} has an x-request`,
					example["x-request"] !== undefined);
		listExamples(child, name, found);
	}
	return found;
}

/* One after another: they build on each other. */
async function testExamples(url) {
	for (const example of listExamples(contract.root, "")) {
		const request = example["x-request"];
		const name = `openapi.yaml, ${example.where}`;
		const answer = await ask(url, request, name);
		if (example.value === undefined || example["x-varies"])
			continue;
		const text = typeof example.value === "string" ? example.value
			: `${JSON.stringify(example.value)}\n`;
		equal(name, Buffer.from(answer.body, "latin1").toString(), text);
	}
}

/* Both are served as they are, compressed or not, and not again to those who
 * have them. Each form has a tag of its own. */
async function testServed(url) {
	for (const file of [openapi, blueprint]) {
		const tags = [];
		for (const coding of ["identity", "gzip"]) {
			const request = `GET /${path.basename(file)}\n` +
				`Accept-Encoding: ${coding}`;
			const answer = await ask(url, request, "served");
			check(`${file} is served as it is, ${coding}`,
				answer.body === fs.readFileSync(file, "latin1"));
			const tag = header(answer, "ETag");
			const known = await ask(url,
				`${request}\nIf-None-Match: W/${tag}`, "known");
			equal(`${file} is known, ${coding}`,
				[known.status, header(known, "ETag")], ["304", tag]);
			tags.push(tag);
		}
		check(`${file}: two forms, two tags`, tags[0] !== tags[1], tags);
	}
}

/* The blueprint by dredd; returns its exchanges. */
async function testBlueprint(url) {
	const record = path.join(temp, "dredd.jsonl");
	const { code, said } = await tool("dredd", [blueprint, url, "--hookfiles",
		path.join(here, "hooks.cjs"), "--color=false", "--loglevel=warning"],
	{ DOCKING_TEST_RECORD: record, NO_COLOR: "1" });
	check("dredd", code === 0, said);
	const exchanges = fs.readFileSync(record, "utf8").trimEnd().split("\n")
		.map((line) => JSON.parse(line));
	for (const { name, request, real } of exchanges)
		if (real)
			checkExchange(name, { ...request, target: request.uri },
				{ status: String(real.statusCode),
					headers: Object.entries(real.headers),
					body: Buffer.from(real.body || "")
						.toString("latin1") });
	return exchanges;
}

/* --- statuses ---------------------------------------------------------------- */

/* The rows, all at once. */
const provoke = (servers, rows) => Promise.all(rows.map(
	async ({ server, request, status }) => {
		const what = `to be ${status}: ${request.split("\n")[0]}`;
		const answer = await ask(servers[server], request, what);
		check(what, new RegExp(`^${status.replaceAll("X", ".")}$`).test(answer.status),
			answer.status);
	}));

/* What nobody else asks for. A locked database is another program's: python3
 * holds the lock until its input ends. */
async function testStatuses(servers) {
	const rows = contract.operations.flatMap(provocations);
	const others = contract.operations.flatMap(parameterExamples);
	/* Changes have theirs in examples, which are before this. */
	await provoke(servers, others.filter((r) =>
		r.request.startsWith("GET")));
	await provoke(servers, rows.filter((r) => r.server !== "locked"));
	for (const target of ["/", "/users", "/customers"]) {
		const bytes = `POST ${target} HTTP/1.1\r\nHost: a\r\n` +
			"Connection: close\r\n\r\n";
		const answer = readAnswer(await exchange(servers.open, bytes));
		checkExchange("no length", readRequest(bytes), answer);
	}
	const lock = spawn("python3", ["-c", "import sqlite3, sys\n" +
		"db = sqlite3.connect(sys.argv[1], isolation_level=None)\n" +
		"db.execute('BEGIN EXCLUSIVE')\nprint('locked', flush=True)\n" +
		"sys.stdin.read()", path.join(temp, "locked.db")]);
	lock.stderr.pipe(process.stderr);
	await new Promise((resolve) => lock.stdout.once("data", resolve));
	await provoke(servers, rows.filter((r) => r.server === "locked"));
	lock.stdin.end();
}

/* An operation, once for each type of its body. */
const withEachType = (op) => (op.body ? Object.entries(op.body.content)
	.map(([type, media]) => ({ ...op, body: { content: { [type]: media } } }))
	: [op]);

/* Somebody who tries an operation out sends all its examples at once. What is
 * removed is removed last. */
async function testTogether(servers) {
	const removes = ({ method }) => method === "DELETE";
	const all = contract.operations.flatMap(withEachType);
	for (const operation of [...all.filter((op) => !removes(op)),
		...all.filter(removes)])
		await provoke(servers, [allExamples(operation)]);
}

/* --- routes ------------------------------------------------------------------ */

/* "GET /users/{}" each, sorted: what a parameter is called is not compared. */
const sorted = (names) => [...new Set(names)]
	.map((name) => name.replaceAll(/\{\w*\}/g, "{}")).sort();

/* The server's own table, and what the documents have. */
async function testRoutes(exchanges) {
	const { said } = await run(path.join(build, "docking-fcgi"), ["-r"]);
	const served = sorted(said.trimEnd().split("\n").flatMap((line) => {
		const [pattern, methods] = line.split(": ");
		return methods.split(", ").map((method) => `${method} ${pattern}`);
	}));
	const described = sorted(exchanges.map(({ request }) => contract.find(
		{ ...request, target: request.uri })?.name).filter(Boolean));
	equal("routes: openapi.yaml's", sorted(contract.operations.map(
		(op) => op.name)), served);
	equal("routes: docking.apib's", described, served);
}

/* --- in order ---------------------------------------------------------------- */

async function main() {
	const passwords = { DOCKING_PASSWORDS: makePasswords() };
	const linted = testLint();
	const [open, closed, locked, told, together] = [
		await startNew("open", passwords), await startNew("closed", { DOCKING_REQUEST_DELAYS: "off",
			DOCKING_CORS: "*" }),
		await startNew("locked", { ...passwords, DOCKING_THREADS: "16" }),
		await startNew("told", passwords),
		await startNew("together", passwords)];
	const dredd = testBlueprint(told);
	process.argv.slice(2).forEach(testRecord);
	await testExamples(open);
	await testServed(open);
	await testStatuses({ open, closed, locked });
	await testTogether({ together });
	await linted;
	await testRoutes(await dredd);
	equal("documented, but never answered", contract.unseen(), []);
}

runTest(main, HUNG_MS, async () => {
	await stopServers();
	fs.rmSync(temp, { recursive: true, force: true });
});
