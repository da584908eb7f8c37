/*
 * checks.mjs: counts what a test in Node.js has checked. A check that fails
 * says so, and the test goes on; the last line is "N passed, N failed".
 *
 * SPDX-License-Identifier: MIT
 */
import path from "node:path";
import { root } from "./root.mjs";

let passed = 0, failed = 0;

/* Count a check; say what was wrong with it. */
export function check(what, good, ...details) {
	if (good) {
		passed++;
		return;
	}
	failed++;
	console.log(`${path.relative(root, process.argv[1])}: ${what}`, ...details);
}

/* The same for two values, as JSON. */
export function equal(what, actual, expected) {
	const a = JSON.stringify(actual), e = JSON.stringify(expected);
	check(what, a === e, `is ${a}, not ${e}`);
}

/* Run the test, for so long at most, and then what ends what it began; say the
 * result, and end. */
export async function runTest(main, limit_ms = 60000, end = () => {}) {
	const limit = new Promise((resolve, reject) => setTimeout(
		() => reject(new Error("hangs")), limit_ms).unref());
	try {
		await Promise.race([main(), limit]);
	} catch (error) {
		check("the test itself", false, error);
	}
	await end();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
