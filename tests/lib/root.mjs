/*
 * root.mjs: where this project is, and what was built of it.
 *
 * SPDX-License-Identifier: MIT
 */
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)),
	"../..");
export const build = path.join(root, process.env.DOCKING_BUILD || "build");
