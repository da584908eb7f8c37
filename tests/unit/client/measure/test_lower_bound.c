/*
 * test_lower_bound.c: how long it had to take.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "measure/lower_bound.h"

enum { MS = 1000000 };

/* All workflows with both requests, of the same delay. */
static void
test_equal_delays(void)
{
	static const struct {
		const char *what;
		size_t workflows;
		int delay_ms;
		size_t in_flight, capacity;
		int expected_ms;
	} rows[] = {
		{ "the original: 20 requests on 8 places", 10, 500, 10, 8,
		    1500 },
		{ "one after another", 10, 500, 1, 8, 10000 },
		{ "all held at once", 10, 500, 10, 0, 1000 },
		{ "as many places as workflows", 10, 500, 10, 10, 1000 },
		{ "more places than workflows", 10, 500, 10, 100, 1000 },
		{ "fewer in flight than places", 10, 500, 4, 8, 2500 },
		{ "as many in flight as places", 10, 500, 8, 8, 1500 },
		{ "a last round that is not full", 10, 500, 3, 0, 3500 },
		{ "one workflow", 1, 500, 1, 8, 1000 },
		{ "one workflow, many allowed", 1, 500, 100, 100, 1000 },
		{ "10,000 at once", 10000, 500, 10000, 0, 1000 },
		{ "one place", 3, 100, 3, 1, 600 },
		{ "no delay", 10, 0, 10, 8, 0 },
	};
	static struct sample samples[20000];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run = { .samples = samples,
			.samples_count = 2 * rows[i].workflows,
			.workflows_count = rows[i].workflows };
		/* As engines do: all first steps end before all second ones. */
		for (size_t j = 0; j < run.samples_count; j++)
			samples[j] =
			    (struct sample){ .workflow = j % rows[i].workflows,
				    .delay_ns = (int64_t)rows[i].delay_ms * MS,
				    .status = 200 };
		struct lower_bound b = lower_bound_of(&run,
		    (struct lower_bound_limits){ .in_flight = rows[i].in_flight,
			.capacity = rows[i].capacity },
		    -1);
		CHECK_NUMBER(b.source, DELAY_FROM_SERVER, "%s", rows[i].what);
		CHECK_NUMBER(
		    b.delay_ns, rows[i].delay_ms * MS, "%s", rows[i].what);
		CHECK_NUMBER(b.wall_ns, (int64_t)rows[i].expected_ms * MS, "%s",
		    rows[i].what);
	}
}

enum { NONE = -1 }; /* the server did not say */

