/*
 * test_summary_rounds.c: from several runs of each engine to what is told about
 * them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../engine/ended.h"

#include <stdint.h>
#include <stdlib.h>

enum { MS = 1000000, ROUNDS = 6, NAMES = 40 };

/* Six rounds of two engines, of 40 workflows of one request each, which are due
 * every 10 ms and begin 5 ms later: what each run's wall is, and what the
 * results are, is up to the test. */
struct rounds {
	struct setting setting;
	struct run runs[2 * ROUNDS];
	struct workflow workflows[2 * ROUNDS][NAMES];
	struct sample samples[2 * ROUNDS][NAMES];
	struct summary summary;
};

static struct rounds *
rounds_new(const int walls_ms[2 * ROUNDS])
{
	struct rounds *r = calloc(1, sizeof(*r));
	if (r == NULL)
		abort();
	r->setting = (struct setting){ .plan = &ended_plan,
		.engines = { &engine_threads, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1,
		.rate = 100,
		.repeat = ROUNDS };
	for (size_t i = 0; i < 2 * (size_t)ROUNDS; i++) {
		for (size_t w = 0; w < NAMES; w++) {
			r->workflows[i][w] = ended("a");
			r->samples[i][w] = (struct sample){ .workflow = w,
				.start_ns = (int64_t)w * 10 * MS + 5 * MS,
				.duration_ns = 20 * MS,
				.delay_ns = 10 * MS,
				.status = 200 };
		}
		r->runs[i] = (struct run){ .workflows = r->workflows[i],
			.workflows_count = NAMES,
			.concurrency = NAMES,
			.rate = 100,
			.samples = r->samples[i],
			.samples_count = NAMES,
			.connections = 3,
			.wall_ns = (int64_t)walls_ms[i] * MS };
	}
	return r;
}

static const int steady_ms[2 * ROUNDS] = { 800, 820, 810, 830, 800, 840, 400,
	400, 405, 410, 400, 400 };

/* Of several runs the median is told, requests are told of all together, and
 * the speed-up has an interval. */
static void
test_repetition(void)
{
	struct rounds *r = rounds_new(steady_ms);
	summary_of_runs(&r->summary, &r->setting, r->runs);
	const struct summary_engine *e = &r->summary.engines[0];
	CHECK_NUMBER((long long)e->whole_count, ROUNDS, "whole runs");
	CHECK_NUMBER(e->wall_ns, 815 * (int64_t)MS, "median");
	CHECK_NUMBER(e->wall_min_ns, 800 * (int64_t)MS, "least");
	CHECK_NUMBER(e->wall_max_ns, 840 * (int64_t)MS, "most");
	CHECK_NUMBER((long long)e->requests, ROUNDS * NAMES, "requests");
	CHECK_NUMBER((long long)e->connections, ROUNDS * 3, "connections");
	CHECK_NUMBER((long long)e->request.count, ROUNDS * NAMES, "answered");
	CHECK_NUMBER(e->request.ns[PERCENTILE_P95], 20 * MS, "240 carry a p95");
	CHECK_NUMBER(e->request.ns[PERCENTILE_P99], -1, "but no p99");
	CHECK_NUMBER(e->workflow.ns[PERCENTILE_MAX], 20 * MS, "from its start");
	CHECK_NUMBER(e->scheduled.ns[PERCENTILE_MAX], 25 * MS, "from when due");
	/* The last one is due after 390 ms and waits for 10. */
	CHECK_NUMBER(e->bound.wall_ns, 400 * (int64_t)MS, "bound");
	CHECK_TEXT(binds_name(r->summary.engines[1].bound.binds), "rate",
	    "the schedule binds");
	CHECK(e->outliers == 0 && summary_warning(e, 0) == NULL, "steady");
	CHECK(r->summary.speedup == 815.0 / 400.0, "%g", r->summary.speedup);
	CHECK(r->summary.speedup_low > 1.9 &&
		  r->summary.speedup_low <= r->summary.speedup &&
		  r->summary.speedup <= r->summary.speedup_high &&
		  r->summary.speedup_high < 2.2,
	    "%g to %g", r->summary.speedup_low, r->summary.speedup_high);
	CHECK(r->summary.compared && summary_is_good(&r->summary), "alike");

	/* One other result in one run of an engine that else agrees. */
	r->workflows[9][7] = ended("b");
	summary_of_runs(&r->summary, &r->setting, r->runs);
	const struct summary_difference *d = &r->summary.difference;
	CHECK(
	    d->b == &r->summary.engines[1] && d->run_b == 3 && d->workflow == 7,
	    "the fourth run of the second engine differs");
	CHECK(!summary_is_good(&r->summary), "differs");
	free(r);
}

/* Walls far off the others are warned of, the first one in words of its own.
 */
static void
test_warnings(void)
{
	static const int walls_ms[2 * ROUNDS] = { 1600, 810, 800, 805, 800, 808,
		400, 400, 402, 900, 400, 400 };
	static const char *const warnings[2] = {
		"the first run was slow: --warmup 1 keeps such a one out",
		"1 of 6 runs is far off the others: was the machine busy?",
	};
	struct rounds *r = rounds_new(walls_ms);
	summary_of_runs(&r->summary, &r->setting, r->runs);
	for (size_t e = 0; e < 2; e++) {
		char *warning = summary_warning(&r->summary.engines[e], 0);
		CHECK_TEXT(warning, warnings[e], "engine %zu", e);
		free(warning);
		CHECK(summary_warning(&r->summary.engines[e], 1) == NULL,
		    "engine %zu", e);
	}
	free(r);
}

/* What an interrupt leaves: requests count, but no time of a run that was cut,
 * and what was not begun is not there. */
static void
test_interrupted(void)
{
	struct rounds *r = rounds_new(steady_ms);
	for (size_t i = 2; i < ROUNDS; i++)
		r->runs[i].workflows_count = 0;
	for (size_t i = ROUNDS + 1; i < 2 * (size_t)ROUNDS; i++)
		r->runs[i].workflows_count = 0;
	r->runs[1].cut = true;
	r->runs[1].samples_count = 10;
	r->runs[ROUNDS].cut = true;
	r->workflows[1][39].state = WORKFLOW_NEXT;
	summary_of_runs(&r->summary, &r->setting, r->runs);
	const struct summary_engine *e = r->summary.engines;
	CHECK(r->summary.interrupted, "interrupted");
	CHECK_NUMBER((long long)r->summary.engines_count, 2, "both were begun");
	CHECK_NUMBER((long long)e[0].runs_count, 2, "runs");
	CHECK_NUMBER((long long)e[0].whole_count, 1, "whole");
	CHECK_NUMBER(e[0].wall_ns, 800 * (int64_t)MS, "of the whole one");
	CHECK_NUMBER((long long)e[0].requests, NAMES + 10, "of both");
	CHECK_NUMBER((long long)e[0].failed, 0, "what was cut did not fail");
	CHECK_NUMBER((long long)e[1].whole_count, 0, "cut");
	CHECK_NUMBER(e[1].wall_ns, 400 * (int64_t)MS, "so far");
	CHECK_NUMBER(e[1].bound.source, DELAY_UNKNOWN, "no bound");
	CHECK(r->summary.speedup == 0, "no speed-up");
	CHECK(!r->summary.compared, "one whole run");

	r->runs[ROUNDS].workflows_count = 0;
	summary_of_runs(&r->summary, &r->setting, r->runs);
	CHECK_NUMBER((long long)r->summary.engines_count, 1, "one was begun");
	free(r);
}

CU_TestInfo summary_rounds_tests[] = {
	{ "several runs", test_repetition },
	{ "warnings", test_warnings },
	{ "interrupted", test_interrupted },
	CU_TEST_INFO_NULL,
};
