/*
 * waterfall.js: an engine's figure: heading, overview, scrolling waterfall, and
 * what was in flight on the same axis; and how a request is pointed at, by
 * pointer, finger and keys.
 *
 * SPDX-License-Identifier: MIT
 */

/* Returns { node, redraw(), show(run, span_s) }. */
function waterfall(engine) {
	const view = { engine, chosen: -1 };
	const overview = overviewOf(view);
	const canvas = el("canvas", { "aria-hidden": "true" });
	const spacer = el("div", null, canvas);
	const scroller = el("div", { class: "rows", tabindex: "0",
		role: "application", "aria-roledescription": "waterfall" }, spacer);
	const flight = el("div", { class: "in-flight" });
	const numbers = el("span", { class: "hint" });
	const node = el("article", { class: "engine" },
		el("header", null, el("h3", null, engine.engine), numbers),
		overview.canvas, scroller, flight);
	let curves;
	let waiting = false;

	/* Where the scroller is now: once a draw, as reading it is slow. Returns
	 * whether there is room to draw in. */
	function readPlace() {
		view.wide = scroller.clientWidth;
		view.left = labelsWidth(view.wide);
		view.from = scroller.scrollTop;
		return view.wide > view.left + MARGIN;
	}

	function draw() {
		waiting = false;
		if (readPlace())
			overview.drawFrame(drawView(canvas, view));
	}

	/* Once a frame, however often it is asked for. */
	function drawSoon() {
		if (!waiting)
			requestAnimationFrame(draw);
		waiting = true;
	}

	/* Everything, at this width and in these colours. */
	function redraw() {
		if (!readPlace())
			return;
		overview.drawAll();
		draw();
		flight.replaceChildren(flightChart(engine.engine, curves, view));
	}

	/* Show a run on an axis of so many seconds. */
	function show(run, span) {
		const shape = rowShape(run.rows);
		const height = AXIS + run.rows * shape.height + 6;
		Object.assign(view, { run, span, shape, chosen: -1,
			height: Math.min(height, VIEW) });
		curves = inFlight(run);
		overview.canvas.hidden = height <= VIEW;
		scroller.style.height = `${view.height}px`;
		spacer.style.height = `${height}px`;
		scroller.scrollTop = 0;
		scroller.setAttribute("aria-label", `Waterfall of ` +
			`${engine.engine}: ${plural(run.n, "request")} of ` +
			`${plural(run.rows, "workflow")} in ` +
			`${briefly(run.end_s)}. Arrow keys go from request ` +
			"to request.");
		numbers.textContent = seconds(
			engine.walls_s[runsOf(engine.engine).indexOf(run)]) +
			(known(engine.bound_s)
				? `, bound ${seconds(engine.bound_s)}` : "") +
			(known(engine.binds) ? `, binds: ${engine.binds}` : "");
		redraw();
	}

	/* Choose request i, or none, with its tooltip at a place of the
	 * screen. */
	function choose(i, x, y) {
		view.chosen = i;
		if (i < 0)
			tip.hidden = true;
		else
			showTip(view.run, i, x, y);
		drawSoon();
	}

	/* By the pointer or a finger. */
	function pointed(event) {
		const box = canvas.getBoundingClientRect();
		choose(requestAt(view, event.clientX - box.left,
			event.clientY - box.top), event.clientX, event.clientY);
	}

	/* By the keys: the k-th request of workflow w, scrolled into view. */
	function choosePlace(w, k) {
		const { run, shape } = view;
		const count = run.first[w + 1] - run.first[w];
		const top = w * shape.height;
		const room = view.height - AXIS - shape.height;
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
		choose(i, box.left + xOf(view, run.start[i]),
			box.top + yOf(view, w) + shape.height);
		speak(run, i);
	}

	/* The first request of the topmost row in view. */
	function chooseFirst() {
		choosePlace(Math.floor(scroller.scrollTop / view.shape.height), 0);
	}

	/* Arrows go from request to request, pages and ends from row to row. */
	function keyed(event) {
		const { run, chosen } = view;
		const page = Math.floor((view.height - AXIS) /
			view.shape.height) - 1;
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
			chooseFirst();
			return;
		}
		const [rows, steps] = moves[event.key];
		const w = run.samples.workflow[chosen] + rows;
		choosePlace(Math.max(0, Math.min(run.rows - 1, w)),
			placeOf(run, chosen) + steps);
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
		if (scroller.matches(":focus-visible") && view.run.n > 0)
			chooseFirst();
	});
	scroller.addEventListener("blur", () => choose(-1));
	overview.onJump((w) => {
		scroller.scrollTop = w * view.shape.height -
			(view.height - AXIS) / 2;
	});
	return { node, redraw, show };
}
