/*
 * words.js: what is said first: how fast, against what it could be, and
 * everything that a reader must not miss.
 *
 * SPDX-License-Identifier: MIT
 */

/* What each name in an engine's "binds" means, in a sentence. */
const BINDS = {
	"chain": "the chain of dependent requests",
	"client limit": "the client\u2019s limit on what is in flight",
	"server places": "the server\u2019s places",
	"streams": "the streams that a connection may have",
	"rate": "the rate at which workflows begin",
};
const FAILURES_SHOWN = 10; /* the others are counted */

/* What binds an engine, as the end of a sentence. */
function bindsText(engine) {
	if (engine.binds !== "overhead")
		return BINDS[engine.binds];
	let most = null;
	for (const phase of PHASES.filter((p) => p.overhead !== null))
		if (most === null ||
		    engine.phases_ms[phase.name] > engine.phases_ms[most.name])
			most = phase;
	return `overhead, most of it ${most.overhead}`;
}

/* The sentence on engines: how fast the last is against the first, whether
 * they agree, and what binds. */
function engineLead() {
	const engines = report.engines;
	const last = engines[engines.length - 1];
	const lead = el("p", { class: "lead" });
	if (known(report.speedup) && engines.length > 1) {
		lead.append(last.engine, " is ",
			el("b", null, `${times(report.speedup)} as fast`),
			` as ${engines[0].engine}`);
		if (known(report.speedup_interval)) {
			const [low, high] = report.speedup_interval;
			lead.append(` (95 % interval ${low.toFixed(2)} to ` +
				`${high.toFixed(2)})`);
		}
	} else {
		lead.append(last.engine, " took ",
			el("b", null, seconds(last.wall_s)));
	}
	if (report.identical === true)
		lead.append(", with identical results");
	else if (report.identical === false)
		lead.append(", but ",
			el("b", { class: "bad" }, "the results differ"));
	if (known(last.binds))
		lead.append("; what binds it is ",
			el("b", null, bindsText(last)));
	lead.append(".");
	return lead;
}

/* The sentence on a sweep. */
function sweepLead(sweep) {
	const lead = el("p", { class: "lead" });
	if (known(sweep.knee))
		lead.append("The knee is at ",
			el("b", null, whole(sweep.knee)), ": the server holds ",
			`${plural(sweep.knee, "request")} at once, and more `,
			"in flight only wait.");
	else
		lead.append("There is ", el("b", null, "no knee"),
			": the server held everything that was tried.");
	return lead;
}

/* What the last engine took and how much of that it had to take. */
function sublead() {
	const last = report.engines[report.engines.length - 1];
	const took = known(report.speedup)
		? `${last.engine} took ${seconds(last.wall_s)}. ` : "";
	if (!known(last.bound_s))
		return `${took}The server does not tell its delay, so the ` +
			"least that it could take is not known.";
	return `${took}The least that ${plural(report.names, "workflow")} of ` +
		`${plural(report.steps, "request")} could take is ` +
		`${seconds(last.bound_s)}: an efficiency of ` +
		`${percent(last.efficiency)}.`;
}

/* A box with a title and a list of texts or nodes. */
function notice(kind, title, items) {
	return el("section", { class: `notice ${kind}` },
		el("h2", null, title),
		el("ul", null, ...items.map((i) => el("li", null, i))));
}

/* The first failures, each as an item, and how many more there are. */
function failureItems() {
	const items = report.failures.slice(0, FAILURES_SHOWN).map((f) =>
		el("span", null, `${f.engine}`,
			report.repeat > 1 ? `, run ${f.run}` : "",
			`, workflow ${f.workflow} (`, foreign(f.name), "): ",
			foreign(f.error)));
	if (report.failures.length > FAILURES_SHOWN)
		items.push(`and ${whole(report.failures.length -
			FAILURES_SHOWN)} more`);
	return items;
}

/* One side of the first difference. */
function outcomeItem(o) {
	return el("span", null, `${o.engine}`,
		report.repeat > 1 ? `, run ${o.run}` : "", ": ",
		foreign(cut(o.outcome, 200)));
}

/* Everything that a reader must not miss, the worst first. */
function notices() {
	const list = [];
	const crossed = report.fail_if.filter((f) => f.crossed);
	const warnings = report.engines.flatMap((e) =>
		e.warnings.map((w) => el("span", null, `${e.engine}: `,
			foreign(w))));
	const points = report.sweep ? report.sweep.points : [];
	const lost = points.filter((p) => p.failed > 0);
	if (report.interrupted)
		list.push(notice("warn", "Interrupted", ["The run was ended " +
			"early; this is what was measured until then."]));
	if (report.failures.length > 0)
		list.push(notice("", `${plural(report.failures.length,
			"workflow")} failed`, failureItems()));
	if (lost.length > 0)
		list.push(notice("", "Workflows failed", lost.map((p) =>
			`${plural(p.failed, "workflow")} at ` +
			`${whole(p.concurrency)} in flight`)));
	if (known(report.first_difference)) {
		const d = report.first_difference;
		list.push(notice("", "The results differ", [
			el("span", null, `first in workflow ${d.workflow} (`,
				foreign(d.name), ")"),
			outcomeItem(d.a), outcomeItem(d.b)]));
	}
	if (crossed.length > 0)
		list.push(notice("", `${plural(crossed.length, "threshold")} ` +
			"crossed", crossed.map((f) => el("span", null,
			foreign(f.if), ` (it is ${f.value})`))));
	if (warnings.length > 0)
		list.push(notice("warn", plural(warnings.length, "warning"),
			warnings));
	return list;
}
