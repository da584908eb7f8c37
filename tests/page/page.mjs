/*
 * page.mjs: the page of docking-timing --html, opened in a browser. Reports are
 * made by real runs against real servers; each is checked against the schema
 * and looked at in light and dark, wide and narrow.
 *
 * A check that fails says so, and the test goes on. The last line is "N
 * passed, N failed". With DOCKING_SHOTS=FOLDER the pages are photographed.
 *
 * SPDX-License-Identifier: MIT
 */
import assert from "node:assert";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { check, equal, runTest } from "../lib/checks.mjs";
import { installModules, wantNode20 } from "../lib/modules.mjs";
import { build, root } from "../lib/root.mjs";
import { startServer, stopServers } from "../lib/server.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
installModules(here);
wantNode20(here);

const sanitized = Boolean(process.env.SANITIZE); /* slow: no limits of time */
const shots = process.env.DOCKING_SHOTS;
const temp = fs.mkdtempSync(path.join(os.tmpdir(), "docking-page-"));

const MANY = sanitized ? 500 : 10000; /* workflows of the large report */
const LIMITS = {
	all_ms: 180000,     /* then the test has hung */
	file_bytes: 5e6,
	made_ms: 2000,
	drawn_ms: 1500,
	draw_call_ms: 8,    /* half a frame at 60 Hz */
	frame_ms: 34,       /* two */
};

/* What a browser must not take for markup. */
const HOSTILE = "</script><script>alert(1)</script>";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu",
	"--disable-quic", "--no-first-run", "--disable-background-networking",
	"--disable-component-update", "--disable-sync"];

/* A row a report: the server that it is made against, the arguments, and the
 * exit status that they lead to. */
const REPORTS = {
	ten: { server: "timer", status: 0,
		args: ["--names", "10", "--engine", "sync,multi"] },
	many: { server: "timer", status: 0,
		args: ["--names", String(MANY), "--engine", "multi",
			"--delay", "0.5"] },
	runs: { server: "timer", status: 2,
		args: ["--names", "30", "--engine", "threads,multi",
			"--repeat", "2", "--rate", "100",
			"--fail-if", "multi.efficiency>0.01"] },
	hostile: { server: "timer", status: 1,
		args: ["--name", "John", "--name", HOSTILE,
			"--engine", "threads,multi"] },
	sweep: { server: "sleep", status: 0, args: ["--sweep", "1,2,4,8"] },
};

/* --- reports --------------------------------------------------- */

/* Run docking-timing for a row of REPORTS: { json, url of the page,
 * its size, ms }. */
async function makeReport(name, url) {
	const { args, status } = REPORTS[name];
	const html = path.join(temp, `${name}.html`);
	const json = path.join(temp, `${name}.json`);
	const start = performance.now();
	const run = spawn(path.join(build, "docking-timing"), ["--url", url,
		...args, "--html", html, "--format", "json", "--output", json],
	{ stdio: ["ignore", "inherit", "inherit"], timeout: 60000 });
	const code = await new Promise((resolve) => run.on("exit", resolve));
	const ms = performance.now() - start;
	const report = JSON.parse(fs.readFileSync(json, "utf8"));
	equal(`${name}: exit status`, code, status);
	if (code !== status)
		console.log(`${name}:`, report.failures);
	return { json: report, ms,
		size: fs.statSync(html).size, url: pathToFileURL(html).href };
}

/* --- in the browser ---------------------------------------------------------- */

/* Open a report; everything that the browser complains about or asks for is a
 * failure. */
async function open(browser, name, report, options) {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	page.on("console", (m) => check(`${name}: console`, false, m.text()));
	page.on("pageerror", (e) => check(`${name}: error`, false, e.stack));
	page.on("dialog", (d) => {
		check(`${name}: a dialog`, false, d.message());
		d.dismiss();
	});
	page.on("request", (r) => check(`${name}: asks for ${r.url()}`,
		r.url() === report.url || r.url().startsWith("data:")));
	await page.goto(report.url);
	return page;
}

/* Wait until the page is drawn; returns when that was, in ms from the start of
 * the navigation. */
