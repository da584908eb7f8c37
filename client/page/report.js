/*
 * report.js: draws the page of --html from the JSON report that it holds.
 * First what is said, then the waterfalls on canvases (only the rows that are
 * in view), then the charts as SVG. Whatever a server may have sent becomes
 * text by textContent or fillText, never markup.
 *
 * Times are seconds from a run's start; a run's requests are columns, as in
 * the JSON report.
 *
 * SPDX-License-Identifier: MIT
 */

const report = JSON.parse(document.getElementById("report").textContent);
const sections = document.getElementById("sections");

/* In the order in which a request goes through them. */
const PHASES = [
	{ name: "queue", what: "in the client, waiting" },
	{ name: "connect", what: "name, TCP and TLS" },
	{ name: "wait", what: "for the network, the web server and a place" },
	{ name: "delay", what: "the server, on purpose" },
	{ name: "server", what: "the server, working" },
	{ name: "transfer", what: "the answer, from its first byte" },
];

/* What a request did in a phase other than the delay, in a sentence. */
const OVERHEAD = {
	queue: "waiting in the client",
	connect: "connecting",
	wait: "waiting for the server",
	server: "the server\u2019s own work",
	transfer: "receiving answers",
};

/* What each name in an engine's "binds" means, in a sentence. */
const BINDS = {
	"chain": "the chain of dependent requests",
	"client limit": "the client\u2019s limit on what is in flight",
	"server places": "the server\u2019s places",
	"streams": "the streams that a connection may have",
	"rate": "the rate at which workflows begin",
};

const DURATIONS = ["p50", "p90", "p95", "p99", "max"];
const ENGINE_COLOURS = 4; /* beside the last one's */
const FAILURES_SHOWN = 10; /* the others are counted */
const GUTTER = 56;         /* pixels left of a time axis, for labels */
const MARGIN = 14;         /* right of it */

/* --- elements and numbers ------------------------------------------------- */

/* A DOM element with attributes and children; strings become text. */
function el(tag, attributes, ...children) {
	const e = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {}))
		e.setAttribute(name, value);
	e.append(...children.filter((c) => c !== null));
	return e;
}

/* The same in SVG. */
function svg(tag, attributes, ...children) {
	const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
	for (const [name, value] of Object.entries(attributes))
		e.setAttribute(name, value);
	e.append(...children);
	return e;
}

const NBSP = "\u00a0"; /* keeps a number and its unit together */
const known = (value) => value !== null && value !== undefined;
const whole = (n) => (known(n) ? n.toLocaleString("en") : "-");
const seconds = (s) => (known(s) ? `${s.toFixed(3)}${NBSP}s` : "-");
const ms = (v) => (known(v) ? `${v.toFixed(1)}${NBSP}ms` : "-");
const percent = (r) => (known(r) ? `${(r * 100).toFixed(1)}${NBSP}%` : "-");
const times = (x) => `${x.toFixed(2)}${NBSP}\u00d7`;
const plural = (n, what) => `${whole(n)} ${what}${n === 1 ? "" : "s"}`;

/* A duration of any size, as a person would say it. */
function briefly(s) {
	const us = Math.round(s * 1e6); /* as it was told: a sum may be off */
	if (us >= 1e6)
		return `${(us / 1e6).toFixed(3)} s`;
	return us >= 1e3 ? `${(us / 1e3).toFixed(2)} ms` : `${us} \u00b5s`;
}

/* A text from outside: kept from turning the text around it. */
const foreign = (text) => el("bdi", null, text);

/* The largest of any number of values; 0 of none. */
function largest(values) {
	let most = 0;
	for (const v of values)
		most = v > most ? v : most;
	return most;
}

/* Round values from 0 or min to max, about count of them. */
function ticks(min, max, count) {
	const rough = (max - min) / Math.max(count, 1) || 1;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
	const list = [];
	for (let i = Math.ceil(min / step - 1e-9); i * step <= max * 1.000001; i++)
		list.push(i * step);
	return list;
}

/* How a time axis says t when its ticks are step apart. */
function tickText(t, step) {
	if (t === 0)
		return "0";
	const [unit, size] = step >= 0.01 ? ["s", 1]
			   : step >= 1e-5 ? ["ms", 1e-3] : ["\u00b5s", 1e-6];
	const decimals = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
	return `${(t / size).toFixed(decimals)} ${unit}`;
}

/* --- what was measured ---------------------------------------------------- */

/* A run's requests, by workflow: those of workflow w are order[first[w]] to
 * order[first[w + 1] - 1], in the order in which they began. */
