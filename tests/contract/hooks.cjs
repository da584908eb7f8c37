/*
 * hooks.cjs: what dredd needs to run the blueprint: passwords, If-Match and
 * the order are in the blueprint, so little. Everything that was said goes to
 * the file that DOCKING_TEST_RECORD names, one JSON object a line.
 *
 * SPDX-License-Identifier: MIT
 */
const fs = require("node:fs");
const hooks = require("hooks");

/* dredd cannot send HEAD ("MUST NOT include a request body"): the cases of
 * tests/http that are made of the blueprint do. Its method is recorded. */
hooks.beforeEach((transaction) => {
	transaction.skip = transaction.request.method === "HEAD";
});

/* A blueprint's body ends with the newline of its last line, also if it is
 * text without one; and it cannot hold itself. */
hooks.beforeEachValidation(({ expected, real, request }) => {
	if (request.method === "GET" && /\.(yaml|apib)$/.test(request.uri))
		expected.body = fs.readFileSync(`api${request.uri}`, "utf8");
	else if (/^text\//.test(expected.headers["Content-Type"]))
		/* The form of what counts, /metrics, is openapi.yaml's matter. */
		expected.body = expected.body?.trimEnd() ?? real.body;
});

/* dredd compares which members there are; an example is what was said, unless
 * it is only described. */
hooks.afterEach((transaction) => {
	const { expected, real } = transaction;
	if (real && !expected.bodySchema &&
	    (real.body || "").trimEnd() !== (expected.body || "").trimEnd())
		transaction.fail = `the body is ${real.body}`;
	fs.appendFileSync(process.env.DOCKING_TEST_RECORD, `${JSON.stringify({
		name: transaction.name, request: transaction.request,
		real: real || null })}\n`);
});
