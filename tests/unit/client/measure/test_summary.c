/*
 * test_summary.c: from one run of each engine, or a sweep, to what is told
 * about it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../engine/ended.h"

#include <stdint.h>

enum { MS = 1000000 };

/* A summary of two runs of two workflows each, without requests. */
static void
summarise_outcomes(struct summary *s, struct workflow workflows[4])
{
	static struct setting setting;
	static struct run runs[2];
	setting = (struct setting){ .plan = &ended_plan,
		.engines = { &engine_sync, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1,
		.repeat = 1 };
	for (size_t i = 0; i < 2; i++)
		runs[i] = (struct run){ .workflows = &workflows[2 * i],
			.workflows_count = 2,
			.concurrency = 2,
			.wall_ns = 10 * MS };
	summary_of_runs(s, &setting, runs);
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
		{ "all equal",
		    { ended("a"), ended("b"), ended("a"), ended("b") }, -1,
		    { 0, 0 }, true },
		{ "both differ: the first is named",
		    { ended("a"), ended("b"), ended("c"), ended("d") }, 0,
		    { 0, 0 }, false },
		{ "the second differs",
		    { ended("a"), ended("b"), ended("a"), ended("c") }, 1,
		    { 0, 0 }, false },
		{ "swapped is not equal",
		    { ended("a"), ended("b"), ended("b"), ended("a") }, 0,
		    { 0, 0 }, false },
		{ "one failed in one engine",
		    { ended("a"), ended("b"), ended("a"), ended_badly("no") },
		    1, { 0, 1 }, false },
		{ "one failed in both, likewise",
		    { ended("a"), ended_badly("no"), ended("a"),
			ended_badly("no") },
		    -1, { 1, 1 }, false },
		{ "one failed in both, otherwise",
		    { ended_badly("no"), ended("b"), ended_badly("non"),
			ended("b") },
		    0, { 1, 1 }, false },
		{ "all failed",
		    { ended_badly("x"), ended_badly("y"), ended_badly("x"),
			ended_badly("y") },
		    -1, { 2, 2 }, false },
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

/* Percentiles and the means of phases are of the requests that were answered;
 * phases that add up to each duration add up to their mean. */
static void
test_requests(void)
{
	struct workflow workflows[] = { ended("a"), ended_badly("no") };
	struct sample samples[] = {
		{ .duration_ns = 30 * MS,
		    .delay_ns = 10 * MS,
		    .status = 200,
		    .phase_ns = { 1 * MS, 2 * MS, 9 * MS, 10 * MS, 5 * MS,
			3 * MS } },
		{ .workflow = 1,
		    .duration_ns = 999 * MS,
		    .delay_ns = -1,
		    .phase_ns = { 0, 0, 999 * MS, 0, 0, 0 } },
		{ .step = 1,
		    .duration_ns = 20 * MS,
		    .delay_ns = 10 * MS,
		    .status = 200,
		    .phase_ns = { 2 * MS, 0, 6 * MS, 10 * MS, 1 * MS,
			1 * MS } },
		{ .workflow = 1,
		    .step = 1,
		    .duration_ns = 40 * MS,
		    .delay_ns = 10 * MS,
		    .status = 500,
		    .phase_ns = { 0, 4 * MS, 24 * MS, 10 * MS, 0, 2 * MS } },
	};
	struct setting setting = { .plan = &ended_plan,
		.engines = { &engine_sync },
		.engines_count = 1,
		.delay_ns = -1,
		.repeat = 1 };
	struct run run = { .workflows = workflows,
		.workflows_count = 2,
		.concurrency = 2,
		.samples = samples,
		.samples_count = 4,
		.wall_ns = 60 * MS };
	struct summary s;
	summary_of_runs(&s, &setting, &run);
	const struct summary_engine *e = &s.engines[0];
	CHECK_NUMBER((long long)e->answered, 3, "answered");
	CHECK_NUMBER((long long)e->failed, 1, "failed");
	CHECK_NUMBER((long long)e->requests, 4, "requests");
	CHECK_NUMBER((long long)e->request.count, 3, "answered");
	CHECK_NUMBER(e->request.ns[PERCENTILE_MIN], 20 * MS, "min");
	CHECK_NUMBER(e->request.ns[PERCENTILE_P50], -1, "three carry no p50");
	CHECK_NUMBER(e->request.ns[PERCENTILE_P99], -1, "three carry no p99");
	CHECK_NUMBER(e->request.ns[PERCENTILE_MAX], 40 * MS, "max");
	/* The one with a result: its requests began at once. */
	CHECK_NUMBER((long long)e->workflow.count, 1, "one result");
	CHECK_NUMBER(e->workflow.ns[PERCENTILE_MAX], 30 * MS, "its time");
	CHECK_NUMBER((long long)e->scheduled.count, 0, "there is no rate");
	CHECK(!s.compared && s.speedup == 0, "one engine");
	CHECK(!summary_is_good(&s), "one failed");

	static const int64_t means[PHASE__MAX] = {
		[PHASE_QUEUE] = 1 * MS,
		[PHASE_CONNECT] = 2 * MS,
		[PHASE_DELAY] = 10 * MS,
		[PHASE_SERVER] = 2 * MS,
		[PHASE_WAIT] = 13 * MS,
		[PHASE_TRANSFER] = 2 * MS,
	};
	int64_t sum = 0;
	for (size_t p = 0; p < PHASE__MAX; p++) {
		CHECK_NUMBER(e->phase_ns[p], means[p], "phase %zu", p);
		sum += e->phase_ns[p];
	}
	CHECK_NUMBER(sum, 30 * MS, "the mean of 30, 20 and 40 ms");

	/* Without an answer there is nothing to tell. */
	run.samples_count = 0;
	summary_of_runs(&s, &setting, &run);
	CHECK_NUMBER((long long)s.engines[0].answered, 0, "no request");
	CHECK_NUMBER(s.engines[0].bound.source, DELAY_UNKNOWN, "no request");
	CHECK(s.engines[0].bound.efficiency == 0, "no request");
	CHECK_NUMBER(s.engines[0].phase_ns[PHASE_WAIT], 0, "no request");
}

/* A delay that only --delay knows was a part of the wait, as far as that goes.
 */
static void
test_given_delay(void)
{
	static const struct {
		const char *what;
		int64_t told_ms, option_ms;
		int64_t delay_ms, wait_ms; /* of 8 ms wait in 10 ms */
	} rows[] = {
		{ "nobody knows it", -1, -1, 0, 8 },
		{ "--delay knows it", -1, 5, 5, 3 },
		{ "--delay claims more than there was", -1, 50, 8, 0 },
		{ "the server told it", 0, 5, 0, 8 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow workflow = ended("a");
		struct sample sample = { .duration_ns = 10 * MS,
			.delay_ns =
			    rows[i].told_ms < 0 ? -1 : rows[i].told_ms * MS,
			.status = 200,
			.phase_ns = {
			    [PHASE_QUEUE] = 2 * MS, [PHASE_WAIT] = 8 * MS } };
		struct setting setting = { .plan = &ended_plan,
			.engines = { &engine_sync },
			.engines_count = 1,
			.delay_ns =
			    rows[i].option_ms < 0 ? -1 : rows[i].option_ms * MS,
			.repeat = 1 };
		struct run run = { .workflows = &workflow,
			.workflows_count = 1,
			.concurrency = 1,
			.samples = &sample,
			.samples_count = 1,
			.wall_ns = 10 * MS };
		struct summary s;
		summary_of_runs(&s, &setting, &run);
		const int64_t *phase_ns = s.engines[0].phase_ns;
		CHECK_NUMBER(phase_ns[PHASE_DELAY], rows[i].delay_ms * MS, "%s",
		    rows[i].what);
		CHECK_NUMBER(phase_ns[PHASE_WAIT], rows[i].wait_ms * MS, "%s",
		    rows[i].what);
		CHECK_NUMBER(phase_ns[PHASE_QUEUE], 2 * MS, "%s", rows[i].what);
	}
}

/* An engine's bound is that of its own nature, the settings, and what is known
 * of the server. */
static void
test_bounds(void)
{
	static const struct {
		const char *what;
		const struct engine *engine;
		size_t concurrency, connections_max, places;
		int64_t bound_ms; /* of 2 x 8 requests of 10 ms */
		const char *binds;
	} rows[] = {
		{ "sync runs one at a time", &engine_sync, 8, 0, 0, 160,
		    "client limit" },
		{ "all at once", &engine_multi, 8, 0, 0, 20, "chain" },
		{ "threads likewise", &engine_threads, 8, 0, 0, 20, "chain" },
		{ "poll likewise", &engine_poll, 8, 0, 0, 20, "chain" },
		{ "two at a time", &engine_multi, 2, 0, 0, 80, "client limit" },
		{ "four places", &engine_multi, 8, 0, 4, 40, "server places" },
		{ "one connection of two streams", &engine_h2, 8, 1, 0, 80,
		    "streams" },
		{ "two of them", &engine_h2, 8, 2, 0, 40, "streams" },
		{ "as many as needed", &engine_h2, 8, 0, 0, 20, "chain" },
		{ "streams are h2's", &engine_multi, 8, 1, 0, 20, "chain" },
	};
	struct workflow workflows[8];
	struct sample samples[16];
	for (size_t i = 0; i < 16; i++) {
		workflows[i / 2] = ended("a");
		samples[i] = (struct sample){
			.workflow = i / 2, .delay_ns = 10 * MS, .status = 200
		};
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct setting setting = { .plan = &ended_plan,
			.engines = { rows[i].engine },
			.engines_count = 1,
			.delay_ns = -1,
			.repeat = 1,
			.capacity = rows[i].places };
		struct run run = { .workflows = workflows,
			.workflows_count = 8,
			.concurrency = rows[i].concurrency,
			.streams = 2,
			.connections_max = rows[i].connections_max,
			.samples = samples,
			.samples_count = 16,
			.wall_ns = rows[i].bound_ms * MS };
		struct summary s;
		summary_of_runs(&s, &setting, &run);
		const struct lower_bound *b = &s.engines[0].bound;
		CHECK_NUMBER(
		    b->wall_ns, rows[i].bound_ms * MS, "%s", rows[i].what);
		CHECK(
		    b->efficiency == 1, "%s: %g", rows[i].what, b->efficiency);
		CHECK_TEXT(
		    binds_name(b->binds), rows[i].binds, "%s", rows[i].what);
	}
}

/* The speed-up is the first engine's time by the last one's. */
static void
test_speedup(void)
{
	struct workflow workflows[] = { ended("a") };
	struct setting setting = { .plan = &ended_plan,
		.engines = { &engine_sync, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1,
		.repeat = 1 };
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
	summary_of_runs(&s, &setting, runs);
	CHECK(s.speedup == 3.5, "70 by 20 ms is %g", s.speedup);
	CHECK(summary_is_good(&s), "one result, the same");
}

/* A sweep is good if nothing failed at any of its points. */
static void
test_sweep(void)
{
	struct setting setting = { .plan = &ended_plan,
		.engines = { &engine_multi },
		.engines_count = 1,
		.delay_ns = -1 };
	struct sweep sweep = { .engine = &engine_multi, .points_count = 2 };
	struct summary s;
	summary_of_sweep(&s, &setting, &sweep);
	CHECK(s.sweep == &sweep && s.engines_count == 0, "a sweep instead");
	CHECK(summary_is_good(&s), "nothing failed");
	sweep.points[1].failed = 1;
	CHECK(!summary_is_good(&s), "one failed at the last point");
}

CU_TestInfo summary_tests[] = {
	{ "results are compared in order", test_comparison },
	{ "requests are counted and ranked", test_requests },
	{ "a delay that is given", test_given_delay },
	{ "each engine has its bound", test_bounds },
	{ "speed-up", test_speedup },
	{ "a sweep", test_sweep },
	CU_TEST_INFO_NULL,
};
