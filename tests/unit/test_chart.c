/*
 * test_chart.c: what a waterfall shows, in characters and as SVG.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/chart.h"
#include "../../client/report.h"
#include "../../client/xmltext.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/temp.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT(s) ((char *)(uintptr_t)(s))

/* A character of a waterfall of 32, and 26 pixels of a picture. */
enum { CELL = 26000000, CELLS = 32 };

/* Of tenths of a cell: start, then the phases. */
#define REQUEST(w, number, code, start, ...)                                   \
	{                                                                      \
		.workflow = (w), .step = (number), .status = (code),           \
		.start_ns = (start) * (CELL / 10), .delay_ns = 0,              \
		.phase_ns = {                                                  \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define TENTHS(n) ((n) * (int64_t)(CELL / 10))

static struct sample sync_samples[] = {
	/* All phases, then a gap. */
	REQUEST(0, 0, 200, 0, TENTHS(10), TENTHS(10), TENTHS(20), TENTHS(50), 0,
	    TENTHS(10)),
	REQUEST(0, 1, 200, 120, 0, 0, TENTHS(10), TENTHS(50), 0, 0),
	/* One that is shorter than a character, before one that is not. */
	REQUEST(1, 0, 200, 180, 0, TENTHS(1), 0, 0, 0, 0),
	REQUEST(1, 1, 200, 181, 0, 0, 0, TENTHS(59), 0, 0),
	/* No answer. */
	REQUEST(2, 0, 0, 240, 0, 0, TENTHS(80), 0, 0, 0),
};

/* In the order in which they ended. */
static struct sample multi_samples[] = {
	REQUEST(0, 0, 200, 0, 0, 0, 0, TENTHS(50), 0, 0),
	/* Four tenths of the first character are not enough for it. */
	REQUEST(1, 0, 200, 6, 0, 0, 0, TENTHS(44), 0, 0),
	REQUEST(2, 0, 200, 4, 0, 0, 0, TENTHS(46), 0, 0),
	REQUEST(0, 1, 200, 50, 0, 0, TENTHS(50), 0, 0, 0),
	REQUEST(1, 1, 200, 50, 0, 0, 0, TENTHS(50), 0, 0),
	/* Not the answer that the workflow needs. */
	REQUEST(2, 1, 500, 50, 0, 0, 0, TENTHS(50), 0, 0),
};

static char *names[] = { TEXT("J<&\">\x1b\xff"),
	TEXT("\xe6\x97\xa5\xe6\x9c"
	     "\xac"),
	TEXT("n") };
static struct workflow sync_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[1], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[2], .state = WORKFLOW_FAILED, .step = 0 },
};
static struct workflow multi_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[1], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[2], .state = WORKFLOW_FAILED, .step = 1 },
};
static struct run runs[2];
static struct plan plan = { .name = "customers", .steps_count = 2 };
static struct options options;
static struct setting setting;
static struct summary summary;

static void
reset(void)
{
	options = (struct options){ .url = "http://h/?a&b", .delay_ns = -1 };
	setting = (struct setting){ .options = &options, .plan = &plan };
	runs[0] = (struct run){ .workflows = sync_workflows,
		.workflows_count = 3,
		.samples = sync_samples,
		.samples_count = 5,
		.wall_ns = CELLS * (int64_t)CELL };
	runs[1] = (struct run){ .workflows = multi_workflows,
		.workflows_count = 3,
		.samples = multi_samples,
		.samples_count = 6,
		.wall_ns = 10 * CELL };
	summary = (struct summary){
		.setting = &setting,
		.engines = {
		    { .engine = &engine_sync,
			.runs = &runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.requests = 5,
			.failed = 1,
			.wall_ns = runs[0].wall_ns,
			.bound = { DELAY_FROM_SERVER, 5 * CELL,
			    20 * (int64_t)CELL, 0.625, BINDS_OVERHEAD } },
		    { .engine = &engine_multi,
			.runs = &runs[1],
			.runs_count = 1,
			.whole_count = 1,
			.requests = 6,
			.failed = 1,
			.wall_ns = runs[1].wall_ns,
			.bound = { DELAY_FROM_SERVER, 5 * CELL, 10 * CELL, 1,
			    BINDS_CHAIN } },
		},
		.engines_count = 2,
	};
}

/* --- the chart --------------------------------------------------------------
 */

