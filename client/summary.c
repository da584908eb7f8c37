/*
 * summary.c: from what was measured to what is told about it: numbers,
 * and the comparison of results, name by name and in order.
 *
 * SPDX-License-Identifier: MIT
 */
#include "summary.h"

#include "alloc.h"
#include "stats.h"

#include <stdlib.h>
#include <string.h>

static void
summarise_requests(struct summary_engine *e)
{
	static const double percentiles[DURATION__MAX] = {
		[DURATION_P50] = 50,
		[DURATION_P90] = 90,
		[DURATION_P99] = 99,
		[DURATION_MAX] = 100,
	};
	const struct run *run = e->run;
	int64_t *durations =
	    alloc_zeroed(run->samples_count, sizeof(*durations));
	for (size_t i = 0; i < run->samples_count; i++)
		if (run->samples[i].status != 0)
			durations[e->answered++] = run->samples[i].duration_ns;
	stats_sort(durations, e->answered);
	for (size_t i = 0; i < DURATION__MAX && e->answered > 0; i++)
		e->request_ns[i] =
		    stats_percentile(durations, e->answered, percentiles[i]);
	free(durations);
}

/* A delay that only --delay knows was waited for as well. */
static void
summarise_phases(struct summary_engine *e, int64_t option_delay_ns)
{
	const struct run *run = e->run;
	bool given = e->bound.source == DELAY_FROM_OPTION;
	int64_t sum[PHASE__MAX] = { 0 };
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		if (s->status == 0)
			continue;
		for (size_t p = 0; p < PHASE__MAX; p++)
			sum[p] += s->phase_ns[p];
		int64_t wait = s->phase_ns[PHASE_WAIT];
		int64_t delay = option_delay_ns < wait ? option_delay_ns : wait;
		if (given && s->delay_ns < 0) {
			sum[PHASE_WAIT] -= delay;
			sum[PHASE_DELAY] += delay;
		}
	}
	for (size_t p = 0; p < PHASE__MAX && e->answered > 0; p++)
		e->phase_ns[p] = sum[p] / (int64_t)e->answered;
}

static void
summarise(struct summary_engine *e, const struct setting *setting)
{
	const struct run *run = e->run;
	for (size_t i = 0; i < run->workflows_count; i++)
		e->failed += run->workflows[i].state != WORKFLOW_DONE;
	struct bound_limits limits = {
		.in_flight = e->engine->one_at_a_time ? 1 : run->concurrency,
		.places = setting->places,
		.streams = e->engine->multiplexes
			       ? run->connections_max * run->streams
			       : 0,
	};
	e->bound = bound_of(run, limits, setting->options->delay_ns);
	summarise_requests(e);
	summarise_phases(e, setting->options->delay_ns);
}

static struct summary_difference
find_difference(const struct summary *s)
{
	const struct summary_engine *a = &s->engines[0];
	for (size_t w = 0; w < a->run->workflows_count; w++)
		for (size_t i = 1; i < s->engines_count; i++) {
			const struct summary_engine *b = &s->engines[i];
			if (strcmp(summary_outcome(&a->run->workflows[w]),
				summary_outcome(&b->run->workflows[w])) != 0)
				return (struct summary_difference){ a, b, w };
		}
	return (struct summary_difference){ NULL, NULL, 0 };
}

void
summary_of_runs(
    struct summary *ret, const struct setting *setting, const struct run *runs)
{
	const size_t count = setting->options->engines_count;
	*ret = (struct summary){ .setting = setting,
		.engines_count = count,
		.compared = count > 1 };
	for (size_t i = 0; i < count; i++) {
		ret->engines[i].engine = setting->options->engines[i];
		ret->engines[i].run = &runs[i];
		summarise(&ret->engines[i], setting);
	}
	if (count < 2)
		return;
	ret->difference = find_difference(ret);
	if (runs[count - 1].wall_ns > 0)
		ret->speedup =
		    (double)runs[0].wall_ns / (double)runs[count - 1].wall_ns;
}

void
summary_of_sweep(struct summary *ret, const struct setting *setting,
    const struct sweep *sweep)
{
	*ret = (struct summary){ .setting = setting, .sweep = sweep };
}

bool
summary_is_good(const struct summary *s)
{
	for (size_t i = 0; i < s->engines_count; i++)
		if (s->engines[i].failed > 0)
			return false;
	for (size_t i = 0; s->sweep != NULL && i < s->sweep->points_count; i++)
		if (s->sweep->points[i].failed > 0)
			return false;
	return s->difference.a == NULL;
}

const char *
summary_outcome(const struct workflow *w)
{
	return w->state == WORKFLOW_DONE ? w->result : w->error;
}
