/*
 * verdicts.c: applies the rules of --fail-if to a summary's numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/verdicts.h"

#include <math.h>

static double
seconds(int64_t ns)
{
	return ns < 0 ? NAN : (double)ns / 1e9;
}

static double
of_engine(const struct summary_engine *e, enum threshold_metric metric)
{
	bool bounded = e->bound.source != DELAY_UNKNOWN;
	switch (metric) {
	case THRESHOLD_WALL:
		return e->whole_count > 0 ? seconds(e->wall_ns) : NAN;
	case THRESHOLD_BOUND:
		return bounded ? seconds(e->bound.wall_ns) : NAN;
	case THRESHOLD_EFFICIENCY:
		return bounded ? e->bound.efficiency : NAN;
	case THRESHOLD_FAILED:
		return (double)e->failed;
	case THRESHOLD_REQUESTS:
		return (double)e->requests;
	case THRESHOLD_CONNECTIONS:
		return (double)e->connections;
	default:
		return seconds(e->request.ns[threshold_percentile(metric)]);
	}
}

/* Get a value, for struct threshold_source. An engine that an interrupt kept
 * from running has no numbers. */
static double
value_of(const void *arg, enum threshold_metric metric, size_t engine)
{
	const struct summary *s = arg;
	if (metric == THRESHOLD_SPEEDUP)
		return s->speedup > 0 ? s->speedup : NAN;
	if (metric == THRESHOLD_IDENTICAL)
		return s->compared ? (double)(s->difference.a == NULL)
				   : (double)NAN;
	return engine < s->engines_count
		   ? of_engine(&s->engines[engine], metric)
		   : NAN;
}

struct threshold_verdict
verdicts_judge(const struct summary *s, size_t i)
{
	const struct setting *setting = s->setting;
	struct threshold_source source = { .value = value_of,
		.arg = s,
		.engines_count = setting->engines_count };
	return threshold_judge(&setting->thresholds[i], &source);
}

bool
verdicts_cross(const struct summary *s)
{
	for (size_t i = 0; i < s->setting->thresholds_count; i++)
		if (verdicts_judge(s, i).crossed)
			return true;
	return false;
}
