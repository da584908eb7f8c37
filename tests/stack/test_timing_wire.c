/*
 * test_timing_wire.c: what a server sees of docking-timing: requests in flight,
 * connections, time-outs, and what it is asked before the run.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_api.h"
#include "../lib/harness.h"
#include "../lib/program.h"

#include <stdio.h>
#include <string.h>

/* Never more than K requests are in flight, and K are where the engine can;
 * 0 is all at once. A workflow opens one connection and uses one for its second
 * request: its own, or, where a multi handle chooses, one that another workflow
 * has just left in the same state. The report's number is the server's. */
static void
test_in_flight(void)
{
	static const struct {
		const char *engine, *concurrency;
		int in_flight;
	} rows[] = {
		{ "sync", "0", 1 },
		{ "sync", "5", 1 },
		{ "threads", "0", 12 },
		{ "threads", "5", 5 },
		{ "poll", "0", 12 },
		{ "poll", "5", 5 },
		{ "poll", "1", 1 },
		{ "multi", "0", 12 },
		{ "multi", "5", 5 },
		{ "multi", "1", 1 },
		{ "multi", "100", 12 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		/* Long enough for all to be on their way. */
		int delay_ms = rows[i].in_flight == 1 ? 5
			       : program_is_slow()    ? 300
						      : 150;
		struct outcome o =
		    timing_run_bad(&(struct bad_script){ .delay_ms = delay_ms },
			(const char *const[]){ "--names=12", "--format=json",
			    "--engine", rows[i].engine, "--concurrency",
			    rows[i].concurrency, NULL },
			&seen);
		CHECK_NUMBER(o.code, 0, "%s %s: %s", rows[i].engine,
		    rows[i].concurrency, o.err);
		CHECK_NUMBER(seen.most_in_flight, rows[i].in_flight, "%s %s",
		    rows[i].engine, rows[i].concurrency);
		/* And one for the list, one for the capacity, each on a
		 * connection of its own. */
		CHECK_NUMBER(seen.requests, 26, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.capacities, 1, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.pairs, 12, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		bool chosen = strcmp(rows[i].engine, "sync") != 0 &&
			      strcmp(rows[i].engine, "threads") != 0;
		CHECK(chosen || seen.own_pairs == 12, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.connections, 14, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		struct json_object *report = timing_parse(o.out);
		CHECK(timing_number(report, "/engines/0/connections") == 12,
		    "%s", o.out);
		CHECK(timing_number(report, "/engines/0/requests") == 24, "%s",
		    o.out);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* --timeout ends a request in time, and the run with it. */
static void
test_timeout(void)
{
	static const char *const engines[] = { "sync", "threads", "poll",
		"multi" };
	/* What a busy machine may add. */
	double more_ms = program_is_slow() ? 3000 : 700;
	for (size_t i = 0; i < 4; i++) {
		struct bad_seen seen;
		struct outcome o =
		    timing_run_bad(&(struct bad_script){ .target = "/customers",
				       .fault = BAD_STALL },
			(const char *const[]){ "--format=csv", "--name=n1",
			    "--timeout=0.4", "--engine", engines[i], NULL },
			&seen);
		long long us = 0;
		const char *row = strstr(o.out, ",0,0,1,0,");
		CHECK_NUMBER(o.code, 1, "%s", engines[i]);
		CHECK(
		    row != NULL && sscanf(row, ",0,0,1,0,%*d,%lld,", &us) == 1,
		    "%s: %s", engines[i], o.out);
		CHECK(
		    (double)us / 1e3 >= 399 && (double)us / 1e3 < 400 + more_ms,
		    "%s: %lld us", engines[i], us);
		CHECK(o.seconds < (400 + 2 * more_ms) / 1e3, "%s: %g s",
		    engines[i], o.seconds);
		outcome_done(&o);
	}
}

/* The server is asked for its capacity once, before the run; whatever it says
 * or does instead, the run goes on. --places asks nothing. */
static void
test_capacity(void)
{
	static const char target[] = "/capacity";
	static const struct {
		struct bad_script script;
		const char *option;
		int asked;
		double places; /* 0: not known */
	} rows[] = {
		{ { 0 }, "--places=0", 1, 0 },
		{ { 0 }, "--places=5", 0, 5 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":8}" },
		    "--places=0", 1, 8 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":8}" },
		    "--places=5", 0, 5 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 503,
		      .body = "{\"places\":8}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":-8}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":\"8\"}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "<html>" },
		    "--places=0", 1, 0 },
		{ { .target = target, .fault = BAD_STALL }, "--places=0", 1,
		    0 },
		{ { .target = target, .fault = BAD_RESET }, "--places=0", 1,
		    0 },
		{ { .target = target, .fault = BAD_LARGE_BODY }, "--places=0",
		    1, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o = timing_run_bad(&rows[i].script,
		    (const char *const[]){ TIMING_ENGINES, "--format=json",
			"--names=2", timing_timeout_for(&rows[i].script),
			rows[i].option, NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.out);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK_NUMBER(seen.capacities, rows[i].asked, "row %zu", i);
		CHECK_NUMBER(seen.requests, 17 + rows[i].asked, "row %zu", i);
		struct json_object *report = timing_parse(o.out);
		CHECK((timing_get(report, "/places") != NULL) ==
			  (rows[i].places > 0),
		    "row %zu: %s", i, o.out);
		CHECK(timing_number(report, "/places") == rows[i].places,
		    "row %zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
}

CU_TestInfo timing_wire_tests[] = {
	{ "requests in flight and connections", test_in_flight },
	{ "--timeout", test_timeout },
	{ "the capacity", test_capacity },
	CU_TEST_INFO_NULL,
};
