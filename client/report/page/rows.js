/*
 * rows.js: the rows of a waterfall that are in view, on a canvas: a row a
 * workflow, its requests as bars of their phases. A view says what is shown
 * and where: { engine, run, span (s), shape, left, wide, height, from (scrolled
 * to), chosen (a request, or -1) }; lengths are CSS pixels.
 *
 * SPDX-License-Identifier: MIT
 */
const AXIS = 40;    /* pixels of the axis above the rows */
const VIEW = 440;   /* of the rows at most; the rest is scrolled to */
const BAR = 9;      /* of a step of a workflow, where there is room */
const THIN_ROW = 4; /* of a workflow, where there is none */
const NARROW = 600; /* a figure without room for names */
const NAMED_GUTTER = 108; /* left of the rows of another */
const LETTER = 6;   /* of a name: more than fit are squeezed */

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

const xOf = (view, t) => view.left +
	t / view.span * (view.wide - view.left - MARGIN);
const yOf = (view, w) => AXIS + w * view.shape.height - view.from;
const topOf = (view, w, k) => yOf(view, w) + view.shape.pad +
	k % view.shape.lanes * BAR;

/* Call what(i, k) for each request i of workflow w, its k-th. */
function eachRequest({ first, order }, w, what) {
	for (let at = first[w]; at < first[w + 1]; at++)
		what(order[at], at - first[w]);
}

/* Request i as a row of its phases; the last pixel of a long one is left
 * free, so that two in a row are two. */
function drawRequest(g, view, i, y, height) {
	const { run } = view;
	let t = run.start[i];
	const x0 = xOf(view, t), x1 = xOf(view, run.end[i]);
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
		const x = xOf(view, t);
		g.fillStyle = colours[PHASES[p].name];
		t += duration;
		if (x < last)
			g.fillRect(x, y, Math.min(xOf(view, t), last) - x,
				height);
	}
}

/* A cross at the end of a request that failed. */
function drawFailed(g, view, i, y) {
	const { bar } = view.shape;
	const x = Math.min(xOf(view, view.run.end[i]) + 6, view.wide - 6);
	const r = Math.min(bar / 2, 4), middle = y + bar / 2;
	g.strokeStyle = colours.bad;
	g.lineWidth = bar < 5 ? 1.5 : 2;
	g.beginPath();
	g.moveTo(x - r, middle - r);
	g.lineTo(x + r, middle + r);
	g.moveTo(x - r, middle + r);
	g.lineTo(x + r, middle - r);
	g.stroke();
}

/* From the end of workflow w's k-th request to the start of the next. */
function linkPath(g, view, w, k) {
	const { run, shape } = view;
	const at = run.first[w] + k;
	const xEnd = Math.round(xOf(view, run.end[run.order[at]])) - 0.5;
	const xNext = xOf(view, run.start[run.order[at + 1]]);
	const y = topOf(view, w, k) + shape.bar / 2;
	const yNext = topOf(view, w, k + 1) + shape.bar / 2;
	if (y === yNext && xNext - xEnd < 1.5)
		return;
	g.moveTo(xEnd, y);
	g.lineTo(xEnd, yNext);
	g.lineTo(Math.max(xNext, xEnd), yNext);
}

/* The rows from workflow w0 to w1. */
function drawRows(g, view, w0, w1) {
	const { run, shape } = view;
	for (let w = w0; w < w1; w++)
		eachRequest(run, w, (i, k) =>
			drawRequest(g, view, i, topOf(view, w, k), shape.bar));
	g.strokeStyle = colours.link;
	g.lineWidth = 1;
	g.beginPath();
	for (let w = w0; w < w1; w++)
		for (let k = 0; k < run.first[w + 1] - run.first[w] - 1; k++)
			linkPath(g, view, w, k);
	g.stroke();
	for (let w = w0; w < w1; w++)
		eachRequest(run, w, (i, k) => {
			if (run.failed[i])
				drawFailed(g, view, i, topOf(view, w, k));
		});
}

/* How much of the width is left of the rows. */
const labelsWidth = (wide) => (wide < NARROW ? GUTTER : NAMED_GUTTER);

