/*
 * inflight.js: how many requests were in flight over time, as the client and as
 * the server saw it.
 *
 * SPDX-License-Identifier: MIT
 */

/* How many of the intervals [from, to) hold at each time at which that
 * changes: { t, v, peak }. Sorts both. Of an end and a beginning at one time
 * the end is first, unless nothing holds that could end. */
function overlap(from, to) {
	from.sort();
	to.sort();
	const t = new Float64Array(from.length * 2);
	const v = new Int32Array(from.length * 2);
	let n = 0, peak = 0;
	for (let b = 0, e = 0; e < to.length; n++) {
		const begins = b === e || (b < from.length && from[b] < to[e]);
		t[n] = begins ? from[b++] : to[e++];
		v[n] = b - e;
		peak = Math.max(peak, v[n]);
	}
	return { t, v, peak };
}

/* What the client has in flight, and what the server holds: from when the
 * delay begins until the answer does. null if no answer told of either. */
function inFlight(run) {
	const { start_us, queue_us, connect_us, wait_us, delay_us, server_us } =
		run.samples;
	const before = [start_us, queue_us, connect_us, wait_us];
	const tells = [delay_us, server_us].some((us) => us.some((n) => n > 0));
	return { client: overlap(run.start.slice(), run.end.slice()),
		held: tells ? overlap(secondsOf(before),
			secondsOf([...before, delay_us, server_us])) : null };
}

/* Both over time, on the axis of the waterfall's view. */
function flightChart(name, { client, held }, { span, left, wide }) {
	const near = known(report.places) && report.places <= client.peak * 1.5;
	const most = Math.max(client.peak, near ? report.places : 0, 1);
	const label = `Requests in flight of ${name}: at most ` +
		`${whole(client.peak)} of the client` + (held === null ? "" :
		`, at most ${whole(held.peak)} held by the server`) +
		(near ? `, which has ${plural(report.places, "place")}` : "");
	const c = chart({ label, width: wide, height: 110, left,
		xs: [0, span], ys: [0, most],
		xTicks: ticks(0, span, (wide - left) / 90).map((t) => [t, ""]),
		yTicks: [[0, "0"], [most, whole(most)]] });
	c.node.append(svg("path", { class: "client",
		d: stepPath(client.t, client.v, c) }));
	if (held !== null)
		c.node.append(svg("path", { class: "held",
			d: stepPath(held.t, held.v, c) }));
	if (near)
		reference(c, left, c.y(report.places), wide - MARGIN,
			c.y(report.places), plural(report.places, "place"), "end");
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
