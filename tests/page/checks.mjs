/*
 * checks.mjs: counts the checks of a test. One that fails says so, and the
 * test goes on.
 *
 * SPDX-License-Identifier: MIT
 */
import path from "node:path";

const test = path.relative(process.cwd(), process.argv[1]);
let passed = 0, failed = 0;

/* Count a check; say what was wrong with it. */
export function check(what, good, ...details) {
	if (good) {
		passed++;
		return;
	}
	failed++;
	console.log(`${test}: ${what}`, ...details);
}

/* Run the test, say "N passed, N failed", and end. */
export async function runTest(main) {
	await main().catch((error) => check("the test itself", false, error));
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