async function drawn(page) {
	const mark = await page.waitForFunction(
		() => performance.getEntriesByName("drawn")[0]?.startTime);
	return mark.jsonValue();
}

/* Light and dark, wide and narrow: nothing that axe finds, and no page that is
 * wider than its window. */
async function checkLooks(page, name, axe) {
	await page.evaluate(axe);
	for (const width of [1280, 390])
		for (const colorScheme of ["light", "dark"]) {
			const what = `${name}, ${width} px, ${colorScheme}`;
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			await page.evaluate(() => new Promise((resolve) =>
				requestAnimationFrame(() =>
					requestAnimationFrame(resolve))));
			const found = await page.evaluate(
				() => window.axe.run({ resultTypes: ["violations"] }));
			equal(`${what}: axe`, found.violations.map((v) =>
				[v.id, v.nodes.map((n) => n.html.slice(0, 100))]), []);
			const wide = await page.evaluate(
				() => document.documentElement.scrollWidth);
			check(`${what}: the page is ${wide} px wide`, wide <= width);
			if (shots)
				await page.screenshot({ fullPage: true, path:
					path.join(shots, `${name}-${colorScheme}-${width}.png`) });
		}
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.emulateMedia({ colorScheme: "light" });
}

/* Where the n-th waterfall has a colour: [leftmost, rightmost] as shares of its
 * width, or null. */
function extent(page, n, phase) {
	return page.evaluate(([n, phase]) => {
		const canvas = document.querySelectorAll(".rows canvas")[n];
		const hex = getComputedStyle(document.documentElement)
			.getPropertyValue(`--${phase}`).trim();
		const rgb = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
		const { width, height } = canvas;
		const copy = new OffscreenCanvas(width, height).getContext("2d",
			{ willReadFrequently: true });
		copy.drawImage(canvas, 0, 0);
		const { data } = copy.getImageData(0, 0, width, height);
		let left = Infinity, right = -1;
		for (let i = 0; i < data.length; i += 4)
			if (rgb.every((c, k) => data[i + k] === c)) {
				const x = i / 4 % width;
				left = Math.min(left, x);
				right = Math.max(right, x);
			}
		return right < 0 ? null : [left / width, right / width];
	}, [n, phase]);
}

/* The tooltip's lines, or null while it is hidden. */
function tipText(page) {
	return page.evaluate(() => {
		const tip = document.getElementById("tip");
		return tip.hidden ? null : [tip.firstChild.textContent,
			tip.querySelector("p").textContent,
			...[...tip.querySelectorAll("dd")].map((e) => e.textContent)];
	});
}

/* A number of seconds as the tooltip has it. */
function briefly(us) {
	return us >= 1e6 ? `${(us / 1e6).toFixed(3)} s`
	     : us >= 1e3 ? `${(us / 1e3).toFixed(2)} ms` : `${us} \u00b5s`;
}

/* What the tooltip must say of a request of a report. */
function expectedTip({ inputs }, samples, workflow, step) {
	const i = samples.workflow.findIndex((w, k) =>
		w === workflow && samples.step[k] === step);
	const phases = ["queue", "connect", "wait", "delay", "server",
		"transfer"].map((p) => samples[`${p}_us`][i]);
	const sum = phases.reduce((a, b) => a + b);
	return [`workflow ${workflow}, step ${step}: ${samples.status[i]}`,
		inputs[workflow], briefly(samples.start_us[i]), briefly(sum),
		...phases.map(briefly)];
}

/* When the server's first delay of an engine began and its last one ended. */
function delayed(samples) {
	const ends = samples.start_us.map((at, i) => at + samples.duration_us[i] -
		samples.transfer_us[i] - samples.server_us[i]);
	return [Math.min(...ends.map((at, i) => at - samples.delay_us[i])),
		Math.max(...ends)];
}

/* The most intervals that hold at once, by looking at each one's start. */
function mostAtOnce(intervals) {
	return Math.max(...intervals.map(([at]) => intervals.filter(
		([from, to]) => from <= at && at < to).length));
}

/* --- the tests ------------------------------------------------------------------ */

