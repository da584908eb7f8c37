/*
 * latency.js: how many requests took at most so long, all engines in one chart.
 *
 * SPDX-License-Identifier: MIT
 */
const ENGINE_COLOURS = 4; /* beside the last one's */

/* The durations of an engine's answered requests, all runs, sorted, in ms. */
function durations(engine) {
	const list = [];
	for (const run of runsOf(engine.engine))
		for (let i = 0; i < run.n; i++)
			if (run.samples.status[i] !== 0)
				list.push(run.samples.duration_us[i] / 1e3);
	return Float64Array.from(list).sort();
}
/* The share of each engine's requests that took at most so long: a step a
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
	const logarithmic = (v) => GUTTER + Math.log(v / xs[0]) /
		Math.log(xs[1] / xs[0]) * room;
	const marks = log ? logTicks(...xs) : ticks(...xs, room / 90);
	const text = list.map((l) => `${l.engine.engine}: half within ` +
		`${ms(l.sorted[(l.sorted.length - 1) >> 1])}, all within ` +
		`${ms(l.sorted[l.sorted.length - 1])}`).join("; ");
	const c = chart({ label: `Latency of requests. ${text}`, width,
		height: 280, xs, ys: [0, 1],
		xTicks: marks.map((v) => [v, `${Number(v.toPrecision(6))} ms`]),
		yTicks: [0, 0.25, 0.5, 0.75, 0.9, 1].map((v) =>
			[v, `${v * 100} %`]),
		x: log ? logarithmic : undefined });
	for (const { sorted, colour } of list) {
		const share = sorted.map((_, i) => (i + 1) / sorted.length);
		c.node.append(svg("path", { class: colour,
			d: stepPath(sorted, share, c) +
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
