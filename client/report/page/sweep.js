/*
 * sweep.js: wall time and efficiency against the number in flight.
 *
 * SPDX-License-Identifier: MIT
 */

/* A line with a point at each concurrency, on a logarithmic axis. */
function sweepChart(label, sweep, width, most, yTicks, lines) {
	const ks = sweep.points.map((p) => p.concurrency);
	const low = ks[0], high = ks[ks.length - 1];
	const room = width - GUTTER - MARGIN - 24;
	const at = (k) => GUTTER + 12 + (high > low
		? Math.log(k / low) / Math.log(high / low) : 0.5) * room;
	let free = 0; /* where the last label on the axis ended */
	const marks = ks.filter((k) => {
		const fits = at(k) - free > whole(k).length * 4 + 8;
		free = fits ? at(k) + whole(k).length * 4 : free;
		return fits;
	});
	const c = chart({ label, width, height: 240, xs: [low, high],
		ys: [0, most], xTicks: marks.map((k) => [k, whole(k)]), yTicks,
		x: at });
	if (known(sweep.knee) && sweep.knee >= low && sweep.knee <= high)
		reference(c, at(sweep.knee), c.y(most), at(sweep.knee), c.y(0),
			`knee: ${whole(sweep.knee)}`);
	for (const [name, value, dots] of lines) {
		const good = sweep.points.filter((p) => known(p[value]));
		const places = good.map((p) => [at(p.concurrency).toFixed(1),
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