/* The workflows' numbers, as many as there is room for, and what each is run
 * for. */
function drawLabels(g, view, w0, w1) {
	const every = ticks(0, w1 - w0, view.height / 22)[1] || 1;
	const step = Math.max(1, Math.round(every));
	const room = view.left - g.measureText(whole(w1)).width - 24;
	g.textBaseline = "middle";
	for (let w = Math.ceil(w0 / step) * step; w < w1; w += step) {
		const y = Math.max(AXIS + 6, Math.min(
			yOf(view, w) + view.shape.height / 2, view.height - 7));
		g.fillStyle = colours.quiet;
		g.textAlign = "right";
		g.fillText(whole(w), view.left - 8, y);
		if (room < LETTER * 6)
			continue;
		g.fillStyle = colours.text;
		g.textAlign = "left";
		g.fillText(cut(report.inputs[w], Math.floor(room / LETTER)), 8,
			y, room);
	}
}

/* Vertical lines at round times. */
function drawGrid(g, view, list) {
	g.fillStyle = colours.grid;
	for (const t of list)
		g.fillRect(Math.round(xOf(view, t)), AXIS, 1, view.height);
}

/* The strip above the rows: times, and where the bound is. */
function drawAxis(g, view, list) {
	const bound = view.engine.bound_s;
	g.fillStyle = colours.panel;
	g.fillRect(0, 0, view.wide, AXIS);
	g.fillStyle = colours.quiet;
	g.textBaseline = "middle";
	for (const t of list) {
		const text = tickText(t, list[1] - list[0]);
		const half = g.measureText(text).width / 2;
		g.textAlign = "center";
		g.fillText(text, Math.min(xOf(view, t), view.wide - half - 2), 12);
	}
	if (!known(bound) || bound > view.span)
		return;
	const x = Math.round(xOf(view, bound)) + 0.5;
	g.strokeStyle = g.fillStyle = colours.accent;
	g.lineWidth = 1;
	g.setLineDash([4, 3]);
	g.beginPath();
	g.moveTo(x, 22);
	g.lineTo(x, view.height);
	g.stroke();
	g.setLineDash([]);
	const left = x > view.wide - 60;
	g.textAlign = left ? "right" : "left";
	g.fillText("bound", left ? x - 5 : x + 5, 30);
}

/* A frame around the chosen request. */
function drawChosen(g, view) {
	const { run, chosen } = view;
	const w = run.samples.workflow[chosen];
	const x = xOf(view, run.start[chosen]);
	g.strokeStyle = colours.text;
	g.lineWidth = 1.5;
	g.strokeRect(x - 1.5, topOf(view, w, placeOf(run, chosen)) - 1.5,
		xOf(view, run.end[chosen]) - x + 3, view.shape.bar + 3);
}

/* What is in view, and nothing else. Returns how many workflows that are. */
function drawView(canvas, view) {
	const { shape, wide, height } = view;
	const g = sized(canvas, wide, height);
	const list = ticks(0, view.span, (wide - view.left) / 90);
	const w0 = Math.floor(view.from / shape.height);
	const w1 = Math.min(view.run.rows, w0 + 1 +
		Math.ceil((height - AXIS) / shape.height));
	g.font = colours.font;
	drawGrid(g, view, list);
	drawRows(g, view, w0, w1);
	if (view.chosen >= 0)
		drawChosen(g, view);
	drawLabels(g, view, w0, w1);
	drawAxis(g, view, list);
	return w1 - w0;
}

/* The request at a place in the canvas, or -1. */
function requestAt(view, x, y) {
	const { run, shape } = view;
	const w = Math.floor((y - AXIS + view.from) / shape.height);
	let best = -1, least = 8; /* pixels off that still count */
	if (y < AXIS || w < 0 || w >= run.rows)
		return -1;
	eachRequest(run, w, (i, k) => {
		const top = topOf(view, w, k);
		const off = Math.max(xOf(view, run.start[i]) - x,
			x - xOf(view, run.end[i]), 0) +
			(shape.lanes === 1 ? 0
				: Math.max(top - y, y - top - shape.bar, 0));
		if (off < least) {
			least = off;
			best = i;
		}
	});
	return best;
}
