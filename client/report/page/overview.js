/*
 * overview.js: a long waterfall in small, above it, with what is in view
 * framed. It is drawn once and copied while the rows are scrolled.
 *
 * SPDX-License-Identifier: MIT
 */
const OVERVIEW = 56; /* pixels of the whole run */

/* The overview of a view: { canvas, drawAll(), drawFrame(visible),
 * onJump(what) }, of which the last calls what(w) when it is pointed at
 * workflow w. */
function overviewOf(view) {
	const canvas = el("canvas", { class: "overview", "aria-hidden": "true" });
	const all = document.createElement("canvas");

	/* The whole run: a line of pixels shows the workflow at its height. */
	function drawAll() {
		if (canvas.hidden)
			return;
		canvas.style.width = `${view.wide}px`; /* without a scroll bar */
		const g = sized(all, view.wide, OVERVIEW);
		const lines = Math.round(OVERVIEW * (window.devicePixelRatio || 1));
		const height = OVERVIEW / lines;
		g.fillStyle = colours.panel;
		g.fillRect(0, 0, view.wide, OVERVIEW);
		for (let line = 0; line < lines; line++) {
			const w = Math.floor((line + 0.5) * view.run.rows / lines);
			eachRequest(view.run, w, (i) =>
				drawRequest(g, view, i, line * height, height));
		}
	}

	/* That, with the rows that are in view framed. */
	function drawFrame(visible) {
		if (canvas.hidden)
			return;
		const { rows } = view.run;
		const g = sized(canvas, view.wide, OVERVIEW);
		const y = view.from / view.shape.height / rows * OVERVIEW;
		const height = Math.max(4, visible / rows * OVERVIEW);
		g.drawImage(all, 0, 0, view.wide, OVERVIEW);
		g.strokeStyle = colours.accent;
		g.lineWidth = 1.5;
		g.strokeRect(view.left - 5, Math.min(y, OVERVIEW - height) + 0.75,
			view.wide - view.left - MARGIN + 10, height - 1.5);
		g.font = colours.font;
		g.fillStyle = colours.quiet;
		g.textAlign = "right";
		g.textBaseline = "middle";
		g.fillText("all", view.left - 10, OVERVIEW / 2);
	}

	function onJump(what) {
		const jump = (event) => {
			if (event.type === "pointermove" && event.buttons === 0)
				return;
			const { top } = canvas.getBoundingClientRect();
			what((event.clientY - top) / OVERVIEW * view.run.rows);
		};
		canvas.addEventListener("pointerdown", jump);
		canvas.addEventListener("pointermove", jump);
	}

	return { canvas, drawAll, drawFrame, onJump };
}
