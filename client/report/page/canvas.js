/*
 * canvas.js: drawings that follow the page's width, its colours and the screen.
 *
 * SPDX-License-Identifier: MIT
 */
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

/* Call redraw at every other resolution of the screen, as zooming makes it
 * without a change of width. */
function followResolution(redraw) {
	matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
		.addEventListener("change", () => {
			redraw();
			followResolution(redraw);
		}, { once: true });
}

/* The page's colours, for canvases, which cannot use CSS. */
const colours = {};
function readColours() {
	const style = getComputedStyle(document.documentElement);
	for (const name of [...PHASES.map((p) => p.name), "panel", "grid",
		"text", "quiet", "accent", "bad", "link"])
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