/* The sentence, the table, and both waterfalls on one time scale. */
async function testTen(page, report, browser) {
	const { json } = report;
	const lead = (await page.textContent(".lead")).replaceAll("\u00a0", " ");
	const binds = json.engines[1].binds; /* else the machine is busy */
	check("ten: the sentence", lead.startsWith(`multi is ` +
		`${json.speedup.toFixed(2)} \u00d7 as fast as sync, with ` +
		"identical results; what binds it is " +
		(binds === "chain" ? "the chain of" : binds)), lead);
	const rows = await page.$$eval("[aria-label=Engines] tbody tr",
		(list) => list.map((r) => r.firstChild.textContent));
	equal("ten: the table's engines", rows, ["sync", "multi"]);
	const cells = await page.$$eval(
		"[aria-label=Engines] tbody tr:first-child td",
		(list) => list.map((c) => c.textContent));
	check("ten: unknown percentiles are '-'", cells.includes("-"), cells);
	const sync = await extent(page, 0, "delay");
	const multi = await extent(page, 1, "delay");
	const names = await extent(page, 0, "text");
	check("ten: rows have names", names !== null && names[0] < 0.05, names);
	check("ten: sync fills the time scale", sync[1] > 0.9, sync);
	const [from, to] = delayed(json.samples[0]);
	const scale = (sync[1] - sync[0]) / (to - from);
	const block = delayed(json.samples[1])
		.map((at) => sync[0] + (at - from) * scale);
	check("ten: multi is a block on the time scale of sync",
		block.every((x, i) => Math.abs(x - multi[i]) < 0.01),
		{ expected: block, drawn: multi });
	await page.uncheck("input[type=checkbox]");
	await page.evaluate(() => new Promise(requestAnimationFrame));
	const own = await extent(page, 1, "delay");
	check("ten: multi fills its own time scale", own[1] > 0.9, own);
	await page.check("input[type=checkbox]");
	for (const [n, s] of json.samples.entries()) {
		const start = s.start_us.map((from, i) =>
			[from, from + s.duration_us[i]]);
		const held = start.map(([, end], i) => [
			end - s.transfer_us[i] - s.server_us[i] - s.delay_us[i],
			end - s.transfer_us[i]]);
		const label = await page.locator(".in-flight svg[role=img]").nth(n)
			.getAttribute("aria-label");
		check(`ten: in flight of ${s.engine}`, label.includes(
			`at most ${mostAtOnce(start)} of the client, ` +
			`at most ${mostAtOnce(held)} held by the server`), label);
	}
	await testReach(browser, page, report);
}

/* Every request can be reached by keys, pointer and finger. */
async function testReach(browser, page, report) {
	const [sync, multi] = report.json.samples;
	for (let i = 0; i < 20; i++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate(() =>
			document.activeElement.classList.contains("rows")))
			break;
	}
	equal("keys: focus shows the first request", await tipText(page),
		expectedTip(report.json, sync, 0, 0));
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowRight");
	equal("keys: down and right", await tipText(page),
		expectedTip(report.json, sync, 1, 1));
	const said = await page.textContent("#spoken");
	check("keys: it is said", said.startsWith("workflow 1, step 1: 200; " +
		`${report.json.inputs[1]}; starts at`), said);
	await page.keyboard.press("End");
	equal("keys: end", (await tipText(page))[0], "workflow 9, step 1: 200");
	await page.keyboard.press("Escape");
	equal("keys: escape", await tipText(page), null);

	const rows = page.locator(".rows").nth(1);
	await rows.scrollIntoViewIfNeeded();
	const box = await rows.boundingBox();
	await page.mouse.move(box.x + 120, box.y + 50);
	equal("pointer: over a request", await tipText(page),
		expectedTip(report.json, multi, 0, 0));
	await page.mouse.move(box.x + box.width - 20, box.y + 50);
	equal("pointer: over nothing", await tipText(page), null);

	const phone = await open(browser, "finger", report, { hasTouch: true,
		isMobile: true, viewport: { width: 390, height: 800 } });
	await drawn(phone);
	const area = phone.locator(".rows").nth(0);
	await area.scrollIntoViewIfNeeded();
	const touch = await area.boundingBox();
	await phone.touchscreen.tap(touch.x + 60, touch.y + 50);
	equal("finger: on a request", (await tipText(phone) || [])[0],
		"workflow 0, step 0: 200");
	await phone.context().close();
}

