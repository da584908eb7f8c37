/*
 * test_compare_verdicts.c: which changes docking-timing compare looks at, and
 * what it says of each.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "compare_fixture.h"

#include <string.h>

/* What is as much slower as it is has the verdict that it deserves: only
 * beyond the margin, and only if the interval says so. */
static void
test_verdicts(void)
{
	static const struct {
		double wall_s;
		const char *more[3];
		const char *row;     /* of multi.wall */
		const char *overall; /* the last line */
	} rows[] = {
		{ 1, { NULL }, "no difference\n", "\nNo difference.\n" },
		{ 1.005, { NULL }, "no difference\n", "\nNo difference.\n" },
		{ 1.05, { NULL }, "slower\n",
		    "\nmulti.wall slower (+5.0 %), multi.p50 slower (+5.0 %), "
		    "multi.efficiency lower (-4.8 %).\n" },
		{ 0.9, { NULL }, "faster\n",
		    "\nmulti.wall faster (-10.0 %), multi.p50 faster (-10.0 "
		    "%), multi.efficiency higher (+11.1 %).\n" },
		{ 1.05, { "--margin", "6" }, "no difference\n",
		    "\nNo difference.\n" },
		{ 1.005, { "--margin=0" }, "slower\n",
		    "\nmulti.wall slower (+0.5 %), multi.p50 slower (+0.5 %), "
		    "multi.efficiency lower (-0.5 %).\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = compare_fixture_run(
		    &(struct fake_report){
			.runs = 10, .requests = 20, .wall_s = 1 },
		    &(struct fake_report){
			.runs = 10, .requests = 20, .wall_s = rows[i].wall_s },
		    rows[i].more);
		const char *row = strstr(o.out, "\nmulti.wall");
		const char *end = row != NULL ? strchr(row + 1, '\n') : NULL;
		size_t length = strlen(rows[i].row);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK(end != NULL &&
			  strncmp(end + 1 - length, rows[i].row, length) == 0,
		    "row %zu: %s", i, o.out);
		CHECK(
		    strlen(o.out) > strlen(rows[i].overall) &&
			strcmp(o.out + strlen(o.out) - strlen(rows[i].overall),
			    rows[i].overall) == 0,
		    "row %zu: %s", i, o.out);
		CHECK_TEXT(o.err, "", "row %zu", i);
		outcome_done(&o);
	}
}

/* A percentile is compared where every run can carry it. */
static void
test_rows(void)
{
	static const struct {
		size_t old_requests, new_requests;
		const char *there;     /* a row */
		const char *not_there; /* no row */
	} rows[] = {
		{ 5, 5, "multi.wall", "multi.p50" },
		{ 6, 6, "multi.p50", "multi.p90" },
		{ 36, 36, "multi.p90", "multi.p95" },
		{ 72, 72, "multi.p95", "multi.p99" },
		{ 368, 368, "multi.p99", "multi.p99.9" },
		{ 368, 367, "multi.p95", "multi.p99" },
		{ 35, 36, "multi.p50", "multi.p90" },
		{ 0, 0, "multi.efficiency", "multi.p50" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o =
		    compare_fixture_run(&(struct fake_report){ .runs = 3,
					    .requests = rows[i].old_requests,
					    .wall_s = 1 },
			&(struct fake_report){ .runs = 4,
			    .requests = rows[i].new_requests,
			    .wall_s = 1 },
			NULL);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK(strstr(o.out, rows[i].there) != NULL, "%s: %s",
		    rows[i].there, o.out);
		CHECK(strstr(o.out, rows[i].not_there) == NULL, "no %s: %s",
		    rows[i].not_there, o.out);
		outcome_done(&o);
	}
}

/* A request without an answer and a run that was cut do not count: threads
 * then has too few to tell its p50, and multi has not. */
static void
test_not_counted(void)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "'status':[200", "'status':[0" },
		{ "'run':1", "'run':3" },
		{ "'run':1", "'run':1000000" },
	};
	struct fake_report fake = { .runs = 3, .requests = 6, .wall_s = 1 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake_report changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare_fixture_run(&fake, &changed, NULL);
		CHECK_NUMBER(o.code, 0, "%s: %s", rows[i].to, o.err);
		CHECK(strstr(o.out, "threads.p50") == NULL, "%s: %s",
		    rows[i].to, o.out);
		CHECK(strstr(o.out, "threads.wall") != NULL &&
			  strstr(o.out, "multi.p50") != NULL,
		    "%s: %s", rows[i].to, o.out);
		outcome_done(&o);
	}
}

/* Without three runs there is no interval; without any, no row. */
static void
test_few_runs(void)
{
	struct outcome o = compare_fixture_run(
	    &(struct fake_report){ .runs = 10, .requests = 20, .wall_s = 1 },
	    &(struct fake_report){ .runs = 2, .requests = 20, .wall_s = 2 },
	    (const char *const[]){
		"--fail-if=wall>+99%", "--fail-if=wall>+101%", NULL });
	CHECK_NUMBER(o.code, 2, "the change alone decides: %s", o.err);
	CHECK(strstr(o.out, "\nrepeat: 10 in ") != NULL, "%s", o.out);
	CHECK(strstr(o.out, "--repeat 10") != NULL, "%s", o.out);
	CHECK(strstr(o.out, "fail if wall>+99%: FAILED, it is +100.1 %, "
			    "without an interval\n") != NULL,
	    "%s", o.out);
	CHECK(
	    strstr(o.out, "fail if wall>+101%: passed, it is +100.1 %") != NULL,
	    "%s", o.out);
	CHECK(strstr(o.out, "No difference") == NULL, "%s", o.out);
	outcome_done(&o);

	o = compare_fixture_run(&(struct fake_report){ .runs = 0, .wall_s = 1 },
	    &(struct fake_report){ .runs = 3, .requests = 20, .wall_s = 1 },
	    NULL);
	CHECK_NUMBER(o.code, 0, "no run: %s", o.err);
	CHECK(strstr(o.out, "Nothing to compare") != NULL, "%s", o.out);
	outcome_done(&o);
}

CU_TestInfo compare_verdicts_tests[] = {
	{ "verdicts", test_verdicts },
	{ "which rows there are", test_rows },
	{ "what does not count", test_not_counted },
	{ "few runs", test_few_runs },
	CU_TEST_INFO_NULL,
};
