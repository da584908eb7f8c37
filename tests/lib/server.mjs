/*
 * server.mjs: the real thing, bash run.sh, on a free port.
 *
 * SPDX-License-Identifier: MIT
 */
import { spawn } from "node:child_process";
import net from "node:net";
import { root } from "./root.mjs";

const started = [];

/* A port of 127.0.0.1 that nothing listens on. */
export function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/* Start it with these variables; returns its URL once it is ready. */
export async function startServer(settings) {
	const child = spawn("bash", ["run.sh"], { cwd: root,
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, DOCKING_USER: "root", ...settings,
			DOCKING_PORT: String(await freePort()) } });
	started.push(child);
	return new Promise((resolve, reject) => {
		let said = "";
		child.stdout.on("data", (data) => {
			said += data;
			const ready = said.match(/^ready: (\S+)/m);
			if (ready)
				resolve(ready[1]);
		});
		child.on("exit", (code) =>
			reject(new Error(`run.sh ended with ${code}`)));
	});
}

/* End one as its user would, and wait for that. */
function stopServer(child) {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null)
			resolve();
		child.on("exit", resolve);
		child.kill("SIGTERM");
	});
}

/* All that were started. */
export function stopServers() {
	return Promise.all(started.map(stopServer));
}
