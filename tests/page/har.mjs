/*
 * har.mjs: what docking-timing --har writes, of a real run with a failure in
 * it, against the schema of HAR 1.2, and its sums.
 *
 * The last line is "N passed, N failed".
 *
 * SPDX-License-Identifier: MIT
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { check, runTest } from "../lib/checks.mjs";
import { installModules } from "../lib/modules.mjs";
import { build } from "../lib/root.mjs";

const require = createRequire(import.meta.url);
const program = path.join(build, "docking-timing");
const NAMES = ["John", "Jürgen & +", "reset"];

/* A Docking API; the name "reset" has its connection closed. */
function answer(request, response) {
	const { searchParams } = new URL(request.url, "http://127.0.0.1");
	if (searchParams.get("name") === "reset") {
		request.socket.destroy();
		return;
	}
	const known = [...searchParams].length > 0;
	setTimeout(() => {
		response.writeHead(known ? 200 : 404,
			{ "Content-Type": "application/json" });
		response.end(known ? '[{"id":"1"}]' : "{}");
	}, 5);
}

/* Run every engine twice; returns the archive. */
async function makeArchive(url) {
	const temp = fs.mkdtempSync(path.join(os.tmpdir(), "docking-har-"));
	const file = path.join(temp, "requests.har");
	const child = spawn(program, ["--url", url, "--engine",
		"sync,threads,poll,multi", "--repeat", "2", "--har", file,
		...NAMES.flatMap((name) => ["--name", name])],
	{ stdio: ["ignore", "ignore", "inherit"], timeout: 60000 });
	const code = await new Promise((resolve) => child.on("exit", resolve));
	check("exit status", code === 1, code);
	const archive = JSON.parse(fs.readFileSync(file, "utf8"));
	fs.rmSync(temp, { recursive: true });
	return archive;
}

/* har-schema is of the time of JSON Schema draft 6. */
async function testSchema(archive) {
	const { default: Ajv } = await import("ajv");
	const { default: addFormats } = await import("ajv-formats");
	const ajv = new Ajv({ strict: false, allErrors: true });
	addFormats(ajv);
	ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
	for (const schema of Object.values(require("har-schema")))
		ajv.addSchema(schema);
	check("HAR 1.2", ajv.validate("har.json", archive), ajv.errors);
	delete archive.log.entries[0].timings.wait;
	check("the schema is in force", !ajv.validate("har.json", archive));
}

function testEntries({ log }) {
	const pages = log.pages.map((page) => page.id);
	const times = log.entries.map((e) => e.startedDateTime);
	const parts = ["blocked", "dns", "connect", "send", "wait", "receive"];
	check("a page a run", new Set(pages).size === 8, pages);
	check("entries", log.entries.length === 8 * 5, log.entries.length);
	check("their order", String(times) === String([...times].sort()), times);
	for (const e of log.entries) {
		const sum = parts.map((part) => Math.max(0, e.timings[part]))
			.reduce((a, b) => a + b);
		const query = [...new URL(e.request.url).searchParams]
			.map(([name, value]) => ({ name, value }));
		check("sum", Math.abs(sum - e.time) < 1e-6, sum, e.time);
		check("page", pages.includes(e.pageref), e.pageref);
		check("query", JSON.stringify(query) ===
			JSON.stringify(e.request.queryString), e.request);
		check("failure", (e.response.status === 0) ===
			(e._name === "reset"), e);
	}
}

async function main() {
	installModules(path.dirname(fileURLToPath(import.meta.url)));
	const server = http.createServer(answer);
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const archive =
		await makeArchive(`http://127.0.0.1:${server.address().port}`);
	server.close();
	testEntries(archive);
	await testSchema(archive);
}

runTest(main);