function prepare(samples) {
	const n = samples.workflow.length;
	const phases = PHASES.map((p) =>
		Float64Array.from(samples[`${p.name}_us`], (us) => us / 1e6));
	const start = Float64Array.from(samples.start_us, (us) => us / 1e6);
	const end = start.map((s, i) =>
		phases.reduce((sum, phase) => sum + phase[i], s));
	const rows = Math.max(report.names, largest(samples.workflow) + 1);
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

/* How many of the intervals [from, to) hold at each time at which that
 * changes: { t, v, peak }. Sorts both. */
function overlap(from, to) {
	from.sort();
	to.sort();
	const t = new Float64Array(from.length * 2);
	const v = new Int32Array(from.length * 2);
	let n = 0, peak = 0;
	for (let b = 0, e = 0; e < to.length; n++) {
		const begins = b < from.length && from[b] < to[e];
		t[n] = begins ? from[b++] : to[e++];
		v[n] = b - e;
		peak = Math.max(peak, v[n]);
	}
	return { t, v, peak };
}

/* What the client has in flight, and what the server holds: from when the
 * delay begins until the answer does. null if no answer told of either. */
function inFlight(run) {
	const [, , , delay, server, transfer] = run.phases;
	const to = run.end.map((end, i) => end - transfer[i]);
	const from = to.map((end, i) => end - server[i] - delay[i]);
	const tells = delay.some((d) => d > 0) || server.some((d) => d > 0);
	return { client: overlap(run.start.slice(), run.end.slice()),
		held: tells ? overlap(from, to) : null };
}

/* The durations of an engine's answered requests, all runs, sorted, in ms. */
function durations(engine) {
	const list = [];
	for (const run of runs.filter((r) => r.samples.engine === engine.engine))
		for (let i = 0; i < run.n; i++)
			if (run.samples.status[i] !== 0)
				list.push((run.end[i] - run.start[i]) * 1e3);
	return Float64Array.from(list).sort();
}

const runs = report.samples.map(prepare);

/* --- in words ------------------------------------------------------------- */

/* What binds an engine, as the end of a sentence. */
function bindsText(engine) {
	if (engine.binds !== "overhead")
		return BINDS[engine.binds];
	let most = null;
	for (const name of Object.keys(OVERHEAD))
		if (most === null ||
		    engine.phases_ms[name] > engine.phases_ms[most])
			most = name;
	return `overhead, most of it ${OVERHEAD[most]}`;
}

/* The sentence on engines: how fast the last is against the first, whether
 * they agree, and what binds. */
function engineLead() {
	const engines = report.engines;
	const last = engines[engines.length - 1];
	const lead = el("p", { class: "lead" });
	if (known(report.speedup) && engines.length > 1) {
		lead.append(last.engine, " is ",
			el("b", null, `${times(report.speedup)} as fast`),
			` as ${engines[0].engine}`);
		if (known(report.speedup_interval)) {
			const [low, high] = report.speedup_interval;
			lead.append(` (95 % interval ${low.toFixed(2)} to ` +
				`${high.toFixed(2)})`);
		}
	} else {
		lead.append(last.engine, " took ",
			el("b", null, seconds(last.wall_s)));
	}
	if (report.identical === true)
		lead.append(", with identical results");
	else if (report.identical === false)
		lead.append(", but ",
			el("b", { class: "bad" }, "the results differ"));
	if (known(last.binds))
		lead.append("; what binds it is ",
			el("b", null, bindsText(last)));
	lead.append(".");
	return lead;
}

/* The sentence on a sweep. */
function sweepLead(sweep) {
	const lead = el("p", { class: "lead" });
	if (known(sweep.knee))
		lead.append("The knee is at ",
			el("b", null, whole(sweep.knee)), ": the server holds ",
			`${plural(sweep.knee, "request")} at once, and more `,
			"in flight only wait.");
	else
		lead.append("There is ", el("b", null, "no knee"),
			": the server held everything that was tried.");
	return lead;
}

/* What the last engine took and how much of that it had to take. */
function sublead() {
	const last = report.engines[report.engines.length - 1];
	const took = known(report.speedup)
		? `${last.engine} took ${seconds(last.wall_s)}. ` : "";
	if (!known(last.bound_s))
		return `${took}The server does not tell its delay, so the ` +
			"least that it could take is not known.";
	return `${took}The least that ${plural(report.names, "workflow")} of ` +
		`${plural(report.steps, "request")} could take is ` +
		`${seconds(last.bound_s)}: an efficiency of ` +
		`${percent(last.efficiency)}.`;
}

/* A box with a title and a list of texts or nodes. */
function notice(kind, title, items) {
	return el("section", { class: `notice ${kind}` },
		el("h2", null, title),
		el("ul", null, ...items.map((i) => el("li", null, i))));
}

/* The first failures, each as an item, and how many more there are. */
function failureItems() {
	const items = report.failures.slice(0, FAILURES_SHOWN).map((f) =>
		el("span", null, `${f.engine}`,
			report.repeat > 1 ? `, run ${f.run}` : "",
			`, workflow ${f.workflow} (`, foreign(f.name), "): ",
			foreign(f.error)));
	if (report.failures.length > FAILURES_SHOWN)
		items.push(`and ${whole(report.failures.length -
			FAILURES_SHOWN)} more`);
	return items;
}

/* One side of the first difference. */
function outcomeItem(o) {
	return el("span", null, `${o.engine}`,
		report.repeat > 1 ? `, run ${o.run}` : "", ": ",
		foreign(o.outcome.length > 200 ? `${o.outcome.slice(0, 200)}\u2026`
					       : o.outcome));
}

/* Everything that a reader must not miss, the worst first. */
function notices() {
	const list = [];
	const crossed = report.fail_if.filter((f) => f.crossed);
	const warnings = report.engines.flatMap((e) =>
		e.warnings.map((w) => el("span", null, `${e.engine}: `,
			foreign(w))));
	const points = report.sweep ? report.sweep.points : [];
	const lost = points.filter((p) => p.failed > 0);
	if (report.interrupted)
		list.push(notice("warn", "Interrupted", ["The run was ended " +
			"early; this is what was measured until then."]));
	if (report.failures.length > 0)
		list.push(notice("", `${plural(report.failures.length,
			"workflow")} failed`, failureItems()));
	if (lost.length > 0)
		list.push(notice("", "Workflows failed", lost.map((p) =>
			`${plural(p.failed, "workflow")} at ` +
			`${whole(p.concurrency)} in flight`)));
	if (known(report.first_difference)) {
		const d = report.first_difference;
		list.push(notice("", "The results differ", [
			el("span", null, `first in workflow ${d.workflow} (`,
				foreign(d.name), ")"),
			outcomeItem(d.a), outcomeItem(d.b)]));
	}
	if (crossed.length > 0)
		list.push(notice("", `${plural(crossed.length, "threshold")} ` +
			"crossed", crossed.map((f) => el("span", null,
			foreign(f.if), ` (it is ${f.value})`))));
	if (warnings.length > 0)
		list.push(notice("warn", plural(warnings.length, "warning"),
			warnings));
	return list;
}

/* --- settings and tables -------------------------------------------------- */

/* With what it was measured; only what says something. */
function settings() {
	const r = report;
	const rows = [
		["url", r.url, "wide"],
		["started", r.started.replace("T", " ").replace(/(\.\d+)?Z$/,
			" UTC"), "wide"],
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

/* A table that scrolls in its own box; cells are texts or nodes, and the
 * first of a row is its heading. */
function table(label, titles, rows) {
	const head = el("tr", null, ...titles.map((t) =>
		el("th", { scope: "col" }, t)));
	const body = rows.map((cells) => el("tr", null, ...cells.map((c, i) =>
		el(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : null, c))));
	return el("div", { class: "scroll-x", tabindex: "0", role: "region",
		"aria-label": label },
	el("table", null, el("thead", null, head), el("tbody", null, ...body)));
}

/* A heading, what it shows, and that. */
function section(title, hint, ...children) {
	const s = el("section", null, el("h2", null, title));
	if (hint !== "")
		s.append(el("p", { class: "hint" }, hint));
	s.append(...children.filter((c) => c !== null));
	sections.append(s);
}

/* A row an engine. */
function engineTable() {
	const many = report.engines.some((e) => e.walls_s.length > 1);
	const titles = ["engine", many ? "wall, median" : "wall",
		...(many ? ["min .. max"] : []), "bound", "efficiency", "binds",
		"requests", "failed", "connections", ...DURATIONS];
	const range = (w) => `${Math.min(...w).toFixed(3)} .. ` +
		`${Math.max(...w).toFixed(3)} s`;
	const rows = report.engines.map((e) => [e.engine, seconds(e.wall_s),
		...(many ? [range(e.walls_s)] : []), seconds(e.bound_s),
		percent(e.efficiency), e.binds || "-", whole(e.requests),
		e.failed > 0 ? el("span", { class: "bad" }, whole(e.failed)) : "0",
		whole(e.connections),
		...DURATIONS.map((d) => ms(e.request_ms && e.request_ms[d]))]);
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
		...DURATIONS.map((p) => ms(d && d[p]))];
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
		report.fail_if.map((f) => [foreign(f.if), String(f.value),
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

/* --- drawing that follows size and theme ---------------------------------- */

const drawings = new Map(); /* element -> { width, draw } */
const resized = new ResizeObserver((entries) => {
	for (const { target } of entries) {
		const drawing = drawings.get(target);
		if (drawing.width !== target.clientWidth) {
			drawing.width = target.clientWidth;
			drawing.draw();
		}
	}
});

/* Call draw whenever box has another width than now. */
function follow(box, draw) {
	drawings.set(box, { width: box.clientWidth, draw });
	resized.observe(box);
}

/* A box that draw(width) fills, now and at every other width. */
function fill(box, draw) {
	const redraw = () => box.replaceChildren(draw(box.clientWidth));
	redraw();
	follow(box, redraw);
}

/* The page's colours, for canvases, which cannot use CSS. */
let colours = {};
function readColours() {
	const style = getComputedStyle(document.documentElement);
	for (const name of [...PHASES.map((p) => p.name), "page", "panel",
		"grid", "rule", "text", "quiet", "accent", "bad", "link"])
		colours[name] = style.getPropertyValue(`--${name}`).trim();
	colours.font = `12px ${style.fontFamily}`;
}

/* A canvas of width x height CSS pixels, sharp on any screen, cleared. */
function sized(canvas, width, height) {
	const ratio = window.devicePixelRatio || 1;
	const w = Math.round(width * ratio), h = Math.round(height * ratio);
	if (canvas.width !== w || canvas.height !== h) {
		canvas.width = w;
		canvas.height = h;
	}
	const g = canvas.getContext("2d");
	g.setTransform(ratio, 0, 0, ratio, 0, 0);
	g.clearRect(0, 0, width, height);
	return g;
}

/* --- the tooltip ---------------------------------------------------------- */

const tip = document.getElementById("tip");
const spoken = document.getElementById("spoken");

/* "workflow 3, step 1: 200". */
function requestTitle(run, i) {
	const { workflow, step, status } = run.samples;
	const answer = status[i] === 0 ? "no complete answer" : `${status[i]}`;
	return `workflow ${workflow[i]}, step ${step[i]}: ${answer}` +
		(run.failed[i] && status[i] !== 0 ? ", failed" : "");
}

/* Show request i at a place on the screen. */
function showTip(run, i, x, y) {
	const list = el("dl", null,
		el("dt", null, "start"), el("dd", null, briefly(run.start[i])),
		el("dt", null, "duration"),
		el("dd", null, briefly(run.end[i] - run.start[i])));
	PHASES.forEach(({ name }, p) => {
		const zero = run.phases[p][i] === 0 ? { class: "zero" } : null;
		list.append(el("dt", zero, el("span",
			{ class: `swatch ${name}` }), name),
		el("dd", zero, briefly(run.phases[p][i])));
	});
	tip.replaceChildren(el("b", run.failed[i] ? { class: "bad" } : null,
		requestTitle(run, i)), list);
	tip.hidden = false;
	const box = tip.getBoundingClientRect();
	const left = x + 16 + box.width > innerWidth ? x - 16 - box.width : x + 16;
	const top = Math.min(y + 16, innerHeight - box.height - 8);
	tip.style.left = `${Math.max(8, left)}px`;
	tip.style.top = `${Math.max(8, top)}px`;
}

/* Say request i to who cannot see the tooltip. */
function speak(run, i) {
	spoken.textContent = `${requestTitle(run, i)}; starts at ` +
		`${briefly(run.start[i])}, takes ` +
		`${briefly(run.end[i] - run.start[i])}: ` +
		PHASES.map(({ name }, p) =>
			`${name} ${briefly(run.phases[p][i])}`).join(", ");
}

/* --- the waterfall -------------------------------------------------------- */

const AXIS = 40;      /* pixels of the axis above the rows */
const VIEW = 440;     /* of the rows at most; the rest is scrolled to */
const OVERVIEW = 56;  /* of the whole run in small */
const BAR = 9;        /* of a step of a workflow, where there is room */
const THIN_ROW = 4;   /* of a workflow, where there is none */

/* How tall a row is and on how many lanes its steps lie: each step on its
 * own if few workflows have few steps, so that a dependency is a step down. */
function rowShape(rows) {
	const lanes = report.steps <= 4 ? report.steps : 2;
	const tall = lanes * BAR + 9;
	if (rows * tall <= VIEW)
		return { height: tall, lanes, bar: BAR - 1, pad: 4 };
	if (rows * 10 <= VIEW * 2)
		return { height: 10, lanes: 1, bar: 7, pad: 1 };
	return { height: THIN_ROW, lanes: 1, bar: THIN_ROW - 1, pad: 0 };
}

/* An engine's figure: heading, overview, scrolling waterfall, and what was in
 * flight on the same axis. Returns { node, draw, show(run, span_s) }. */
function waterfall(engine) {
	const overview = el("canvas", { class: "overview", "aria-hidden": "true" });
	const canvas = el("canvas", { "aria-hidden": "true" });
	const spacer = el("div", null, canvas);
	const scroller = el("div", { class: "rows", tabindex: "0",
		role: "application", "aria-roledescription": "waterfall" }, spacer);
	const flight = el("div", { class: "in-flight" });
	const numbers = el("span", { class: "hint" });
	const node = el("article", { class: "engine" },
		el("header", null, el("h3", null, engine.engine), numbers),
		overview, scroller, flight);
	const small = document.createElement("canvas"); /* overview, drawn once */
	let run, span, shape, curves;
	let view, wide, from; /* the scroller's height, width and position,
				 read once a draw: reading them is slow */
	let chosen = -1;    /* request under the pointer or the keys */
	let waiting = false;

	const xOf = (t) => GUTTER + t / span * (wide - GUTTER - MARGIN);
	const yOf = (w) => AXIS + w * shape.height - from;
	const lane = (k) => k % shape.lanes;
	const topOf = (w, k) => yOf(w) + shape.pad + lane(k) * BAR;

	/* Request i as a row of its phases; the last pixel of a long one is
	 * left free, so that two in a row are two. */
	function drawRequest(g, i, y, height) {
		let t = run.start[i];
		const x0 = xOf(t), x1 = xOf(run.end[i]);
		if (x1 - x0 < 1) {
			g.fillStyle = colours.quiet;
			g.fillRect(x0, y, 1, height);
			return;
		}
		const last = x1 - x0 > 6 ? x1 - 1 : x1;
		for (let p = 0; p < PHASES.length; p++) {
			const duration = run.phases[p][i];
			if (duration === 0)
				continue;
			const x = xOf(t);
			g.fillStyle = colours[PHASES[p].name];
			t += duration;
			if (x < last)
				g.fillRect(x, y, Math.min(xOf(t), last) - x,
					height);
		}
	}

	/* A cross at the end of a request that failed. */
	function drawFailed(g, i, y) {
		const x = Math.min(xOf(run.end[i]) + 6, wide - 6);
		const r = Math.min(shape.bar / 2, 4), middle = y + shape.bar / 2;
		g.strokeStyle = colours.bad;
		g.lineWidth = shape.bar < 5 ? 1.5 : 2;
		g.beginPath();
		g.moveTo(x - r, middle - r);
		g.lineTo(x + r, middle + r);
		g.moveTo(x - r, middle + r);
		g.lineTo(x + r, middle - r);
		g.stroke();
	}

	/* From the end of workflow w's k-th request to the start of the next. */
	function linkPath(g, w, k) {
		const at = run.first[w] + k;
		const xEnd = Math.round(xOf(run.end[run.order[at]])) - 0.5;
		const xNext = xOf(run.start[run.order[at + 1]]);
		const y = topOf(w, k) + shape.bar / 2;
		const yNext = topOf(w, k + 1) + shape.bar / 2;
		if (y === yNext && xNext - xEnd < 1.5)
			return;
		g.moveTo(xEnd, y);
		g.lineTo(xEnd, yNext);
		g.lineTo(Math.max(xNext, xEnd), yNext);
	}

	/* The rows from workflow w0 to w1. */
	function drawRows(g, w0, w1) {
		for (let w = w0; w < w1; w++)
			for (let at = run.first[w]; at < run.first[w + 1]; at++)
				drawRequest(g, run.order[at],
					topOf(w, at - run.first[w]), shape.bar);
		g.strokeStyle = colours.link;
		g.lineWidth = 1;
		g.beginPath();
		for (let w = w0; w < w1; w++)
			for (let k = 0; k < run.first[w + 1] - run.first[w] - 1; k++)
				linkPath(g, w, k);
		g.stroke();
		for (let w = w0; w < w1; w++)
			for (let at = run.first[w]; at < run.first[w + 1]; at++)
				if (run.failed[run.order[at]])
					drawFailed(g, run.order[at],
						topOf(w, at - run.first[w]));
	}

	/* The workflows' numbers, as many as there is room for. */
	function drawNumbers(g, w0, w1) {
		const every = ticks(0, (w1 - w0), view / 22)[1] || 1;
		const step = Math.max(1, Math.round(every));
		g.fillStyle = colours.quiet;
		g.textAlign = "right";
		g.textBaseline = "middle";
		for (let w = Math.ceil(w0 / step) * step; w < w1; w += step)
			g.fillText(whole(w), GUTTER - 8, Math.max(AXIS + 6,
				Math.min(yOf(w) + shape.height / 2, view - 7)));
	}

	/* Vertical lines at round times. */
	function drawGrid(g, list) {
		g.fillStyle = colours.grid;
		for (const t of list)
			g.fillRect(Math.round(xOf(t)), AXIS, 1, view);
	}

	/* The strip above the rows: times, and where the bound is. */
	function drawAxis(g, list) {
		g.fillStyle = colours.panel;
		g.fillRect(0, 0, wide, AXIS);
		g.fillStyle = colours.quiet;
		g.textBaseline = "middle";
		for (const t of list) {
			const text = tickText(t, list[1] - list[0]);
			const half = g.measureText(text).width / 2;
			g.textAlign = "center";
			g.fillText(text, Math.min(xOf(t), wide - half - 2), 12);
		}
		if (!known(engine.bound_s) || engine.bound_s > span)
			return;
		const x = Math.round(xOf(engine.bound_s)) + 0.5;
		g.strokeStyle = g.fillStyle = colours.accent;
		g.lineWidth = 1;
		g.setLineDash([4, 3]);
		g.beginPath();
		g.moveTo(x, 22);
		g.lineTo(x, view);
		g.stroke();
		g.setLineDash([]);
		const left = x > wide - 60;
		g.textAlign = left ? "right" : "left";
		g.fillText("bound", left ? x - 5 : x + 5, 30);
	}

	/* A frame around the chosen request. */
	function drawChosen(g) {
		const w = run.samples.workflow[chosen];
		let k = 0;
		while (run.order[run.first[w] + k] !== chosen)
			k++;
		const x = xOf(run.start[chosen]);
		g.strokeStyle = colours.text;
		g.lineWidth = 1.5;
		g.strokeRect(x - 1.5, topOf(w, k) - 1.5,
			xOf(run.end[chosen]) - x + 3, shape.bar + 3);
	}

	/* Where the scroller is now. */
	function readPlace() {
		wide = scroller.clientWidth;
		from = scroller.scrollTop;
	}

	/* What is in view, and nothing else. */
	function draw() {
		waiting = false;
		readPlace();
		if (wide <= GUTTER + MARGIN)
			return;
		const g = sized(canvas, wide, view);
		const list = ticks(0, span, (wide - GUTTER) / 90);
		const w0 = Math.floor(from / shape.height);
		const w1 = Math.min(run.rows, w0 + 1 +
			Math.ceil((view - AXIS) / shape.height));
		g.font = colours.font;
		drawGrid(g, list);
		drawRows(g, w0, w1);
		if (chosen >= 0)
			drawChosen(g);
		drawNumbers(g, w0, w1);
		drawAxis(g, list);
		drawWindow(w1 - w0);
	}

	/* Once a frame, however often it is asked for. */
	function drawSoon() {
		if (!waiting)
			requestAnimationFrame(draw);
		waiting = true;
	}

	/* The whole run: a line of pixels shows the workflow at its height. */
	function drawOverview() {
		if (overview.hidden)
			return;
		overview.style.width = `${wide}px`; /* without a scroll bar */
		const g = sized(small, wide, OVERVIEW);
		const lines = Math.round(OVERVIEW * (window.devicePixelRatio || 1));
		const height = OVERVIEW / lines;
		g.fillStyle = colours.panel;
		g.fillRect(0, 0, wide, OVERVIEW);
		for (let line = 0; line < lines; line++) {
			const w = Math.floor((line + 0.5) * run.rows / lines);
			for (let at = run.first[w]; at < run.first[w + 1]; at++)
				drawRequest(g, run.order[at], line * height, height);
		}
	}

	/* The overview with what is in view framed. */
	function drawWindow(visible) {
		if (overview.hidden)
			return;
		const g = sized(overview, wide, OVERVIEW);
		const y = from / shape.height / run.rows * OVERVIEW;
		const height = Math.max(4, visible / run.rows * OVERVIEW);
		g.drawImage(small, 0, 0, wide, OVERVIEW);
		g.strokeStyle = g.fillStyle = colours.accent;
		g.lineWidth = 1.5;
		g.strokeRect(GUTTER - 5, Math.min(y, OVERVIEW - height) + 0.75,
			wide - GUTTER - MARGIN + 10, height - 1.5);
		g.font = colours.font;
		g.fillStyle = colours.quiet;
		g.textAlign = "right";
		g.textBaseline = "middle";
		g.fillText("all", GUTTER - 10, OVERVIEW / 2);
	}

	/* The request at a place in the canvas, or -1. */
	function find(x, y) {
		const w = Math.floor((y - AXIS + from) / shape.height);
		let best = -1, least = 8; /* pixels off that still count */
		if (y < AXIS || w < 0 || w >= run.rows)
			return -1;
		for (let at = run.first[w]; at < run.first[w + 1]; at++) {
			const i = run.order[at];
			const top = topOf(w, at - run.first[w]);
			const off = Math.max(xOf(run.start[i]) - x,
				x - xOf(run.end[i]), 0) +
				(shape.lanes === 1 ? 0 : Math.max(top - y,
					y - top - shape.bar, 0));
			if (off < least) {
				least = off;
				best = i;
			}
		}
		return best;
	}

	/* Choose request i, with its tooltip at a place of the screen. */
	function choose(i, x, y) {
		chosen = i;
		if (i < 0)
			tip.hidden = true;
		else
			showTip(run, i, x, y);
		drawSoon();
	}

	function pointed(event) {
		const box = canvas.getBoundingClientRect();
		const i = find(event.clientX - box.left, event.clientY - box.top);
		choose(i, event.clientX, event.clientY);
	}

	/* By the keys: request k of workflow w, scrolled into view. */
	function choosePlace(w, k) {
		const count = run.first[w + 1] - run.first[w];
		const top = w * shape.height;
		const room = view - AXIS - shape.height;
		if (count === 0)
			return;
		if (top < scroller.scrollTop)
			scroller.scrollTop = top;
		else if (top > scroller.scrollTop + room)
			scroller.scrollTop = top - room;
		readPlace();
		const i = run.order[run.first[w] +
			Math.max(0, Math.min(k, count - 1))];
		const box = canvas.getBoundingClientRect();
		choose(i, box.left + Math.max(GUTTER, xOf(run.start[i])),
			box.top + yOf(w) + shape.height);
		speak(run, i);
	}

	/* Arrows go from request to request, pages and ends from row to row. */
	function keyed(event) {
		const page = Math.floor((view - AXIS) / shape.height) - 1;
		const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1],
			ArrowDown: [1, 0], ArrowUp: [-1, 0],
			PageDown: [page, 0], PageUp: [-page, 0],
			Home: [-run.rows, 0], End: [run.rows, 0] };
		if (event.key === "Escape")
			choose(-1);
		if (!(event.key in moves) || event.ctrlKey || event.altKey ||
		    event.metaKey || run.n === 0)
			return;
		event.preventDefault();
		if (chosen < 0) {
			choosePlace(Math.floor(scroller.scrollTop /
				shape.height), 0);
			return;
		}
		const [rows, steps] = moves[event.key];
		const w = run.samples.workflow[chosen];
		const k = run.order.subarray(run.first[w], run.first[w + 1])
			.indexOf(chosen);
		choosePlace(Math.max(0, Math.min(run.rows - 1, w + rows)),
			k + steps);
	}

	/* Scroll to where the overview was pointed at. */
	function jump(event) {
		if (event.type === "pointermove" && event.buttons === 0)
			return;
		const box = overview.getBoundingClientRect();
		const w = (event.clientY - box.top) / OVERVIEW * run.rows;
		scroller.scrollTop = w * shape.height - (view - AXIS) / 2;
	}

	/* Show a run on an axis of so many seconds. */
	function show(newRun, newSpan) {
		run = newRun;
		span = newSpan;
		chosen = -1;
		shape = rowShape(run.rows);
		curves = inFlight(run);
		const height = AXIS + run.rows * shape.height + 6;
		view = Math.min(height, VIEW);
		overview.hidden = height <= VIEW;
		overview.style.display = overview.hidden ? "none" : "";
		scroller.style.height = `${view}px`;
		spacer.style.height = `${height}px`;
		scroller.scrollTop = 0;
		scroller.setAttribute("aria-label", `Waterfall of ` +
			`${engine.engine}: ${plural(run.n, "request")} of ` +
			`${plural(run.rows, "workflow")} in ` +
			`${briefly(run.end_s)}. Arrow keys go from request ` +
			"to request.");
		numbers.textContent = `${seconds(
			engine.walls_s[runNumbers(engine.engine).indexOf(
				run.samples.run)])}` + (known(engine.bound_s)
			? `, bound ${seconds(engine.bound_s)}` : "") +
			(known(engine.binds) ? `, binds: ${engine.binds}` : "");
		redraw();
	}

	/* Everything, at this width and in these colours. */
	function redraw() {
		readPlace();
		if (wide <= GUTTER + MARGIN)
			return;
		drawOverview();
		draw();
		flight.replaceChildren(flightChart(engine.engine, curves, span,
			wide));
	}

	scroller.addEventListener("scroll", () => {
		if (!scroller.matches(":focus-visible"))
			choose(-1);
		drawSoon();
	}, { passive: true });
	scroller.addEventListener("pointermove", pointed);
	scroller.addEventListener("click", pointed);
	scroller.addEventListener("pointerleave", (event) => {
		if (event.pointerType === "mouse")
			choose(-1);
	});
	scroller.addEventListener("keydown", keyed);
	scroller.addEventListener("focus", () => {
		if (scroller.matches(":focus-visible") && run.n > 0)
			choosePlace(Math.floor(scroller.scrollTop /
				shape.height), 0);
	});
	scroller.addEventListener("blur", () => choose(-1));
	overview.addEventListener("pointerdown", jump);
	overview.addEventListener("pointermove", jump);
	return { node, redraw, show };
}

/* The numbers of an engine's runs. */
function runNumbers(name) {
	return runs.filter((r) => r.samples.engine === name)
		.map((r) => r.samples.run);
}

/* All waterfalls, which run they show and on which time scale. */
function waterfalls() {
	const shown = report.engines.filter((e) => runNumbers(e.engine).length > 0);
	const figures = shown.map(waterfall);
	const numbers = [...new Set(runs.map((r) => r.samples.run))];
	const select = el("select", null, ...numbers.map((n) =>
		el("option", { value: String(n) }, String(n))));
	const shared = el("input", { type: "checkbox" });
	shared.checked = true;

	/* The run that is chosen, or the engine's last one before it. */
	function runOf(engine) {
		const own = runs.filter((r) => r.samples.engine === engine.engine);
		const chosen = Number(select.value);
		return own.find((r) => r.samples.run === chosen) ||
			own[own.length - 1];
	}
	function show() {
		const chosen = shown.map(runOf);
		const all = largest(chosen.map((r) => r.end_s));
		tip.hidden = true;
		figures.forEach((f, i) => f.show(chosen[i],
			(shared.checked ? all : chosen[i].end_s) || 1));
	}
	select.addEventListener("change", show);
	shared.addEventListener("change", show);
	const controls = el("div", { class: "controls" });
	if (numbers.length > 1)
		controls.append(el("label", null, "Run", select));
	if (figures.length > 1)
		controls.append(el("label", null, shared,
			"the same time scale for all engines"));
	if (figures.length === 0)
		return [];
	section("Waterfall", "Every request: time to the right, a row a " +
		"workflow; a line leads from the end of a request to the start " +
		"of the next, which needs its answer, and a cross marks one " +
		"that failed. Below, how many were in flight.",
	phaseTable(), controls,
	...figures.map((f) => f.node));
	show();
	figures.forEach((f) => follow(f.node, f.redraw));
	return figures;
}

/* --- charts --------------------------------------------------------------- */

/* An empty chart: axes with ticks, and x and y from values to pixels. Domains
 * are [least, most]; ticks are [value, text] pairs. */
function chart(label, width, height, xs, ys, xTicks, yTicks, xOf) {
	const bottom = 24, top = 12;
	const x = xOf || ((v) => GUTTER +
		(v - xs[0]) / (xs[1] - xs[0]) * (width - GUTTER - MARGIN));
	const y = (v) => height - bottom -
		(v - ys[0]) / (ys[1] - ys[0]) * (height - bottom - top);
	const node = svg("svg", { class: "chart", role: "img", width, height,
		viewBox: `0 0 ${width} ${height}`, "aria-label": label });
	for (const [v, text] of yTicks)
		node.append(svg("line", { class: "grid", x1: GUTTER,
			x2: width - MARGIN, y1: y(v), y2: y(v) }),
		svg("text", { x: GUTTER - 8, y: y(v) + 4,
			"text-anchor": "end" }, text));
	for (const [v, text] of xTicks) {
		const room = width - x(v) < 24;
		node.append(svg("line", { x1: x(v), x2: x(v),
			y1: height - bottom, y2: height - bottom + 4 }),
		svg("text", { x: room ? width : x(v), y: height - 5,
			"text-anchor": room ? "end" : "middle" }, text));
	}
	node.append(svg("line", { x1: GUTTER, x2: width - MARGIN,
		y1: height - bottom, y2: height - bottom }));
	return { node, x, y };
}

/* The path of a step curve: v[i] from t[i] on. Of the steps within a pixel
 * only the extremes are kept: it looks the same and is small. */
function stepPath(t, v, x, y, from) {
	let path = `M${x(t.length > 0 ? t[0] : 0).toFixed(1)} ${y(from).toFixed(1)}`;
	for (let i = 0, last; i < t.length; i = last) {
		const column = Math.floor(x(t[i]) * 2);
		let low = v[i], high = v[i];
		for (last = i; last < t.length &&
		    Math.floor(x(t[last]) * 2) === column; last++) {
			low = Math.min(low, v[last]);
			high = Math.max(high, v[last]);
		}
		path += `H${x(t[i]).toFixed(1)}`;
		if (last - i > 1)
			path += `V${y(high).toFixed(1)}V${y(low).toFixed(1)}`;
		path += `V${y(v[last - 1]).toFixed(1)}`;
	}
	return path;
}

/* A horizontal or vertical reference line with its name. */
function reference(c, x1, y1, x2, y2, text, anchor) {
	c.node.append(svg("line", { class: "reference", x1, x2, y1, y2 }),
		svg("text", { class: "mark", x: anchor === "end" ? x2 : x1 + 5,
			y: Math.min(y1, y2) + (x1 === x2 ? 10 : -4),
			"text-anchor": anchor || "start" }, text));
}

/* A small line as the curves have it, for legends. */
function sample(name) {
	return svg("svg", { class: "chart-line", width: 26, height: 4,
		viewBox: "0 0 26 4", "aria-hidden": "true" },
	svg("path", { class: name, d: "M0 2H26" }));
}

/* Requests in flight over time: the client's view and the server's. */
function flightChart(name, { client, held }, span, width) {
	const near = known(report.places) && report.places <= client.peak * 1.5;
	const most = Math.max(client.peak, near ? report.places : 0, 1);
	const list = ticks(0, span, (width - GUTTER) / 90);
	const label = `Requests in flight of ${name}: at most ` +
		`${whole(client.peak)} of the client` + (held === null ? "" :
		`, at most ${whole(held.peak)} held by the server`) +
		(near ? `, which has ${plural(report.places, "place")}` : "");
	const c = chart(label, width, 110, [0, span], [0, most], [],
		[[0, "0"], [most, whole(most)]]);
	c.node.append(svg("path", { class: "client",
		d: stepPath(client.t, client.v, c.x, c.y, 0) }));
	if (held !== null)
		c.node.append(svg("path", { class: "held",
			d: stepPath(held.t, held.v, c.x, c.y, 0) }));
	if (near)
		reference(c, GUTTER, c.y(report.places), width - MARGIN,
			c.y(report.places), `${plural(report.places, "place")}`,
			"end");
	for (const t of list)
		c.node.append(svg("line", { x1: c.x(t), x2: c.x(t), y1: 86,
			y2: 90 }));
	const legend = el("ul", { class: "legend" }, el("li", null,
		sample("client"), `in flight at the client, at most ` +
		whole(client.peak)));
	if (held !== null)
		legend.append(el("li", null, sample("held"),
			`held by the server, at most ${whole(held.peak)}`));
	if (known(report.places) && !near)
		legend.append(el("li", null,
			`places: ${whole(report.places)}, above the scale`));
	return el("figure", null, c.node, legend);
}

/* Round values on a logarithmic axis: 1, 2, 5, 10, ... */
function logTicks(min, max) {
	const list = [];
	for (let p = 10 ** Math.floor(Math.log10(min)); p <= max; p *= 10)
		list.push(...[1, 2, 5].map((m) => m * p)
			.filter((v) => v >= min && v <= max));
	return list;
}

/* The share of an engine's requests that took at most so long: a step a
 * request, nothing smoothed. */
function latencyChart(list, width) {
	const min = Math.min(...list.map((l) => l.sorted[0]));
	const max = Math.max(...list.map((l) => l.sorted[l.sorted.length - 1]));
	const middle = Math.max(...list.map((l) =>
		l.sorted[l.sorted.length >> 1]));
	const log = min > 0 && max > 20 * middle;
	const pad = (max - min) * 0.03 || max * 0.05 || 1;
	const xs = log ? [min / 1.1, max * 1.1]
		: [min < max / 2 ? 0 : min - pad, max + pad];
	const room = width - GUTTER - MARGIN;
	const xOf = log ? (v) => GUTTER + Math.log(v / xs[0]) /
		Math.log(xs[1] / xs[0]) * room : null;
	const marks = log ? logTicks(...xs) : ticks(...xs, room / 90);
	const text = list.map((l) => `${l.engine.engine}: half within ` +
		`${ms(l.sorted[(l.sorted.length - 1) >> 1])}, all within ` +
		`${ms(l.sorted[l.sorted.length - 1])}`).join("; ");
	const c = chart(`Latency of requests. ${text}`, width, 280, xs, [0, 1],
		marks.map((v) => [v, `${Number(v.toPrecision(6))} ms`]),
		[0, 0.25, 0.5, 0.75, 0.9, 1].map((v) => [v, `${v * 100} %`]), xOf);
	for (const { sorted, colour } of list) {
		const share = sorted.map((_, i) => (i + 1) / sorted.length);
		c.node.append(svg("path", { class: colour,
			d: stepPath(sorted, share, c.x, c.y, 0) +
			`H${width - MARGIN}` }));
	}
	if (known(report.delay_s) && report.delay_s * 1e3 >= xs[0] &&
	    report.delay_s * 1e3 <= xs[1] && report.delay_s > 0) {
		const x = c.x(report.delay_s * 1e3);
		reference(c, x, c.y(1), x, c.y(0), "delay");
	}
	return c.node;
}

/* The latency of all engines in one chart. */
function latencySection() {
	const last = report.engines.length - 1;
	const list = report.engines.map((engine, i) => ({ engine,
		colour: i === last ? "engine-last"
			: `engine-${i % ENGINE_COLOURS}`,
		sorted: durations(engine) })).filter((l) => l.sorted.length > 0);
	if (list.length === 0)
		return;
	const box = el("div", null);
	const legend = el("ul", { class: "legend" }, ...list.map((l) =>
		el("li", null, sample(l.colour), `${l.engine.engine}, ` +
			plural(l.sorted.length, "request"))));
	section("Latency", "The share of the answered requests that took at " +
		"most so long: each one is a step, nothing is smoothed.",
	legend, el("figure", null, box));
	fill(box, (width) => latencyChart(list, width));
}

/* A line with a point at each concurrency, on a logarithmic axis. */
function sweepChart(label, sweep, width, most, yTicks, lines) {
	const ks = sweep.points.map((p) => p.concurrency);
	const low = ks[0], high = ks[ks.length - 1];
	const room = width - GUTTER - MARGIN - 24;
	const xOf = (k) => GUTTER + 12 + (high > low
		? Math.log(k / low) / Math.log(high / low) : 0.5) * room;
	let free = 0; /* where the last label on the axis ended */
	const marks = ks.filter((k) => {
		const fits = xOf(k) - free > whole(k).length * 4 + 8;
		free = fits ? xOf(k) + whole(k).length * 4 : free;
		return fits;
	});
	const c = chart(label, width, 240, [low, high], [0, most],
		marks.map((k) => [k, whole(k)]), yTicks, xOf);
	if (known(sweep.knee) && sweep.knee >= low && sweep.knee <= high)
		reference(c, xOf(sweep.knee), c.y(most), xOf(sweep.knee), c.y(0),
			`knee: ${whole(sweep.knee)}`);
	for (const [name, value, dots] of lines) {
		const good = sweep.points.filter((p) => known(p[value]));
		const places = good.map((p) => [xOf(p.concurrency).toFixed(1),
			c.y(p[value]).toFixed(1)]);
		if (places.length > 0)
			c.node.append(svg("path", { class: name,
				d: `M${places.map((p) => p.join(" ")).join("L")}` }));
		if (dots)
			for (const [cx, cy] of places)
				c.node.append(svg("circle", { class: name, cx, cy,
					r: 3.5 }));
	}
	return c.node;
}

/* Wall time and efficiency against concurrency. */
function sweepSection(sweep) {
	const most = largest(sweep.points.map((p) => p.wall_s)) * 1.1;
	const said = sweep.points.map((p) => `${p.concurrency}: ` +
		`${seconds(p.wall_s)}, ${percent(p.efficiency)}`).join("; ");
	const wall = el("div", null), efficiency = el("div", null);
	const wallTicks = ticks(0, most, 6);
	section("Sweep", `Engine ${sweep.engine}, two workflows for each that ` +
		"is in flight. Up to the knee more in flight costs no time; " +
		"above it they only wait.",
	el("div", { class: "pair" },
		el("figure", null, el("ul", { class: "legend" },
			el("li", null, sample("held"), "wall"),
			el("li", null, sample("due"), "bound")), wall,
		el("figcaption", null, "concurrency")),
		el("figure", null, el("ul", { class: "legend" },
			el("li", null, sample("efficiency"), "efficiency")),
		efficiency, el("figcaption", null, "concurrency"))),
	table("Sweep", ["concurrency", "workflows", "failed", "wall", "bound",
		"efficiency", "held"], sweep.points.map((p) => [
		whole(p.concurrency), whole(p.workflows), whole(p.failed),
		seconds(p.wall_s), seconds(p.bound_s), percent(p.efficiency),
		whole(p.held)])));
	fill(wall, (width) => sweepChart(
		`Wall time by concurrency. ${said}`, sweep, width, most,
		wallTicks.map((v) => [v, tickText(v, wallTicks[1])]),
		[["due", "bound_s", false], ["held", "wall_s", true]]));
	fill(efficiency, (width) => sweepChart(
		`Efficiency by concurrency. ${said}`, sweep, width, 1.1,
		[0, 0.25, 0.5, 0.75, 1].map((v) => [v, `${v * 100} %`]),
		[["efficiency", "efficiency", true]]));
}

/* --- the page ------------------------------------------------------------- */

/* From top to bottom. */
function main() {
	document.title = `${report.workflow}: docking-timing`;
	document.getElementById("title").textContent =
		`Timing of ${report.workflow}`;
	document.getElementById("text").open = false;
	readColours();
	if (report.sweep) {
		sections.append(sweepLead(report.sweep), ...notices(), settings());
		sweepSection(report.sweep);
	} else {
		sections.append(...(report.engines.length > 0 ? [engineLead(),
			el("p", { class: "sublead" }, sublead())] : []),
		...notices(), settings());
		engineTable();
		thresholdTable();
	}
	const figures = waterfalls();
	latencySection();
	rateTable();
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
		() => {
			readColours();
			figures.forEach((f) => f.redraw());
		});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			tip.hidden = true;
	});
	requestAnimationFrame(() => performance.mark("drawn"));
}

main();
