/*
 * tables.js: settings and results as lists and tables.
 *
 * SPDX-License-Identifier: MIT
 */
const DURATIONS = ["p50", "p90", "p95", "p99", "max"];

/* With what it was measured; only what says something. */
function settings() {
	const r = report;
	const rows = [
		["url", r.url, "wide"],
		["started", r.started.replace("T", " ").replace("Z", " UTC"), "wide"],
		["workflow", `${r.workflow} (${plural(r.steps, "step")})`, "wide"],
		["names", r.sweep ? null : whole(r.names)],
		["seed", known(r.seed) ? String(r.seed) : "not drawn"],
		["concurrency", r.sweep ? null
			: r.concurrency > 0 ? whole(r.concurrency) : "all at once"],
		["rate", known(r.rate) ? `${r.rate} workflows a second` : null],
		["delay", known(r.delay_s) ? `${r.delay_s} s (${r.delay_from})`
			: "not known"],
		["places", known(r.places) ? whole(r.places) : "not known"],
		["runs", r.warmup > 0 ? `${r.repeat} after ${r.warmup} to warm up`
			: whole(r.repeat)],
		["session", r.session === "shared" ? "shared" : "one a workflow"],
		["version", r.version],
	];
	const list = el("dl", { class: "settings" });
	for (const [name, value, width] of rows)
		if (value !== null)
			list.append(el("div", { class: width || "" },
				el("dt", null, name), el("dd", null, value)));
	return list;
}

/* A row an engine. */
function engineTable() {
	const many = report.engines.some((e) => e.walls_s.length > 1);
	const titles = ["engine", many ? "wall, median" : "wall",
		...(many ? ["min .. max"] : []), "bound", "efficiency", "binds",
		"requests", "failed", "connections", ...DURATIONS];
	const range = (w) => (w.length === 0 ? "-" : /* none ran to its end */
		`${Math.min(...w).toFixed(3)} .. ${Math.max(...w).toFixed(3)} s`);
	const rows = report.engines.map((e) => [e.engine, seconds(e.wall_s),
		...(many ? [range(e.walls_s)] : []), seconds(e.bound_s),
		percent(e.efficiency), e.binds || "-", whole(e.requests),
		e.failed > 0 ? el("span", { class: "bad" }, whole(e.failed)) : "0",
		whole(e.connections),
		...DURATIONS.map((d) => ms(e.request_ms?.[d]))]);
	section("Engines", "The bound is the least that the server\u2019s delays " +
		"allow; efficiency is bound / wall. Percentiles are of a " +
		"request; \u201c-\u201d where there are too few to carry one.",
	table("Engines", titles, rows));
}

/* From their own start and from when they were due. */
function rateTable() {
	if (!known(report.rate))
		return;
	const row = (e, name, d) => [e.engine, name,
		...DURATIONS.map((p) => ms(d?.[p]))];
	section("Latency on schedule", "Of a workflow. From its start, what an " +
		"overloaded server or client keeps from starting looks fast; " +
		"from when it was due, it does not.",
	table("Latency on schedule", ["engine", "measured from", ...DURATIONS],
		report.engines.flatMap((e) => [
			row(e, "when it began", e.workflow_ms),
			row(e, "when it was due", e.scheduled_ms)])));
}

/* The rules of --fail-if. */
function thresholdTable() {
	if (report.fail_if.length === 0)
		return;
	section("Thresholds", "", table("Thresholds",
		["fail if", "value", "verdict"],
		report.fail_if.map((f) => [foreign(f.if),
			known(f.value) ? String(f.value) : "-",
			f.crossed ? el("span", { class: "bad" }, "crossed")
				  : el("span", { class: "good" }, "good")])));
}

/* The legend of the phases, with what an average request spent in each. */
function phaseTable() {
	const rows = PHASES.map(({ name, what }) => [
		el("span", null, el("span", { class: `swatch ${name}` }), name),
		...report.engines.map((e) => known(e.phases_ms[name])
			? `${e.phases_ms[name].toFixed(2)}${NBSP}ms` : "-"), what]);
	const box = table("Phases of a request", ["phase",
		...report.engines.map((e) => `${e.engine}, mean`),
		"what a request\u2019s time went into"], rows);
	box.classList.add("phases");
	return box;
}
