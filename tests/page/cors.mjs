/*
 * cors.mjs: pages of other origins that use the API, in a browser: those that
 * --cors names may, with passwords too, and can read what is refused.
 *
 * The last line is "N passed, N failed".
 *
 * SPDX-License-Identifier: MIT
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { equal, runTest } from "../lib/checks.mjs";
import { installModules, wantNode20 } from "../lib/modules.mjs";
import { root } from "../lib/root.mjs";
import { freePort, startServer, stopServers } from "../lib/server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
installModules(here);
wantNode20(here);

const temp = fs.mkdtempSync(path.join(os.tmpdir(), "docking-cors-"));
const json = { "Content-Type": "application/json" };
const ada = { Authorization: `Basic ${btoa("ada:correct horse")}` };
const wrong = { Authorization: `Basic ${btoa("ada:wrong")}` };
const user = JSON.stringify({ name: "Ada", role: "sales" });

/* What a page asks for, and what its script is to see: a status, the type of
 * what is wrong, and whether the answer has an id. "blocked": nothing. tls: over
 * TLS, where that is something else; null: not tried. */
const include = { credentials: "include" };
const ROWS = [
	{ name: "read", options: include, sees: [200, null, true] },
	{ name: "read, with a header of its own", options:
		{ headers: { "X-Trace": "1" } }, sees: [200, null, true] },
	{ name: "change", target: "/users/1", options: { ...include,
		method: "PATCH", headers: { ...json, ...ada, "If-Match": "*",
			"Docking-Delay": "0", "X-Request-Id": "mine" },
		body: '{"name":"John"}' }, sees: [200, null, true] },
	{ name: "add", options: { ...include, method: "POST", body: user,
		headers: { ...json, ...ada, "Idempotency-Key": "k" } },
	sees: [201, null, true] },
	{ name: "with the browser's own password", options: { ...include,
		method: "POST", body: user, headers: json },
	sees: [201, null, true], tls: null },
	{ name: "without any", options: { method: "POST", body: user,
		headers: json }, sees: [401, "Unauthorized", true] },
	{ name: "a wrong password", options: { method: "POST", body: user,
		headers: { ...json, ...wrong } }, sees: [401, "Unauthorized", true],
	tls: [401, "Unauthorized", false] },
	{ name: "too much", options: { ...include, method: "POST",
		headers: { ...json, ...ada }, body: "x".repeat(70000) },
	sees: [413, "ContentTooLarge", true], tls: "blocked" },
	{ name: "a broken condition", target: "/users/1", options: { ...include,
		headers: { "If-Match": "1" } }, sees: [400, "BadRequest", true] },
];

/* In the page. */
async function ask([url, options]) {
	try {
		const answer = await fetch(url, options);
		const body = await answer.json();
		return [answer.status, answer.ok ? null : body.type,
			answer.headers.get("X-Request-Id") !== null];
	} catch (error) {
		return error.name === "TypeError" ? "blocked" : String(error);
	}
}

/* A server of an empty page, on any address of this machine; its port. */
function servePage() {
	const server = http.createServer((request, response) =>
		response.writeHead(200, { "Content-Type": "text/html" }).end());
	return new Promise((resolve) =>
		server.listen(0, () => resolve(server.address().port)));
}

async function main() {
	const passwords = path.join(temp, "passwords");
	spawnSync("bash", ["run.sh", "passwd", "ada", "--passwords", passwords],
		{ cwd: root, input: "correct horse\n" });
	const pagePort = await servePage();
	const tlsPort = await freePort();
	const named = `http://127.0.0.1:${pagePort}`;
	const url = await startServer({ DOCKING_DELAY: "0.01",
		DOCKING_DB: path.join(temp, "docking.db"), DOCKING_TLS: "self",
		DOCKING_TLS_PORT: String(tlsPort), DOCKING_CORS: named,
		DOCKING_PASSWORDS: passwords });
	const tls = `https://127.0.0.1:${tlsPort}`;

	const { chromium } = await import("playwright-core");
	const browser = await chromium.launch({
		args: ["--headless", "--no-sandbox", "--disable-gpu"],
		executablePath: "/usr/bin/chromium" });
	const context = await browser.newContext({ ignoreHTTPSErrors: true,
		httpCredentials: { username: "ada", password: "correct horse" } });
	const page = await context.newPage();
	await page.goto(named);
	for (const { name, target = "/users", options, ...row } of ROWS) {
		equal(name, await page.evaluate(ask, [url + target, options]),
			row.sees);
		if (row.tls !== null)
			equal(`${name}, TLS`, await page.evaluate(ask,
				[tls + target, options]), row.tls || row.sees);
	}
	/* The same page from an origin that is not named. */
	await page.goto(`http://localhost:${pagePort}`);
	equal("another origin", await page.evaluate(ask, [`${url}/users`, {}]),
		"blocked");
	await browser.close();
}

runTest(main, 120000, async () => {
	await stopServers();
	fs.rmSync(temp, { recursive: true, force: true });
});