/* 10,000 workflows: few pixels, all rows within reach, and no stutter: of the
 * 95th percentiles of the frames' distance and of the time that the page's own
 * frame callbacks take, one at least is small. Other programs on the machine
 * spoil the first for all of a second, and the second by chance. */
async function testMany(browser, report) {
	const { size, ms, json } = report;
	const made = ms - json.engines[0].wall_s * 1e3;
	const page = await open(browser, "many", report);
	const times = [await drawn(page)];
	/* Again, if something else was in the way. */
	while (times.length < 3 && Math.min(...times) >= LIMITS.drawn_ms) {
		await page.reload();
		times.push(await drawn(page));
	}
	const height = await page.$eval(".rows", (e) => e.clientHeight);
	check("many: the area is low", height <= 440, height);
	const scrolled = await page.evaluate(async () => {
		const rows = document.querySelector(".rows");
		const plain = window.requestAnimationFrame.bind(window);
		const calls = [], frames = [];
		window.requestAnimationFrame = (draw) => plain((now) => {
			const start = performance.now();
			draw(now);
			calls.push(performance.now() - start);
		});
		let before = await new Promise(plain);
		const steps = 60;
		for (let i = 1; i <= steps; i++) {
			rows.scrollTop = rows.scrollHeight * i / steps;
			const now = await new Promise(plain);
			frames.push(now - before);
			before = now;
		}
		window.requestAnimationFrame = plain;
		const p95 = (list) => list.sort((a, b) => a - b)[
			Math.ceil(list.length * 0.95) - 1];
		return { count: calls.length, call: p95(calls),
			frame: p95(frames) };
	});
	console.log(`many: ${report.json.engines[0].requests} requests, ` +
		`${(size / 1e6).toFixed(2)} MB, ${made.toFixed(0)} ms beside the ` +
		`run, drawn after ${times.map((t) => t.toFixed(0)).join(", ")} ms; ` +
		`scrolling: 95 % of draw calls within ` +
		`${scrolled.call.toFixed(1)} ms, of frames within ` +
		`${scrolled.frame.toFixed(1)} ms`);
	check("many: file's size", size < LIMITS.file_bytes, size);
	check("many: it is drawn while scrolling", scrolled.count >= 30,
		scrolled.count);
	if (!sanitized) {
		check("many: time to make it", made < LIMITS.made_ms, made);
		check("many: time until drawn",
			Math.min(...times) < LIMITS.drawn_ms, times);
		check("many: stutter while scrolling",
			scrolled.call < LIMITS.draw_call_ms ||
			scrolled.frame < LIMITS.frame_ms, scrolled);
	}
	await page.focus(".rows");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("End");
	const tip = await tipText(page);
	check("many: the last workflow", tip !== null &&
		tip[0].startsWith(`workflow ${MANY - 1}, `), tip);
	return page;
}

/* Several runs, a rate, and a threshold that was crossed. */
async function testRuns(page, { json }) {
	equal("runs: to choose from", await page.$$eval("select option",
		(list) => list.map((o) => Number(o.value))),
	[...new Set(json.samples.map((s) => s.run))]);
	const before = await page.textContent(".engine header");
	await page.selectOption("select", { index: 1 });
	const after = await page.textContent(".engine header");
	const walls = json.engines[0].walls_s.map((w) => w.toFixed(3));
	check("runs: each with its wall time", before.includes(walls[0]) &&
		after.includes(walls[1]), before, after, walls);
	equal("runs: latency on schedule", await page.locator(
		"[aria-label='Latency on schedule'] tbody tr").count(), 4);
	equal("runs: the threshold", await page.locator(".notice li").first()
		.textContent(), `multi.efficiency>0.01 (it is ` +
		`${json.fail_if[0].value})`);
}

/* A page with what is hard to bring about: the report is another one's, with
 * some members changed. */
