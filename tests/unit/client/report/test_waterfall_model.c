/*
 * test_waterfall_model.c: what a waterfall shows, whatever it is drawn with.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "report/waterfall_model.h"
#include "waterfall_fixture.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
		CHECK_NUMBER(waterfall_step(rows[i].span, rows[i].parts),
		    rows[i].expected, "row %zu", i);
	CHECK(waterfall_step(INT64_MAX, 1) > 0, "it ends");
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
		char *text = waterfall_tick(rows[i].ns, rows[i].step);
		CHECK_TEXT(text, rows[i].expected, "row %zu", i);
		free(text);
	}
}

/* Bars are in rows; a run stands for its engine if its wall is the median. */
static void
test_chart(void)
{
	struct run three[3];
	struct waterfall waterfall;
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	for (size_t i = 0; i < 3; i++)
		three[i] = f.runs[1];
	three[0].wall_ns = 12 * CELL;
	three[1].wall_ns = 9 * CELL;
	f.summary.engines[1].runs = three;
	f.summary.engines[1].runs_count = f.summary.engines[1].whole_count = 3;
	waterfall_init(&waterfall, &f.summary);
	const struct waterfall_panel *panel = &waterfall.panels[1];
	CHECK_NUMBER((int)waterfall.panels_count, 2, "panels");
	CHECK_NUMBER((int)waterfall.workflows, 3, "workflows");
	CHECK_NUMBER(waterfall.end_ns, CELLS * (int64_t)CELL, "end");
	CHECK(panel->run == &three[2], "the median run");
	for (size_t i = 0; i < 6; i++) {
		CHECK(panel->bars[i].workflow == i / 2, "bar %zu", i);
		CHECK(panel->bars[i].failed == (i == 5), "bar %zu", i);
	}
	CHECK_NUMBER((int)panel->first[3], 6, "one past all");
	CHECK_NUMBER(
	    panel->bars[1].begin_ns[PHASE_DELAY], 10 * CELL, "no delay");
	waterfall_done(&waterfall);
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
		struct waterfall waterfall;
		struct waterfall_fixture f;
		waterfall_fixture_init(&f);
		f.runs[0].wall_ns = rows[i].wall * CELL;
		f.summary.engines[0].bound.wall_ns = rows[i].bound * CELL;
		waterfall_init(&waterfall, &f.summary);
		CHECK_NUMBER(
		    waterfall.end_ns, rows[i].expected * CELL, "row %zu", i);
		waterfall_done(&waterfall);
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
	struct waterfall waterfall;
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	for (size_t i = 0; i < 3; i++)
		samples[i].delay_ns = -1;
	f.runs[1].samples = samples;
	f.runs[1].samples_count = 3;
	f.setting.delay_ns = 2 * CELL;
	f.summary.engines[1].bound.source = DELAY_FROM_OPTION;
	waterfall_init(&waterfall, &f.summary);
	for (size_t i = 0; i < 3; i++)
		CHECK_NUMBER(waterfall.panels[1].bars[i].begin_ns[PHASE_DELAY],
		    TENTHS(expected[i]), "workflow %zu", i);
	waterfall_done(&waterfall);
}

/* An interrupt may come before anything was measured. */
static void
test_nothing(void)
{
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	f.summary.engines_count = 0;
	char *text = printed(report_waterfall, &f.summary);
	CHECK_TEXT(text, "", "in characters");
	free(text);
	text = printed(report_svg, &f.summary);
	CHECK(strstr(text, "nan") == NULL, "%s", text);
	free(text);
}

CU_TestInfo waterfall_model_tests[] = {
	{ "steps of a scale", test_step },
	{ "labels of a scale", test_tick },
	{ "bars in rows", test_chart },
	{ "the end of the scale", test_chart_end },
	{ "a delay that was given", test_chart_option },
	{ "no engine", test_nothing },
	CU_TEST_INFO_NULL,
};
