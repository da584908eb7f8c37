/*
 * schemas.mjs: the published schemas of what docking-timing reads and of what
 * its compare writes, beside the program itself: both take the same workflows,
 * and what a comparison says is as its schema says.
 *
 * The last line is "N passed, N failed".
 *
 * SPDX-License-Identifier: MIT
 */
import { execFile } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { check, runTest } from "../lib/checks.mjs";
import { installModules } from "../lib/modules.mjs";
import { build, root } from "../lib/root.mjs";

const program = path.join(build, "docking-timing");
const temp = fs.mkdtempSync(path.join(os.tmpdir(), "docking-schemas-"));

/* A workflow that is right, and a member of it: what makes it wrong, or is as
 * good. */
const right = () => ({
	name: "n",
	input: { variable: "x", values: ["1"] },
	steps: [{ method: "POST", target: "/a{?x}", headers: { "X-A": "{x}" },
		body: { a: ["{x}", null] },
		expect: { status: 200, type: "array", nonEmpty: "", message: "m" },
		capture: { y: { pointer: "/0/a~1b" }, z: { header: "X-B" } } }],
	result: { step: 0, pointer: "" },
});
const ALTERATIONS = [
	["nothing", true, () => {}],
	["$schema", true, (w) => { w.$schema = "workflow.schema.json"; }],
	["GET", true, (w) => { delete w.steps[0].method; }],
	["no result", true, (w) => { delete w.result; }],
	["drawn", true, (w) => { w.input =
		{ variable: "x", target: "/u", array: "/a", pointer: "/b" }; }],
	["no name", false, (w) => { delete w.name; }],
	["no input", false, (w) => { delete w.input; }],
	["no steps", false, (w) => { delete w.steps; }],
	["no step", false, (w) => { w.steps = []; }],
	["too many steps", false, (w) => { w.steps =
		Array(101).fill({ target: "/" }); delete w.result; }],
	["a stranger", false, (w) => { w.nmae = "n"; }],
	["a null", false, (w) => { w.result = null; }],
	["a number", false, (w) => { w.name = 1; }],
	["a NUL", false, (w) => { w.name = "a\0"; }],
	["no variable", false, (w) => { delete w.input.variable; }],
	["a bad variable", false, (w) => { w.input.variable = "a-b"; }],
	["no value", false, (w) => { w.input.values = []; }],
	["two sources", false, (w) => { w.input.lines = "f"; }],
	["no source", false, (w) => { delete w.input.values; }],
	["no target", false, (w) => { delete w.steps[0].target; }],
	["a whole URL", false, (w) => { w.steps[0].target = "http://a/"; }],
	["a fragment", false, (w) => { w.steps[0].target = "/#a"; }],
	["a method", false, (w) => { w.steps[0].method = "get"; }],
	["a header's name", false, (w) => { w.steps[0].headers["A:"] = "b"; }],
	["a header's lines", false, (w) => { w.steps[0].headers.A = "b\nC: d"; }],
	["a status", false, (w) => { w.steps[0].expect.status = 600; }],
	["a type", false, (w) => { w.steps[0].expect.type = "integer"; }],
	["a lone message", false, (w) => { delete w.steps[0].expect.nonEmpty; }],
	["a pointer", false, (w) => { w.steps[0].capture.y.pointer = "0"; }],
	["two captures", false, (w) => { w.steps[0].capture.y.header = "A"; }],
	["no capture", false, (w) => { w.steps[0].capture.y = {}; }],
	["a result's step", false, (w) => { w.result.step = -1; }],
];

function runProgram(...args) {
	return new Promise((resolve) => execFile(program, args,
		{ timeout: 60000 }, (error, stdout, stderr) =>
			resolve({ status: error?.code ?? 0, stdout, stderr })));
}

function readJson(file) {
	return JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
}

/* Nothing listens there: 69 says that the workflow was taken. */
async function testWorkflows(validate) {
	const file = path.join(temp, "workflow.json");
	check("the built-in workflow", validate(readJson(
		"client/workflows/customers-of-salesperson.json")),
	validate.errors);
	for (const [what, good, alter] of ALTERATIONS) {
		const workflow = right();
		alter(workflow);
		fs.writeFileSync(file, JSON.stringify(workflow));
		const { status, stderr } = await runProgram(
			"--url", "http://127.0.0.1:1", "--workflow", file);
		check(`${what}: the schema`, validate(workflow) === good,
			validate.errors);
		check(`${what}: the program`, status === (good ? 69 : 65), stderr);
	}
}

/* Two reports of the same measurement, of a server that knows everybody. */
async function testComparison(validate) {
	const server = http.createServer((request, response) =>
		response.end('[{"id":"1","name":"n"}]'));
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const files = ["old.json", "new.json"].map((f) => path.join(temp, f));
	for (const file of files)
		await runProgram("--url",
			`http://127.0.0.1:${server.address().port}`, "--repeat",
			"5", "--format", "json", "--output", file);
	server.close();
	const { status, stdout, stderr } = await runProgram("compare", ...files,
		"--format", "json", "--fail-if", "multi.wall>+1000%");
	check("compare", status === 0, status, stderr);
	const comparison = JSON.parse(stdout);
	check("a comparison", validate(comparison), validate.errors);
	check("its rows", comparison.rows.length > 0, comparison);
	comparison.rows[0].change = "none";
	check("the schema is in force", !validate(comparison));
}

runTest(async () => {
	installModules(path.dirname(fileURLToPath(import.meta.url)));
	const { default: Ajv } = await import("ajv/dist/2020.js");
	/* An unknown keyword is still a fault. */
	const ajv = new Ajv({ strict: true, strictTypes: false,
		strictRequired: false });
	await testWorkflows(ajv.compile(
		readJson("client/workflows/workflow.schema.json")));
	await testComparison(ajv.compile(
		readJson("docs/docking-timing-compare.schema.json")));
	fs.rmSync(temp, { recursive: true });
});
