/*
 * runs.js: the JSON report that the page holds, and each run's requests in the
 * order in which they are drawn. Times are seconds from a run's start; a run's
 * requests are columns, as in the report, some of them those of the PHASES
 * (client/engine/phases.txt).
 *
 * SPDX-License-Identifier: MIT
 */
const report = JSON.parse(document.getElementById("report").textContent);

/* Columns of microseconds, added up element by element, in seconds. The sums
 * are of whole numbers: where a request ends and the next begins is one time. */
function secondsOf([first, ...others]) {
	return Float64Array.from(first, (us, i) =>
		others.reduce((sum, other) => sum + other[i], us) / 1e6);
}

/* A run's requests, by workflow: those of workflow w are order[first[w]] to
 * order[first[w + 1] - 1], in the order in which they began. */
function prepare(samples) {
	const n = samples.workflow.length;
	const phases = PHASES.map((p) => secondsOf([samples[`${p.name}_us`]]));
	const start = secondsOf([samples.start_us]);
	const end = secondsOf([samples.start_us, samples.duration_us]);
	const rows = report.names;
	const first = new Uint32Array(rows + 1);
	for (const w of samples.workflow)
		first[w + 1]++;
	for (let w = 0; w < rows; w++)
		first[w + 1] += first[w];
	const next = first.slice();
	const order = new Uint32Array(n);
	for (let i = 0; i < n; i++)
		order[next[samples.workflow[i]]++] = i;
	for (let w = 0; w < rows; w++)
		order.subarray(first[w], first[w + 1])
			.sort((a, b) => start[a] - start[b] || a - b);
	const run = { samples, n, phases, start, end, rows, first, order,
		failed: new Uint8Array(n), end_s: largest(end) };
	markFailed(run);
	return run;
}

/* A request failed if it has no complete answer, or ended its workflow. */
function markFailed(run) {
	const { samples, first, order, failed } = run;
	for (let i = 0; i < run.n; i++)
		failed[i] = samples.status[i] === 0 ? 1 : 0;
	for (const f of report.failures)
		if (f.engine === samples.engine && f.run === samples.run &&
		    first[f.workflow + 1] > first[f.workflow])
			failed[order[first[f.workflow + 1] - 1]] = 1;
}

/* Request i is its workflow's k-th: k. */
function placeOf({ samples, first, order }, i) {
	const w = samples.workflow[i];
	return order.subarray(first[w], first[w + 1]).indexOf(i);
}

const runs = report.samples.map(prepare);

/* Those of an engine. */
const runsOf = (name) => runs.filter((r) => r.samples.engine === name);
