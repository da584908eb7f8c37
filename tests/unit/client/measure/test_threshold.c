/*
 * test_threshold.c: the rules of --fail-if.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "measure/threshold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "sync", "multi", NULL };

struct good {
	const char *text;
	size_t engine;
	enum threshold_metric metric;
	enum threshold_relation relation;
	double limit;
};

static void
check_good(const struct good *row, enum threshold_kind kind)
{
	struct threshold t;
	char *why = threshold_parse(&t, row->text, kind, names);
	if (!CHECK_TEXT(why, NULL, "%s", row->text)) {
		free(why);
		return;
	}
	CHECK_TEXT(t.text, row->text, "%s", row->text);
	CHECK_NUMBER((long long)t.engine, (long long)row->engine, "engine: %s",
	    row->text);
	CHECK_NUMBER(t.metric, row->metric, "metric: %s", row->text);
	CHECK_NUMBER(t.relation, row->relation, "relation: %s", row->text);
	CHECK(fabs(t.limit - row->limit) <= 1e-12, "limit: %s: %g", row->text,
	    t.limit);
}

/* Every metric, relation and unit, with an engine and without. */
static void
test_of_run(void)
{
	static const struct good rows[] = {
		{ "wall>1.2s", THRESHOLD_EVERY, THRESHOLD_WALL, THRESHOLD_MORE,
		    1.2 },
		{ "multi.wall>=1200ms", 1, THRESHOLD_WALL, THRESHOLD_NOT_LESS,
		    1.2 },
		{ "sync.bound<5us", 0, THRESHOLD_BOUND, THRESHOLD_LESS, 5e-6 },
		{ "multi.efficiency<0.9", 1, THRESHOLD_EFFICIENCY,
		    THRESHOLD_LESS, 0.9 },
		{ "efficiency<=90%", THRESHOLD_EVERY, THRESHOLD_EFFICIENCY,
		    THRESHOLD_NOT_MORE, 0.9 },
		{ "failed>0", THRESHOLD_EVERY, THRESHOLD_FAILED, THRESHOLD_MORE,
		    0 },
		{ "requests!=20", THRESHOLD_EVERY, THRESHOLD_REQUESTS,
		    THRESHOLD_UNEQUAL, 20 },
		{ "sync.connections==10", 0, THRESHOLD_CONNECTIONS,
		    THRESHOLD_EQUAL, 10 },
		{ "min<1ms", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_MIN, THRESHOLD_LESS,
		    0.001 },
		{ "p50>1s", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P50, THRESHOLD_MORE, 1 },
		{ "p90>1s", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P90, THRESHOLD_MORE, 1 },
		{ "p95>600ms", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P95, THRESHOLD_MORE,
		    0.6 },
		{ "p99>1s", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P99, THRESHOLD_MORE, 1 },
		{ "p99.9>1s", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P99_9, THRESHOLD_MORE,
		    1 },
		{ "multi.p99.9>1s", 1, THRESHOLD_PERCENTILE + PERCENTILE_P99_9,
		    THRESHOLD_MORE, 1 },
		{ "max>1s", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_MAX, THRESHOLD_MORE, 1 },
		{ "speedup<5", THRESHOLD_EVERY, THRESHOLD_SPEEDUP,
		    THRESHOLD_LESS, 5 },
		{ "not identical", THRESHOLD_EVERY, THRESHOLD_IDENTICAL,
		    THRESHOLD_UNEQUAL, 1 },
		{ "  not \t identical ", THRESHOLD_EVERY, THRESHOLD_IDENTICAL,
		    THRESHOLD_UNEQUAL, 1 },
		{ " multi.p95 >= 0.6 s ", 1,
		    THRESHOLD_PERCENTILE + PERCENTILE_P95, THRESHOLD_NOT_LESS,
		    0.6 },
		{ "wall>.5s", THRESHOLD_EVERY, THRESHOLD_WALL, THRESHOLD_MORE,
		    0.5 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_good(&rows[i], THRESHOLD_OF_RUN);
}

static void
test_of_change(void)
{
	static const struct good rows[] = {
		{ "p95>+10%", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P95, THRESHOLD_MORE,
		    0.1 },
		{ "multi.wall>+5%", 1, THRESHOLD_WALL, THRESHOLD_MORE, 0.05 },
		{ "efficiency<-3%", THRESHOLD_EVERY, THRESHOLD_EFFICIENCY,
		    THRESHOLD_LESS, -0.03 },
		{ "sync.p50 < +0.5 %", 0, THRESHOLD_PERCENTILE + PERCENTILE_P50,
		    THRESHOLD_LESS, 0.005 },
		{ "p90>-0%", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P90, THRESHOLD_MORE, 0 },
		{ "p99>+1%", THRESHOLD_EVERY,
		    THRESHOLD_PERCENTILE + PERCENTILE_P99, THRESHOLD_MORE,
		    0.01 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_good(&rows[i], THRESHOLD_OF_CHANGE);
}

/* What is wrong is named, and the grammar said. */
static void
test_refused(void)
{
	static const struct {
		enum threshold_kind kind;
		const char *text;
		const char *why;
	} rows[] = {
		{ THRESHOLD_OF_RUN, "", "'' is not a metric here" },
		{ THRESHOLD_OF_RUN, "latency>1s",
		    "'latency' is not a metric here" },
		{ THRESHOLD_OF_RUN, "multi.latency>1s",
		    "'latency' is not a metric here" },
		{ THRESHOLD_OF_RUN, "multi.>1s", "'' is not a metric here" },
		{ THRESHOLD_OF_RUN, "P95>1s", "'P95' is not a metric here" },
		{ THRESHOLD_OF_RUN, "threads.wall>1s",
		    "'threads' is not an engine that is measured; there are: "
		    "sync, multi" },
		{ THRESHOLD_OF_RUN, ".wall>1s",
		    "'' is not an engine that is measured; there are: sync, "
		    "multi" },
		{ THRESHOLD_OF_RUN, "multi.speedup<2",
		    "speedup is not an engine's but the whole's" },
		{ THRESHOLD_OF_RUN, "identical==1",
		    "'identical' is not a metric here" },
		{ THRESHOLD_OF_RUN, "not identica",
		    "'not' is not a metric here" },
		{ THRESHOLD_OF_RUN, "not identical 1",
		    "'not' is not a metric here" },
		{ THRESHOLD_OF_RUN, "notidentical",
		    "'notidentical' is not a metric here" },
		{ THRESHOLD_OF_RUN, "p95", "'' is not a comparison" },
		{ THRESHOLD_OF_RUN, "p95=1s", "'=' is not a comparison" },
		{ THRESHOLD_OF_RUN, "p95=>1s", "'=>' is not a comparison" },
		{ THRESHOLD_OF_RUN, "p95 600ms", "'' is not a comparison" },
		{ THRESHOLD_OF_RUN, "p95>600", "a duration needs a unit" },
		{ THRESHOLD_OF_RUN, "wall>0", "a duration needs a unit" },
		{ THRESHOLD_OF_RUN, "p95>600 m", "'m' is not a unit of p95" },
		{ THRESHOLD_OF_RUN, "p95>6%", "'%' is not a unit of p95" },
		{ THRESHOLD_OF_RUN, "failed>0%",
		    "'%' is not a unit of failed" },
		{ THRESHOLD_OF_RUN, "failed>1s",
		    "'s' is not a unit of failed" },
		{ THRESHOLD_OF_RUN, "efficiency<1s",
		    "'s' is not a unit of efficiency" },
		{ THRESHOLD_OF_RUN, "speedup<500%",
		    "'%' is not a unit of speedup" },
		{ THRESHOLD_OF_RUN, "p95>ms", "'ms' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>", "'' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>.s", "'.s' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>1.2.3s", "'1.2.3s' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>-1s", "'-1s' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>+10%", "'+10%' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>nans", "'nans' is not a number" },
		{ THRESHOLD_OF_RUN, "p95>1s or so", "'s or so' is too much" },
		{ THRESHOLD_OF_CHANGE, "p95>10%", "a change has a sign" },
		{ THRESHOLD_OF_CHANGE, "p95>+10", "a change needs a unit" },
		{ THRESHOLD_OF_CHANGE, "p95>+10ms",
		    "'ms' is not a unit of p95" },
		{ THRESHOLD_OF_CHANGE, "p95>=+10%",
		    "'>=' is not a comparison" },
		{ THRESHOLD_OF_CHANGE, "p95>++10%", "'++10%' is not a number" },
		{ THRESHOLD_OF_CHANGE, "max>+10%",
		    "'max' is not a metric here" },
		{ THRESHOLD_OF_CHANGE, "not identical",
		    "'not' is not a metric here" },
		{ THRESHOLD_OF_CHANGE, "poll.wall>+10%",
		    "'poll' is not an engine that is measured; there are: "
		    "sync, multi" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct threshold t = { .text = NULL };
		char expected[1024];
		snprintf(expected, sizeof(expected), "'%s': %s; %s",
		    rows[i].text, rows[i].why, threshold_grammar[rows[i].kind]);
		char *why =
		    threshold_parse(&t, rows[i].text, rows[i].kind, names);
		CHECK_TEXT(why, expected, "'%s'", rows[i].text);
		CHECK_TEXT(t.text, NULL, "left alone: '%s'", rows[i].text);
		free(why);
	}
}

/* Before it is known what is measured, any engine will do. */
static void
test_any_engine(void)
{
	struct threshold t;
	char *why =
	    threshold_parse(&t, "x.wall>+5%", THRESHOLD_OF_CHANGE, NULL);
	CHECK_TEXT(why, NULL, "any name");
	free(why);
}

/* The grammar, which is all that a person gets to read, has every metric. */
static void
test_grammar(void)
{
	for (size_t m = 0; m < THRESHOLD_METRIC__MAX; m++) {
		const char *name =
		    threshold_metric_name((enum threshold_metric)m);
		CHECK(strstr(threshold_grammar[THRESHOLD_OF_RUN], name) != NULL,
		    "%s", name);
	}
}

/* A value is the metric's row, an element an engine. */
static double
value_of(const void *arg, enum threshold_metric metric, size_t engine)
{
	const double(*values)[2] = arg;
	return values[metric][engine];
}

/* Any engine that crosses crosses; what is not known crosses, with no value,
 * unless another one does so with one. */
static void
test_judge(void)
{
	static const double values[THRESHOLD_METRIC__MAX][2] = {
		[THRESHOLD_WALL] = { 10, 1 },
		[THRESHOLD_EFFICIENCY] = { 0.99, 0.8 },
		[THRESHOLD_FAILED] = { 0, 2 },
		[THRESHOLD_PERCENTILE + PERCENTILE_P50] = { NAN, 0.5 },
		[THRESHOLD_PERCENTILE + PERCENTILE_P99] = { NAN, NAN },
		[THRESHOLD_SPEEDUP] = { 10, 99 },
		[THRESHOLD_IDENTICAL] = { 0, 99 },
	};
	static const struct {
		const char *text;
		bool crossed;
		double value;
	} rows[] = {
		{ "wall>9s", true, 10 },
		{ "wall>10s", false, 10 },
		{ "wall>=10s", true, 10 },
		{ "wall<2s", true, 1 },
		{ "wall<=1s", true, 1 },
		{ "wall<1s", false, 1 },
		{ "sync.wall<2s", false, 10 },
		{ "multi.wall<2s", true, 1 },
		{ "efficiency<90%", true, 0.8 },
		{ "sync.efficiency<90%", false, 0.99 },
		{ "failed>0", true, 2 },
		{ "sync.failed>0", false, 0 },
		{ "failed==2", true, 2 },
		{ "failed==0", true, 0 },
		{ "failed==1", false, 0 },
		{ "failed!=0", true, 2 },
		{ "failed!=2", true, 0 },
		{ "multi.failed!=2", false, 2 },
		{ "p50>600ms", true, NAN },
		{ "p50>400ms", true, 0.5 },
		{ "multi.p50>600ms", false, 0.5 },
		{ "sync.p50>600ms", true, NAN },
		{ "p99>1s", true, NAN },
		{ "speedup<5", false, 10 },
		{ "speedup<11", true, 10 },
		{ "speedup>50", false, 10 },
		{ "not identical", true, 0 },
	};
	struct threshold_source source = { value_of, values, 2 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct threshold t;
		char *why =
		    threshold_parse(&t, rows[i].text, THRESHOLD_OF_RUN, names);
		if (!CHECK_TEXT(why, NULL, "%s", rows[i].text)) {
			free(why);
			continue;
		}
		struct threshold_verdict v = threshold_judge(&t, &source);
		CHECK(v.crossed == rows[i].crossed, "%s", rows[i].text);
		CHECK(isnan(rows[i].value) ? isnan(v.value)
					   : v.value == rows[i].value,
		    "%s: %g", rows[i].text, v.value);
	}
	struct threshold t;
	free(threshold_parse(&t, "failed>0", THRESHOLD_OF_RUN, names));
	source.engines_count = 0;
	CHECK(threshold_judge(&t, &source).crossed, "nothing was measured");
}

/* Values as a person reads them. */
static void
test_value_text(void)
{
	static const struct {
		enum threshold_metric metric;
		double value;
		const char *text;
	} rows[] = {
		{ THRESHOLD_WALL, 1.2, "1.200 s" },
		{ THRESHOLD_EFFICIENCY, 0.871, "87.1 %" },
		{ THRESHOLD_FAILED, 3, "3" },
		{ THRESHOLD_PERCENTILE + PERCENTILE_P95, 0.6123, "612.3 ms" },
		{ THRESHOLD_PERCENTILE + PERCENTILE_P95, NAN, "?" },
		{ THRESHOLD_SPEEDUP, 9.944, "9.94 x" },
		{ THRESHOLD_IDENTICAL, 0, "not identical" },
		{ THRESHOLD_IDENTICAL, 1, "identical" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text =
		    threshold_value_text(rows[i].metric, rows[i].value);
		CHECK_TEXT(text, rows[i].text, "row %zu", i);
		free(text);
	}
}

CU_TestInfo threshold_tests[] = {
	{ "rules of a run", test_of_run },
	{ "rules of a change", test_of_change },
	{ "what is no rule", test_refused },
	{ "any engine", test_any_engine },
	{ "the grammar names every metric", test_grammar },
	{ "what crosses", test_judge },
	{ "values as text", test_value_text },
	CU_TEST_INFO_NULL,
};
