/*
 * figures.js: the waterfalls of all engines, and the choice of the run that
 * they show and of their time scale.
 *
 * SPDX-License-Identifier: MIT
 */

/* The section. Returns the figures. */
function waterfalls() {
	const shown = report.engines.filter((e) => runsOf(e.engine).length > 0);
	if (shown.length === 0)
		return [];
	const figures = shown.map(waterfall);
	const numbers = [...new Set(runs.map((r) => r.samples.run))];
	const select = el("select", null, ...numbers.map((n) =>
		el("option", { value: String(n) }, String(n))));
	const shared = el("input", { type: "checkbox", checked: "" });

	/* The run that is chosen, or the engine's last one before it. */
	function runOf(engine) {
		const own = runsOf(engine.engine);
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
	section("Waterfall", "Every request: time to the right, a row a " +
		"workflow; a line leads from the end of a request to the start " +
		"of the next, which needs its answer, and a cross marks one " +
		"that failed. Below, how many were in flight.",
	phaseTable(), controls, ...figures.map((f) => f.node));
	show();
	figures.forEach((f) => follow(f.node, f.redraw));
	return figures;
}