/* 1, 2 or 5 times a power of ten, and at most so many parts. */
static void
test_step(void)
{
	static const struct {
		int64_t span, parts, expected;
	} rows[] = {
		{ 1, 1, 1 },
		{ 10, 10, 1 },
		{ 11, 10, 2 },
		{ 20, 10, 2 },
		{ 21, 10, 5 },
		{ 50, 10, 5 },
		{ 51, 10, 10 },
		{ 1000, 6, 200 },
		{ 10030000000, 12, 1000000000 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(chart_step(rows[i].span, rows[i].parts),
		    rows[i].expected, "row %zu", i);
	CHECK(chart_step(INT64_MAX, 1) > 0, "it ends");
}

static void
test_tick(void)
{
	static const struct {
		int64_t ns, step;
		const char *expected;
	} rows[] = {
		{ 0, 1000000000, "0 s" },
		{ 20000000000, 10000000000, "20 s" },
		{ 500000000, 500000000, "0.5 s" },
		{ 1000000000, 100000000, "1.0 s" },
		{ 50000000, 50000000, "50 ms" },
		{ 1020000000, 20000000, "1020 ms" },
		{ 500000, 500000, "500 \xc2\xb5s" },
		{ 20, 10, "20 ns" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = chart_tick(rows[i].ns, rows[i].step);
		CHECK_TEXT(text, rows[i].expected, "row %zu", i);
		free(text);
	}
}

/* Bars are in rows; a run stands for its engine if its wall is the median. */
static void
test_chart(void)
{
	struct run three[3];
	struct chart chart;
	reset();
	for (size_t i = 0; i < 3; i++)
		three[i] = runs[1];
	three[0].wall_ns = 12 * CELL;
	three[1].wall_ns = 9 * CELL;
	summary.engines[1].runs = three;
	summary.engines[1].runs_count = summary.engines[1].whole_count = 3;
	chart_init(&chart, &summary);
	const struct chart_panel *panel = &chart.panels[1];
	CHECK_NUMBER((int)chart.panels_count, 2, "panels");
	CHECK_NUMBER((int)chart.workflows, 3, "workflows");
	CHECK_NUMBER(chart.end_ns, CELLS * (int64_t)CELL, "end");
	CHECK(panel->run == &three[2], "the median run");
	for (size_t i = 0; i < 6; i++) {
		CHECK(panel->bars[i].workflow == i / 2, "bar %zu", i);
		CHECK(panel->bars[i].failed == (i == 5), "bar %zu", i);
	}
	CHECK_NUMBER((int)panel->first[3], 6, "one past all");
	CHECK_NUMBER(
	    panel->bars[1].begin_ns[PHASE_DELAY], 10 * CELL, "no delay");
	chart_done(&chart);
}

/* The scale holds bars, walls and bounds. */
static void
test_chart_end(void)
{
	static const struct {
		int64_t wall, bound, expected; /* in cells */
	} rows[] = {
		{ 32, 20, 32 },
		{ 40, 33, 40 },
		{ 40, 50, 50 },
		{ 1, 2, 32 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct chart chart;
		reset();
		runs[0].wall_ns = rows[i].wall * CELL;
		summary.engines[0].bound.wall_ns = rows[i].bound * CELL;
		chart_init(&chart, &summary);
		CHECK_NUMBER(
		    chart.end_ns, rows[i].expected * CELL, "row %zu", i);
		chart_done(&chart);
	}
}

/* A delay that only --delay knows is taken from the wait. */
static void
test_chart_option(void)
{
	struct sample samples[] = {
		REQUEST(0, 0, 200, 0, 0, 0, TENTHS(50), 0, 0, 0),
		REQUEST(1, 0, 200, 0, 0, 0, TENTHS(10), 0, 0, 0),
		REQUEST(2, 0, 0, 0, 0, 0, TENTHS(50), 0, 0, 0),
	};
	static const int64_t expected[] = { 30, 0, 50 };
	struct chart chart;
	reset();
	for (size_t i = 0; i < 3; i++)
		samples[i].delay_ns = -1;
	runs[1].samples = samples;
	runs[1].samples_count = 3;
	options.delay_ns = 2 * CELL;
	summary.engines[1].bound.source = DELAY_FROM_OPTION;
	chart_init(&chart, &summary);
	for (size_t i = 0; i < 3; i++)
		CHECK_NUMBER(chart.panels[1].bars[i].begin_ns[PHASE_DELAY],
		    TENTHS(expected[i]), "workflow %zu", i);
	chart_done(&chart);
}

/* --- in characters ----------------------------------------------------------
 */

static char *
printed(void (*report)(const struct summary *, FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	report(&summary, to);
	fclose(to);
	return text;
}

/* A line a workflow; what takes most of a character is what it shows, and no
 * request vanishes. */
static void
test_waterfall(void)
{
	reset();
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("COLUMNS", "42", 1);
	char *text = printed(report_waterfall);
	CHECK_TEXT(text,
	    "░ queue  ▓ connect  ▒ wait  █ delay  ▪ work, transfer  · gap  "
	    "× failed  ┊ bound\n"
	    "\n"
	    "sync: wall 0.832 s, bound 0.520 s, efficiency 62.5 %, binds: "
	    "overhead\n"
	    "0 J<&\"> ? ░▓▒▒█████▪··▒█████  ┊\n"
	    "1 日本                      ▓█████\n"
	    "2 n                           ┊   ▒▒▒▒▒▒▒×\n"
	    "          |0.0 s             |0.5 s\n"
	    "\n"
	    "multi: wall 0.260 s, bound 0.260 s, efficiency 100.0 %, binds: "
	    "chain\n"
	    "0 J<&\"> ? █████▒▒▒▒▒┊\n"
	    "1 日本     █████████┊\n"
	    "2 n       █████████×┊\n"
	    "          |0.0 s             |0.5 s\n"
	    "\n",
	    "UTF-8");
	free(text);

	setenv("LC_ALL", "C", 1);
	text = printed(report_waterfall);
	CHECK(strstr(text, "0 J<&\"> ? .+~~#####=--~#####  |\n") != NULL,
	    "no UTF-8: %s", text);
	free(text);
}

static struct workflow many_workflows[10000];
static struct sample many_samples[20000];

/* So many workflows of two requests each in both engines. */
static void
let_there_be_many(size_t count)
{
	reset();
	for (size_t w = 0; w < count; w++) {
		int64_t start = (int64_t)w * 100003;
		many_workflows[w] = (struct workflow){
			.values = &names[2], .state = WORKFLOW_DONE, .step = 1
		};
		for (size_t i = 0; i < 2; i++)
			many_samples[2 * w + i] =
			    (struct sample){ .workflow = w,
				    .step = i,
				    .status = 200,
				    .start_ns = start + (int64_t)i * 10 * CELL,
				    .phase_ns = { CELL, CELL, CELL, 5 * CELL,
					CELL, CELL } };
	}
	for (size_t i = 0; i < 2; i++) {
		runs[i].workflows = many_workflows;
		runs[i].workflows_count = count;
		runs[i].samples = many_samples;
		runs[i].samples_count = 2 * count;
	}
}

/* Of many workflows forty are drawn, the first and the last among them. */
static void
test_waterfall_of_many(void)
{
	static const struct {
		size_t count;
		int lines; /* with a number first */
		const char *told, *second, *last;
	} rows[] = {
		{ 40, 80, NULL, "\n 1 n ", "\n39 n " },
		{ 41, 80, "\n40 of 41 workflows, evenly chosen:\n", "\n 1 n ",
		    "\n40 n " },
		{ 1000, 80, "\n40 of 1000 workflows, evenly chosen:\n",
		    "\n 25 n ", "\n999 n " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		let_there_be_many(rows[i].count);
		char *text = printed(report_waterfall);
		int lines = 0;
		for (const char *s = text; (s = strstr(s, " n ")) != NULL; s++)
			lines++;
		CHECK_NUMBER(lines, rows[i].lines, "row %zu: %s", i, text);
		CHECK(
		    (rows[i].told == NULL) == (strstr(text, "evenly") == NULL),
		    "row %zu: %s", i, text);
		CHECK(
		    rows[i].told == NULL || strstr(text, rows[i].told) != NULL,
		    "row %zu: %s", i, text);
		CHECK(strstr(text, rows[i].second) != NULL, "row %zu: %s", i,
		    text);
		CHECK(
		    strstr(text, rows[i].last) != NULL, "row %zu: %s", i, text);
		free(text);
	}
}

/* An interrupt may come before anything was measured. */
static void
test_nothing(void)
{
	reset();
	summary.engines_count = 0;
	char *text = printed(report_waterfall);
	CHECK_TEXT(text, "", "in characters");
	free(text);
	text = printed(report_svg);
	CHECK(strstr(text, "nan") == NULL, "%s", text);
	free(text);
}

/* --- as SVG -----------------------------------------------------------------
 */

/* Python's parser is somebody else's: it tells what names are in there, or
 * why it is no XML. */
static char *
names_in(const char *svg)
{
	static const char script[] =
	    "import sys, xml.dom.minidom\n"
	    "root = xml.dom.minidom.parse(sys.argv[1]).documentElement\n"
	    "for t in root.getElementsByTagName('text'):\n"
	    "    if 'name end' in t.getAttribute('class'):\n"
	    "        sys.stdout.buffer.write(\n"
	    "            (t.firstChild.data + '|').encode())\n";
	char *file = temp_file("waterfall.svg");
	FILE *to = fopen(file, "w");
	if (to == NULL || fputs(svg, to) < 0 || fclose(to) != 0)
		abort();
	struct outcome o = program_run(
	    (const char *const[]){ "python3", "-c", script, file, NULL }, NULL);
	char *text = strdup(o.code == 0 ? o.out : o.err);
	outcome_done(&o);
	free(file);
	return text;
}

/* Rows of 18 pixels, 260 tenths of a pixel for 26 ms. */
static void
test_svg(void)
{
	static const char *const expected[] = {
		/* sync */
		"<path class=\"queue\" d=\"M0 90h260\"/>",
		"<path class=\"connect\" d=\"M260 90h260m4160 180h26\"/>",
		"<path class=\"wait\" d=\"M520 90h520m2080 0h260m2860 360"
		"h2080\"/>",
		"<path class=\"link\" d=\"M2600 90h520\"/>",
		"<path class=\"notch\" d=\"M4706 270h10\"/>",
		"<path class=\"failed\" d=\"M6240 450H8320m-40-40l80 80m0-80"
		"l-80 80\"/>",
		"<path class=\"bound\" d=\"M664.0 124.0V186.0\"/>",
		/* multi */
		"<path class=\"failed\" d=\"M1300 450H2600m-40-40l80 80m0-80"
		"l-80 80\"/>",
		"<path class=\"wait\" d=\"M1300 90h1300\"/>",
		"<path class=\"bound\" d=\"M404.0 250.0V312.0\"/>",
		/* texts */
		"role=\"img\"",
		"sync: wall 0.832 s, bound 0.520 s, efficiency 62.5 %, "
		"binds: overhead; 5 requests, 1 failed.",
		">http://h/?a&amp;b, delay 0.13 s</text>",
		"prefers-color-scheme:dark",
	};
	reset();
	char *text = printed(report_svg);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		CHECK(strstr(text, expected[i]) != NULL, "%s in %s",
		    expected[i], text);
	char *found = names_in(text);
	CHECK_TEXT(found,
	    "J<&\"> ?|\xe6\x97\xa5\xe6\x9c\xac|n|J<&\"> ?|\xe6\x97\xa5\xe6"
	    "\x9c\xac|n|",
	    "names");
	free(found);
	free(text);
}

/* What is not there is not in the legend; a long name is cut. */
static void
test_svg_without(void)
{
	static char *one[] = { TEXT("Jürgen Müller-Lüdenscheidt") };
	struct workflow done[] = {
		{ .values = one, .state = WORKFLOW_DONE, .step = 1 }
	};
	reset();
	runs[0].workflows = done;
	runs[0].workflows_count = 1;
	runs[0].samples_count = 2;
	summary.engines_count = 1;
	summary.engines[0].failed = 0;
	summary.engines[0].bound = (struct bound){ .source = DELAY_UNKNOWN };
	char *text = printed(report_svg);
	CHECK(strstr(text, ">failed<") == NULL, "%s", text);
	CHECK(strstr(text, ">bound<") == NULL, "%s", text);
	CHECK(strstr(text, "efficiency") == NULL, "%s", text);
	char *found = names_in(text);
	CHECK_TEXT(found, "Jürgen Mülle…|", "a long name");
	free(found);
	free(text);
}

/* Ten thousand workflows: a panel as high as that of a thousand, in less than
 * 5 MB and in a second. */
static void
test_svg_of_many(void)
{
	let_there_be_many(10000);
	clock_t before = clock();
	char *text = printed(report_svg);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	CHECK(strlen(text) < 5000000, "%zu bytes", strlen(text));
	CHECK(seconds < (program_is_slow() ? 60 : 1), "%.2f s", seconds);
	CHECK(strstr(text, "width=\"1000\" height=\"1202\"") != NULL,
	    "its size: %.300s", text);
	CHECK(strstr(text, "class=\"queue\" d=\"M0 5h") != NULL,
	    "lines are in the middle of pixels");
	free(text);
}

/* Nothing from outside ends a text or an attribute. */
static void
test_xmltext(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;" },
		{ "]]>", "]]&gt;" },
		{ "\x01\t\n\x7f", "    " },
		{ "\xff", "?" },
		{ "\xef\xbf\xbe\xef\xbf\xbf!", "?\?!" },
		{ "\xef\xbf\xbd\xf0\x9f\x98\x80",
		    "\xef\xbf\xbd\xf0\x9f\x98\x80" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = NULL;
		size_t size = 0;
		FILE *to = open_memstream(&text, &size);
		if (to == NULL)
			abort();
		xmltext_print(rows[i].text, strlen(rows[i].text), to);
		fclose(to);
		CHECK_TEXT(text, rows[i].expected, "row %zu", i);
		free(text);
	}
}

CU_TestInfo chart_tests[] = {
	{ "steps of a scale", test_step },
	{ "labels of a scale", test_tick },
	{ "bars in rows", test_chart },
	{ "the end of the scale", test_chart_end },
	{ "a delay that was given", test_chart_option },
	{ "in characters", test_waterfall },
	{ "many in characters", test_waterfall_of_many },
	{ "no engine", test_nothing },
	{ "text in XML", test_xmltext },
	{ "as SVG", test_svg },
	{ "as SVG, without what is not there", test_svg_without },
	{ "many as SVG", test_svg_of_many },
	CU_TEST_INFO_NULL,
};