/* Unequal, missing and failed ones; delays in ms. */
static void
test_other_delays(void)
{
	static const struct {
		const char *what;
		size_t workflows, count;
		struct {
			size_t workflow;
			int delay_ms;
			long status;
		} samples[6];
		size_t in_flight, capacity;
		int64_t option_ms;
		enum delay_source source;
		int64_t delay_ms, wall_ms;
	} rows[] = {
		{ "unequal, one after another: the sum", 2, 4,
		    { { 0, 100, 200 }, { 0, 200, 200 }, { 1, 300, 200 },
			{ 1, 400, 200 } },
		    1, 0, -1, DELAY_FROM_SERVER, 400, 1000 },
		{ "unequal, at once: the longest chain", 2, 4,
		    { { 0, 100, 200 }, { 1, 300, 200 }, { 0, 200, 200 },
			{ 1, 400, 200 } },
		    2, 0, -1, DELAY_FROM_SERVER, 400, 700 },
		{ "unequal, shared: the sum by the places", 3, 6,
		    { { 0, 100, 200 }, { 1, 300, 200 }, { 2, 300, 200 },
			{ 0, 300, 200 }, { 1, 300, 200 }, { 2, 300, 200 } },
		    3, 2, -1, DELAY_FROM_SERVER, 300, 800 },
		{ "nothing said, nothing given", 1, 2,
		    { { 0, NONE, 200 }, { 0, NONE, 200 } }, 1, 0, -1,
		    DELAY_UNKNOWN, 0, 0 },
		{ "nothing said, --delay", 1, 2,
		    { { 0, NONE, 200 }, { 0, NONE, 200 } }, 1, 0, 50,
		    DELAY_FROM_OPTION, 50, 100 },
		{ "nothing said, --delay 0", 1, 2,
		    { { 0, NONE, 200 }, { 0, NONE, 200 } }, 1, 0, 0,
		    DELAY_FROM_OPTION, 0, 0 },
		{ "said: --delay is not asked", 1, 2,
		    { { 0, 70, 200 }, { 0, 70, 200 } }, 1, 0, 50,
		    DELAY_FROM_SERVER, 70, 140 },
		{ "said by some only: not known", 1, 2,
		    { { 0, 70, 200 }, { 0, NONE, 200 } }, 1, 0, -1,
		    DELAY_UNKNOWN, 0, 0 },
		{ "said by some only, --delay", 1, 2,
		    { { 0, 70, 200 }, { 0, NONE, 200 } }, 1, 0, 50,
		    DELAY_FROM_OPTION, 50, 100 },
		{ "one without an answer does not count", 2, 3,
		    { { 0, 70, 200 }, { 1, NONE, 0 }, { 0, 70, 200 } }, 1, 0,
		    -1, DELAY_FROM_SERVER, 70, 140 },
		{ "an error is an answer", 2, 2,
		    { { 0, 70, 500 }, { 1, 70, 404 } }, 1, 0, -1,
		    DELAY_FROM_SERVER, 70, 140 },
		{ "no answer at all: not known", 2, 2,
		    { { 0, NONE, 0 }, { 1, NONE, 0 } }, 1, 0, -1, DELAY_UNKNOWN,
		    0, 0 },
		{ "no answer at all, --delay: nothing was waited for", 2, 2,
		    { { 0, NONE, 0 }, { 1, NONE, 0 } }, 1, 0, 50,
		    DELAY_FROM_OPTION, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample samples[6];
		for (size_t j = 0; j < rows[i].count; j++) {
			int delay_ms = rows[i].samples[j].delay_ms;
			samples[j] = (struct sample){
				.workflow = rows[i].samples[j].workflow,
				.delay_ns = delay_ms == NONE
						? -1
						: (int64_t)delay_ms * MS,
				.status = rows[i].samples[j].status,
			};
		}
		struct run run = { .samples = samples,
			.samples_count = rows[i].count,
			.workflows_count = rows[i].workflows };
		int64_t option_ns =
		    rows[i].option_ms < 0 ? -1 : rows[i].option_ms * MS;
		struct lower_bound b = lower_bound_of(&run,
		    (struct lower_bound_limits){ .in_flight = rows[i].in_flight,
			.capacity = rows[i].capacity },
		    option_ns);
		CHECK_NUMBER(b.source, rows[i].source, "%s", rows[i].what);
		if (b.source == DELAY_UNKNOWN)
			continue;
		CHECK_NUMBER(
		    b.delay_ns, rows[i].delay_ms * MS, "%s", rows[i].what);
		CHECK_NUMBER(
		    b.wall_ns, rows[i].wall_ms * MS, "%s", rows[i].what);
	}
}

/* What binds is what a faster run would have to change; the limits that leave
 * at least 90 % of the time explained are not overhead. */
static void
test_binds(void)
{
	static const struct {
		const char *what;
		size_t workflows;
		int delay_ms;
		struct lower_bound_limits
		    limits; /* in flight, capacity, streams */
		int wall_ms;
		int bound_ms;
		const char *binds;
	} rows[] = {
		{ "all at once", 10, 500, { 10, 0, 0 }, 1010, 1000, "chain" },
		{ "more places than needed", 10, 500, { 10, 10, 0 }, 1010, 1000,
		    "chain" },
		{ "one workflow alone", 1, 500, { 1, 8, 0 }, 1010, 1000,
		    "chain" },
		{ "one after another", 10, 500, { 1, 8, 0 }, 10100, 10000,
		    "client limit" },
		{ "half of them in flight", 10, 500, { 5, 0, 0 }, 2020, 2000,
		    "client limit" },
		{ "as many in flight as places", 16, 500, { 8, 8, 0 }, 2020,
		    2000, "client limit" },
		{ "the original", 10, 500, { 10, 8, 0 }, 1546, 1500,
		    "server places" },
		{ "fewer streams than in flight", 10, 500, { 10, 0, 5 }, 2020,
		    2000, "streams" },
		{ "as many streams as in flight", 10, 500, { 5, 0, 5 }, 2020,
		    2000, "streams" },
		{ "more streams than in flight", 10, 500, { 5, 0, 8 }, 2020,
		    2000, "client limit" },
		{ "fewer places than streams", 20, 500, { 20, 5, 8 }, 4040,
		    4000, "server places" },
		{ "as many places as streams", 16, 500, { 16, 8, 8 }, 2020,
		    2000, "streams" },
		{ "90 %", 10, 500, { 10, 0, 0 }, 1111, 1000, "chain" },
		{ "less than 90 %", 10, 500, { 10, 0, 0 }, 1112, 1000,
		    "overhead" },
		{ "a limit, and less than 90 %", 10, 500, { 5, 0, 0 }, 2300,
		    2000, "overhead" },
		/* 4, 4 and 2 workflows: three rounds of two requests. */
		{ "a last round that is not full", 10, 500, { 4, 0, 0 }, 3020,
		    2500, "client limit" },
		{ "the same of streams", 10, 500, { 10, 0, 4 }, 3020, 2500,
		    "streams" },
		{ "and less than 90 % of the rounds", 10, 500, { 4, 0, 0 },
		    3400, 2500, "overhead" },
		/* A place takes any workflow's request: no such rounds. */
		{ "a server's last round can be full", 10, 500, { 10, 4, 0 },
		    3020, 2500, "overhead" },
		{ "no delay", 10, 0, { 10, 8, 0 }, 10, 0, "overhead" },
		{ "a delay that is not known", 10, NONE, { 10, 8, 0 }, 10, 0,
		    NULL },
		{ "a wall time that is not known", 10, 500, { 10, 0, 0 }, 0,
		    1000, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample samples[40];
		struct run run = { .samples = samples,
			.samples_count = 2 * rows[i].workflows,
			.workflows_count = rows[i].workflows,
			.wall_ns = (int64_t)rows[i].wall_ms * MS };
		for (size_t j = 0; j < run.samples_count; j++)
			samples[j] =
			    (struct sample){ .workflow = j % rows[i].workflows,
				    .delay_ns =
					rows[i].delay_ms == NONE
					    ? -1
					    : (int64_t)rows[i].delay_ms * MS,
				    .status = 200 };
		struct lower_bound b = lower_bound_of(&run, rows[i].limits, -1);
		CHECK_NUMBER(b.wall_ns, (int64_t)rows[i].bound_ms * MS, "%s",
		    rows[i].what);
		CHECK_TEXT(
		    binds_name(b.binds), rows[i].binds, "%s", rows[i].what);
		double expected =
		    rows[i].wall_ms > 0
			? (double)rows[i].bound_ms / rows[i].wall_ms
			: 0;
		CHECK(b.efficiency > expected - 1e-9 &&
			  b.efficiency < expected + 1e-9,
		    "%s: %g, expected %g", rows[i].what, b.efficiency,
		    expected);
	}
}

/* Of unequal chains in turn, two in flight, the last one may be a long one:
 * that is the limit's; what is longer than that is not. */
static void
test_unequal_binds(void)
{
	static const struct {
		const char *what;
		size_t in_flight;
		int long_at, wall_ms, bound_ms;
		const char *binds;
	} rows[] = {
		/* Nine chains of 2 x 100 ms, and one of 2 x 1,000 ms. */
		{ "the long one first", 2, 0, 2010, 2000, "chain" },
		{ "the long one last", 2, 9, 2810, 2000, "client limit" },
		{ "and longer than that", 2, 9, 3200, 2000, "overhead" },
		{ "one after another", 1, 4, 3850, 3800, "client limit" },
		{ "and longer than that", 1, 4, 4300, 3800, "overhead" },
		{ "all at once", 10, 9, 2010, 2000, "chain" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample samples[20];
		for (int j = 0; j < 20; j++)
			samples[j] = (struct sample){ .workflow =
							  (size_t)j % 10,
				.delay_ns =
				    (j % 10 == rows[i].long_at ? 1000 : 100) *
				    (int64_t)MS,
				.status = 200 };
		struct run run = { .samples = samples,
			.samples_count = 20,
			.workflows_count = 10,
			.wall_ns = (int64_t)rows[i].wall_ms * MS };
		struct lower_bound b = lower_bound_of(&run,
		    (struct lower_bound_limits){
			.in_flight = rows[i].in_flight },
		    -1);
		CHECK_NUMBER(b.wall_ns, (int64_t)rows[i].bound_ms * MS, "%s",
		    rows[i].what);
		CHECK(b.unequal, "%s", rows[i].what);
		CHECK_NUMBER(b.delay_ns, 1000 * MS, "%s", rows[i].what);
		CHECK_TEXT(
		    binds_name(b.binds), rows[i].binds, "%s", rows[i].what);
	}
}

/* On schedule nothing ends before the last workflow is due and has waited; if
 * that is later than all else, the rate binds. */
static void
test_rate(void)
{
	static const struct {
		const char *what;
		double rate;
		struct lower_bound_limits limits;
		int wall_ms, bound_ms;
		const char *binds;
	} rows[] = {
		/* 10 workflows of 2 requests of 500 ms. */
		{ "ten a second", 10, { 10, 0, 0 }, 1910, 1900, "rate" },
		{ "one a second", 1, { 10, 0, 0 }, 10010, 10000, "rate" },
		{ "two in flight are slower", 10, { 2, 0, 0 }, 5010, 5000,
		    "client limit" },
		{ "four places are slower", 10, { 10, 4, 0 }, 2510, 2500,
		    "server places" },
		{ "a server that is slow", 10, { 10, 0, 0 }, 5000, 1900,
		    "overhead" },
	};
	struct sample samples[20];
	for (size_t j = 0; j < 20; j++)
		samples[j] = (struct sample){ .workflow = j % 10,
			.delay_ns = 500 * (int64_t)MS,
			.status = 200 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run run = { .samples = samples,
			.samples_count = 20,
			.workflows_count = 10,
			.rate = rows[i].rate,
			.wall_ns = (int64_t)rows[i].wall_ms * MS };
		struct lower_bound b = lower_bound_of(&run, rows[i].limits, -1);
		CHECK_NUMBER(b.wall_ns, (int64_t)rows[i].bound_ms * MS, "%s",
		    rows[i].what);
		CHECK_TEXT(
		    binds_name(b.binds), rows[i].binds, "%s", rows[i].what);
	}
}

CU_TestInfo lower_bound_tests[] = {
	{ "equal delays go in rounds", test_equal_delays },
	{ "unequal and unknown delays", test_other_delays },
	{ "what binds is named", test_binds },
	{ "what binds unequal chains", test_unequal_binds },
	{ "a rate binds, too", test_rate },
	CU_TEST_INFO_NULL,
};
