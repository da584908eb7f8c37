/*
 * test_summary.c: from runs to what is told about them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/summary.h"
#include "../lib/harness.h"

enum { MS = 1000000 };

static struct workflow
done(const char *result)
{
	return (struct workflow){ .name = "n",
		.state = WORKFLOW_DONE,
		.result = (char *)(uintptr_t)result };
}

static struct workflow
failed(const char *error)
{
	return (struct workflow){ .name = "n",
		.state = WORKFLOW_FAILED,
		.error = (char *)(uintptr_t)error };
}

/* A summary of two runs of two workflows each, without requests. */
static void
summarise_outcomes(struct summary *s, struct workflow workflows[4])
{
	static struct options o;
	static struct run runs[2];
	o = (struct options){ .engines = { &engine_sync, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1 };
	for (size_t i = 0; i < 2; i++)
		runs[i] = (struct run){ .workflows = &workflows[2 * i],
			.workflows_count = 2,
			.concurrency = 2,
			.wall_ns = 10 * MS };
	summary_make(s, &o, runs);
}

/* Results are compared workflow by workflow, in order; equal errors are equal
 * results, but no good ones. */
static void
test_comparison(void)
{
	struct {
		const char *what;
		struct workflow workflows[4]; /* 0 and 1 of sync, of multi */
		int differs_in;               /* -1: nowhere */
		size_t failed[2];
		bool good;
	} rows[] = {
		{ "all equal", { done("a"), done("b"), done("a"), done("b") },
		    -1, { 0, 0 }, true },
		{ "both differ: the first is named",
		    { done("a"), done("b"), done("c"), done("d") }, 0, { 0, 0 },
		    false },
		{ "the second differs",
		    { done("a"), done("b"), done("a"), done("c") }, 1, { 0, 0 },
		    false },
		{ "swapped is not equal",
		    { done("a"), done("b"), done("b"), done("a") }, 0, { 0, 0 },
		    false },
		{ "one failed in one engine",
		    { done("a"), done("b"), done("a"), failed("no") }, 1,
		    { 0, 1 }, false },
		{ "one failed in both, likewise",
		    { done("a"), failed("no"), done("a"), failed("no") }, -1,
		    { 1, 1 }, false },
		{ "one failed in both, otherwise",
		    { failed("no"), done("b"), failed("non"), done("b") }, 0,
		    { 1, 1 }, false },
		{ "all failed",
		    { failed("x"), failed("y"), failed("x"), failed("y") }, -1,
		    { 2, 2 }, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct summary s;
		summarise_outcomes(&s, rows[i].workflows);
		const struct summary_difference *d = &s.difference;
		CHECK(s.compared, "%s", rows[i].what);
		CHECK_NUMBER(d->a == NULL ? -1 : (int)d->workflow,
		    rows[i].differs_in, "%s", rows[i].what);
		if (d->a != NULL)
			CHECK(d->a == &s.engines[0] && d->b == &s.engines[1],
			    "%s", rows[i].what);
		for (size_t e = 0; e < 2; e++)
			CHECK_NUMBER((long long)s.engines[e].failed,
			    (long long)rows[i].failed[e], "%s, engine %zu",
			    rows[i].what, e);
		CHECK(summary_is_good(&s) == rows[i].good, "%s", rows[i].what);
	}
}

/* Percentiles are of the requests that were answered. */
static void
test_requests(void)
{
	struct workflow workflows[] = { done("a"), failed("no") };
	struct sample samples[] = {
		{ 0, 0, 0, 30 * MS, 10 * MS, 200 },
		{ 1, 0, 0, 999 * MS, -1, 0 },
		{ 0, 1, 0, 20 * MS, 10 * MS, 200 },
		{ 1, 1, 0, 40 * MS, 10 * MS, 500 },
	};
	struct options o = {
		.engines = { &engine_sync }, .engines_count = 1, .delay_ns = -1
	};
	struct run run = { .workflows = workflows,
		.workflows_count = 2,
		.concurrency = 2,
		.samples = samples,
		.samples_count = 4,
		.wall_ns = 60 * MS };
	struct summary s;
	summary_make(&s, &o, &run);
	const struct summary_engine *e = &s.engines[0];
	CHECK_NUMBER((long long)e->answered, 3, "answered");
	CHECK_NUMBER((long long)e->failed, 1, "failed");
	CHECK_NUMBER(e->request_ns[DURATION_MIN], 20 * MS, "min");
	CHECK_NUMBER(e->request_ns[DURATION_P50], 30 * MS, "p50");
	CHECK_NUMBER(e->request_ns[DURATION_P90], 40 * MS, "p90");
	CHECK_NUMBER(e->request_ns[DURATION_P99], 40 * MS, "p99");
	CHECK_NUMBER(e->request_ns[DURATION_MAX], 40 * MS, "max");
	CHECK(!s.compared && s.speedup == 0, "one engine");
	CHECK(!summary_is_good(&s), "one failed");

	/* sync runs one at a time, whatever may be in flight. */
	CHECK_NUMBER(e->bound.wall_ns, 30 * MS, "three of 10 ms");
	CHECK(e->efficiency == 0.5, "efficiency %g", e->efficiency);
	o.engines[0] = &engine_multi;
	summary_make(&s, &o, &run);
	CHECK_NUMBER(s.engines[0].bound.wall_ns, 20 * MS, "two at a time");

	/* Without an answer there is nothing to tell. */
	run.samples_count = 0;
	summary_make(&s, &o, &run);
	CHECK_NUMBER((long long)s.engines[0].answered, 0, "no request");
	CHECK_NUMBER(s.engines[0].bound.source, DELAY_UNKNOWN, "no request");
	CHECK(s.engines[0].efficiency == 0, "no request");
}

/* The speed-up is the first engine's time by the last one's. */
static void
test_speedup(void)
{
	struct workflow workflows[] = { done("a") };
	struct options o = { .engines = { &engine_sync, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1 };
	struct run runs[2] = {
		{ .workflows = workflows,
		    .workflows_count = 1,
		    .concurrency = 1,
		    .wall_ns = 70 * MS },
		{ .workflows = workflows,
		    .workflows_count = 1,
		    .concurrency = 1,
		    .wall_ns = 20 * MS },
	};
	struct summary s;
	summary_make(&s, &o, runs);
	CHECK(s.speedup == 3.5, "70 by 20 ms is %g", s.speedup);
	CHECK(summary_is_good(&s), "one result, the same");
}

CU_TestInfo summary_tests[] = {
	{ "results are compared in order", test_comparison },
	{ "requests are counted and ranked", test_requests },
	{ "speed-up", test_speedup },
	CU_TEST_INFO_NULL,
};
