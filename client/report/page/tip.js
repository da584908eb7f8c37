/*
 * tip.js: what is told of the request under the pointer or the keys, for the
 * eye and for the ear.
 *
 * SPDX-License-Identifier: MIT
 */
const tip = document.getElementById("tip");
const spoken = document.getElementById("spoken");
const NAME_SHOWN = 80; /* characters of an input, at most */

/* "workflow 3, step 1: 200". */
function requestTitle(run, i) {
	const { workflow, step, status } = run.samples;
	const answer = status[i] === 0 ? "no complete answer" : `${status[i]}`;
	return `workflow ${workflow[i]}, step ${step[i]}: ${answer}` +
		(run.failed[i] && status[i] !== 0 ? ", failed" : "");
}

/* What its workflow is run for. */
const inputOf = (run, i) =>
	cut(report.inputs[run.samples.workflow[i]], NAME_SHOWN);

/* Show request i at a place on the screen. */
function showTip(run, i, x, y) {
	const list = el("dl", null,
		el("dt", null, "start"), el("dd", null, briefly(run.start[i])),
		el("dt", null, "duration"),
		el("dd", null, briefly(run.end[i] - run.start[i])));
	PHASES.forEach(({ name }, p) => {
		const zero = run.phases[p][i] === 0 ? { class: "zero" } : null;
		list.append(el("dt", zero, el("span",
			{ class: `swatch ${name}` }), name),
		el("dd", zero, briefly(run.phases[p][i])));
	});
	tip.replaceChildren(el("b", run.failed[i] ? { class: "bad" } : null,
		requestTitle(run, i)),
	el("p", null, foreign(inputOf(run, i))), list);
	tip.hidden = false;
	const box = tip.getBoundingClientRect();
	const left = x + 16 + box.width > innerWidth ? x - 16 - box.width : x + 16;
	const top = Math.min(y + 16, innerHeight - box.height - 8);
	tip.style.left = `${Math.max(8, left)}px`;
	tip.style.top = `${Math.max(8, top)}px`;
}

/* Say request i to who cannot see the tooltip. */
function speak(run, i) {
	spoken.textContent = `${requestTitle(run, i)}; ` +
		`${inputOf(run, i)}; starts at ${briefly(run.start[i])}, takes ` +
		`${briefly(run.end[i] - run.start[i])}: ` +
		PHASES.map(({ name }, p) =>
			`${name} ${briefly(run.phases[p][i])}`).join(", ");
}