async function testNotices(browser, report) {
	const json = structuredClone(report.json);
	const html = fs.readFileSync(fileURLToPath(report.url), "utf8");
	const file = path.join(temp, "notices.html");
	const [a, b] = ["threads", "multi"].map((engine) =>
		({ engine, run: 0, outcome: `[<b>${engine}</b>]` }));
	Object.assign(json, { interrupted: true, identical: false,
		speedup_interval: [1.5, 2.5], first_difference: {
			workflow: 3, name: "<i>John</i>", a, b },
		fail_if: [{ if: "p99>1ms", value: 600.1, crossed: true },
			{ if: "failed>0", value: 0, crossed: false },
			{ if: "speedup<2", value: null, crossed: false }] });
	json.engines[1].warnings = ["<em>the machine was busy</em>"];
	json.engines[1].binds = "overhead";
	json.engines[0].walls_s = [];
	/* One begins when another ends, in numbers that have no exact fraction;
	 * the last takes no time at all. */
	const none = [0, 0, 0];
	json.samples[0] = { engine: "threads", run: 0, workflow: [0, 1, 2],
		step: none, status: [200, 200, 0],
		start_us: [100000, 300000, 500000], duration_us: [200000, 1000, 0],
		queue_us: none, connect_us: none, wait_us: none,
		delay_us: [200000, 1000, 0], server_us: none, transfer_us: none };
	fs.writeFileSync(file, html.replace(
		/(<script type="application\/json" id="report">)[^<]*/,
		(_, start) => start +
			JSON.stringify(json).replaceAll("<", "\\u003c")));
	const page = await open(browser, "notices",
		{ url: pathToFileURL(file).href });
	await drawn(page);
	const lead = await page.textContent(".lead");
	check("notices: the sentence", lead.includes("1.50 to 2.50") &&
		lead.includes("the results differ") &&
		lead.includes("overhead, most of it"), lead);
	equal("notices: titles", await page.locator(".notice h2")
		.allTextContents(), ["Interrupted", "The results differ",
		"1 threshold crossed", "1 warning"]);
	const said = (await page.locator(".notice").allTextContents()).join();
	for (const text of ["<i>John</i>", "[<b>multi</b>]", "p99>1ms",
		"<em>the machine was busy</em>"])
		check(`notices: ${text}`, said.includes(text), said);
	equal("notices: verdicts", await page.locator(
		"[aria-label=Thresholds] td:last-child").allTextContents(),
	["crossed", "good", "good"]);
	equal("notices: an unknown value", await page.locator(
		"[aria-label=Thresholds] tr:last-child td").first().textContent(), "-");
	equal("notices: no run was whole", await page.locator(
		"[aria-label=Engines] tbody tr:first-child td").nth(1).textContent(),
	"-");
	const flight = page.locator(".in-flight svg[role=img]").first();
	const label = await flight.getAttribute("aria-label");
	check("notices: one after another", label.includes("at most 1 of the " +
		"client, at most 1 held by the server"), label);
	const lowest = await flight.evaluate((e) => Math.max(
		...[...e.querySelectorAll("path")].flatMap((p) =>
			p.getAttribute("d").match(/(?<=V)[\d.]+/g)).map(Number)));
	equal("notices: never fewer than none in flight", lowest, 86);
	return page;
}

/* What a server or a user sent stays text, and a failure is shown. */
async function testHostile(page, { json }) {
	equal("hostile: scripts", await page.locator("script").count(), 2);
	const notice = await page.textContent(".notice");
	check("hostile: the name is shown as it is", notice.includes(HOSTILE),
		notice);
	equal("hostile: failures", json.failures.length, 2);
	const text = await page.textContent("pre");
	check("hostile: in the text report too", text.includes(HOSTILE), text);
	const cross = await extent(page, 0, "bad");
	check("hostile: a cross marks the request", cross !== null);
	await page.focus(".rows");
	await page.keyboard.press("End");
	await page.keyboard.press("End");
	const tip = await tipText(page);
	equal("hostile: the tooltip's name", tip && tip[1], HOSTILE);
	check("hostile: so does the tooltip", tip !== null &&
		tip[0].startsWith("workflow 1") && tip[0].endsWith(", failed"), tip);
}

