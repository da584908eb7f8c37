/*
 * page.js: puts the page together, from top to bottom, and says when it is
 * drawn.
 *
 * SPDX-License-Identifier: MIT
 */
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
	const redraw = () => figures.forEach((f) => f.redraw());
	followResolution(redraw);
	matchMedia("(prefers-color-scheme: dark)").addEventListener("change",
		() => {
			readColours();
			redraw();
		});
	document.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			tip.hidden = true;
	});
	requestAnimationFrame(() => performance.mark("drawn"));
}

main();
