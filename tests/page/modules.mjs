/*
 * modules.mjs: the packages that these tests need.
 *
 * SPDX-License-Identifier: MIT
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/* Install them as the lock file has them, unless they are there. */
export function installModules() {
	const lock = path.join(here, "package-lock.json");
	const mark = path.join(here, "node_modules/.package-lock.json");
	if (fs.existsSync(mark) &&
	    fs.statSync(mark).mtimeMs >= fs.statSync(lock).mtimeMs)
		return;
	const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit",
		"--no-fund", "--loglevel=error"], { cwd: here, timeout: 120000,
		encoding: "utf8" });
	if (npm.status !== 0)
		throw new Error(`npm ci: ${npm.stderr || npm.error}`);
	fs.utimesSync(mark, new Date(), new Date());
}