/* The knee, in words and in both charts. */
async function testSweep(page, { json }) {
	const lead = await page.textContent(".lead");
	const { knee } = json.sweep;
	check("sweep: the sentence", lead.startsWith(knee === null
		? "There is no knee"
		: `The knee is at ${knee}: the server holds`), lead);
	equal("sweep: charts", await page.locator("svg[role=img]").count(), 2);
	equal("sweep: points", await page.locator("svg circle").count(),
		2 * json.sweep.points.length);
	equal("sweep: knees", await page.locator("svg text.mark").allTextContents(),
		knee === null ? [] : Array(2).fill(`knee: ${knee}`));
}

/* Who runs no scripts reads the text report. */
async function testWithoutScript(browser, report) {
	const page = await open(browser, "no script", report,
		{ javaScriptEnabled: false });
	const text = await page.innerText("main");
	check("no script: the text report is open", /engine +wall/.test(text) &&
		text.includes("multi is "), text);
	await page.context().close();
}

/* The page holds the JSON report, and that is as the schema says. */
async function testJson(page, name, { json }, validate) {
	const held = await page.$eval("#report", (e) => JSON.parse(e.textContent));
	let same = true;
	try {
		assert.deepStrictEqual(held, json);
	} catch {
		same = false;
	}
	check(`${name}: the page's JSON is the report's`, same);
	equal(`${name}: an input a workflow`, json.inputs.length, json.names);
	check(`${name}: as the schema says`, validate(json), validate.errors);
}

/* --- in order -------------------------------------------------------------------- */

/* Everything. */
async function main() {
	const { chromium } = await import("playwright-core");
	const { default: Ajv } = await import("ajv/dist/2020.js");
	const { default: addFormats } = await import("ajv-formats");
	const axe = fs.readFileSync(path.join(here,
		"node_modules/axe-core/axe.min.js"), "utf8");
	const ajv = new Ajv({ strict: true, allowUnionTypes: true });
	addFormats(ajv);
	const validate = ajv.compile(JSON.parse(fs.readFileSync(path.join(root,
		"docs/docking-timing.schema.json"), "utf8")));

	const servers = {
		timer: await startServer({ DOCKING_DELAY: "0.1",
			DOCKING_DB: path.join(temp, "timer.db") }),
		sleep: await startServer({ DOCKING_DELAY: "0.1",
			DOCKING_DB: path.join(temp, "sleep.db"),
			DOCKING_DELAY_MODEL: "sleep", DOCKING_PROCESSES: "1",
			DOCKING_THREADS: "4" }),
	};
	/* What is measured is alone; the others mostly wait. */
	const make = (name) => makeReport(name, servers[REPORTS[name].server]);
	const many = await make("many");
	const names = Object.keys(REPORTS).filter((name) => name !== "many");
	const launched = chromium.launch({ args: FLAGS,
		executablePath: "/usr/bin/chromium" });
	const reports = await Promise.all(names.map(make));
	const stopped = stopServers();
	const browser = await launched;
	const large = await testMany(browser, many);
	await testJson(large, "many", many, validate);
	await checkLooks(large, "many", axe);
	await large.context().close();
	const tests = { ten: testTen, runs: testRuns, hostile: testHostile,
		sweep: testSweep };
	await Promise.all(names.map(async (name, i) => {
		const page = await open(browser, name, reports[i]);
		await drawn(page);
		await tests[name](page, reports[i], browser);
		await testJson(page, name, reports[i], validate);
		/* The others have nothing that these and "notices" lack. */
		if (name === "ten" || name === "sweep")
			await checkLooks(page, name, axe);
		await page.context().close();
	}));
	const [ten, runs] = ["ten", "runs"].map((n) => reports[names.indexOf(n)]);
	await Promise.all([testWithoutScript(browser, ten),
		testNotices(browser, runs).then((page) =>
			checkLooks(page, "notices", axe))]);
	await browser.close();
	await stopped;
}

runTest(main, LIMITS.all_ms, async () => {
	await stopServers();
	fs.rmSync(temp, { recursive: true, force: true });
});
