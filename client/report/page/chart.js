/*
 * chart.js: what all charts are made of: axes, ticks, step curves, reference
 * lines, and the lines of a legend.
 *
 * SPDX-License-Identifier: MIT
 */
const GUTTER = 56; /* pixels left of an axis of x, for labels */
const MARGIN = 14; /* right of it */

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

/* Round values on a logarithmic axis: 1, 2, 5, 10, ... */
function logTicks(min, max) {
	const list = [];
	for (let p = 10 ** Math.floor(Math.log10(min)); p <= max; p *= 10)
		list.push(...[1, 2, 5].map((m) => m * p)
			.filter((v) => v >= min && v <= max));
	return list;
}

/* An empty chart: axes with ticks, and x and y from values to pixels. Domains
 * are [least, most]; ticks are [value, text] pairs. x is linear from left on
 * if no other is given. */
function chart({ label, width, height, xs, ys, xTicks, yTicks, left = GUTTER,
	x = (v) => left +
		(v - xs[0]) / (xs[1] - xs[0]) * (width - left - MARGIN) }) {
	const bottom = 24, top = 12;
	const y = (v) => height - bottom -
		(v - ys[0]) / (ys[1] - ys[0]) * (height - bottom - top);
	const node = svg("svg", { class: "chart", role: "img", width, height,
		viewBox: `0 0 ${width} ${height}`, "aria-label": label });
	for (const [v, text] of yTicks)
		node.append(svg("line", { class: "grid", x1: left,
			x2: width - MARGIN, y1: y(v), y2: y(v) }),
		svg("text", { x: left - 8, y: y(v) + 4,
			"text-anchor": "end" }, text));
	for (const [v, text] of xTicks) {
		const room = width - x(v) < 24;
		node.append(svg("line", { x1: x(v), x2: x(v),
			y1: height - bottom, y2: height - bottom + 4 }),
		svg("text", { x: room ? width : x(v), y: height - 5,
			"text-anchor": room ? "end" : "middle" }, text));
	}
	node.append(svg("line", { x1: left, x2: width - MARGIN,
		y1: height - bottom, y2: height - bottom }));
	return { node, x, y };
}

/* The path of a step curve in a chart: v[i] from t[i] on. Of the steps within
 * a pixel only the extremes are kept: it looks the same and is small. */
function stepPath(t, v, { x, y }) {
	let path = `M${x(t.length > 0 ? t[0] : 0).toFixed(1)} ${y(0).toFixed(1)}`;
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
