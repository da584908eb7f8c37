/*
 * summary.c: runs -> the numbers of the reports, and the comparison of results,
 * workflow by workflow.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/summary.h"

#include "engine/schedule.h"
#include "lib/alloc.h"
#include "measure/stats.h"

#include <stdlib.h>
#include <string.h>

static const double SPEEDUP_CONFIDENCE = 0.95;

/* Return the distribution of count durations; sorts ns. */
static struct distribution
distribution_of(int64_t *ns, size_t count)
{
	struct distribution d = { .count = count };
	stats_sort(ns, count);
	for (size_t i = 0; i < PERCENTILE__MAX; i++) {
		double p = percentiles[i].percent;
		bool told = count > 0 &&
			    (p <= 0 || p >= 100 || stats_carries(count, p));
		d.ns[i] = told ? stats_percentile(ns, count, p) : -1;
	}
	return d;
}

static void
summarise_requests(struct summary_engine *e)
{
	int64_t *ns = alloc_zeroed(e->requests, sizeof(*ns));
	for (size_t r = 0; r < e->runs_count; r++)
		for (size_t i = 0; i < e->runs[r].samples_count; i++) {
			const struct sample *s = &e->runs[r].samples[i];
			if (s->status != 0)
				ns[e->answered++] = s->duration_ns;
		}
	e->request = distribution_of(ns, e->answered);
	free(ns);
}

/* The start and the end of a run's workflow. */
struct span {
	int64_t start_ns, end_ns;
};

static struct span *
spans_of(const struct run *run)
{
	struct span *spans = alloc_zeroed(run->workflows_count, sizeof(*spans));
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		struct span *span = &spans[s->workflow];
		int64_t end_ns = s->start_ns + s->duration_ns;
		if (s->step == 0)
			span->start_ns = s->start_ns;
		if (end_ns > span->end_ns)
			span->end_ns = end_ns;
	}
	return spans;
}

/* Summarise the durations of the workflows that have a result. */
static void
summarise_workflows(struct summary_engine *e)
{
	size_t size = e->runs_count * e->runs[0].workflows_count;
	int64_t *from_start = alloc_zeroed(size, sizeof(*from_start));
	int64_t *from_due = alloc_zeroed(size, sizeof(*from_due));
	size_t count = 0;
	for (size_t r = 0; r < e->runs_count; r++) {
		const struct run *run = &e->runs[r];
		struct span *spans = spans_of(run);
		for (size_t w = 0; w < run->workflows_count; w++) {
			if (run->workflows[w].state != WORKFLOW_DONE)
				continue;
			int64_t end_ns = spans[w].end_ns;
			from_start[count] = end_ns - spans[w].start_ns;
			from_due[count] = end_ns - schedule_due_ns(run, w);
			count++;
		}
		free(spans);
	}
	e->workflow = distribution_of(from_start, count);
	if (e->runs[0].rate > 0)
		e->scheduled = distribution_of(from_due, count);
	free(from_start);
	free(from_due);
}

/* Average the phases of the answered requests. A delay that only --delay knows
 * is taken out of the wait. */
static void
summarise_phases(struct summary_engine *e, int64_t option_delay_ns)
{
	bool given = e->bound.source == DELAY_FROM_OPTION;
	int64_t sum[PHASE__MAX] = { 0 };
	for (size_t r = 0; r < e->runs_count; r++)
		for (size_t i = 0; i < e->runs[r].samples_count; i++) {
			const struct sample *s = &e->runs[r].samples[i];
			if (s->status == 0)
				continue;
			for (size_t p = 0; p < PHASE__MAX; p++)
				sum[p] += s->phase_ns[p];
			int64_t wait = s->phase_ns[PHASE_WAIT];
			int64_t delay =
			    option_delay_ns < wait ? option_delay_ns : wait;
			if (given && s->delay_ns < 0) {
				sum[PHASE_WAIT] -= delay;
				sum[PHASE_DELAY] += delay;
			}
		}
	for (size_t p = 0; p < PHASE__MAX && e->answered > 0; p++)
		e->phase_ns[p] = sum[p] / (int64_t)e->answered;
}

static void
count_up(struct summary_engine *e)
{
	for (size_t r = 0; r < e->runs_count; r++) {
		const struct run *run = &e->runs[r];
		e->whole_count += !run->cut;
		e->requests += run->samples_count;
		e->connections += run->connections;
		for (size_t i = 0; i < run->workflows_count; i++)
			e->failed += run->workflows[i].state == WORKFLOW_FAILED;
	}
}

/* List the wall times of the whole runs, in order; the caller frees them. */
static int64_t *
walls_of(const struct summary_engine *e)
{
	int64_t *walls = alloc_zeroed(e->whole_count, sizeof(*walls));
	for (size_t r = 0; r < e->whole_count; r++)
		walls[r] = e->runs[r].wall_ns;
	return walls;
}

static void
summarise_walls(struct summary_engine *e)
{
	size_t count = e->whole_count;
	if (count == 0) {
		e->wall_ns = e->wall_min_ns = e->wall_max_ns =
		    e->runs[0].wall_ns;
		return;
	}
	int64_t *walls = walls_of(e);
	e->outliers = stats_outliers(walls, count, &e->slow_first);
	stats_sort(walls, count);
	e->wall_ns = (int64_t)stats_median(walls, count);
	e->wall_min_ns = walls[0];
	e->wall_max_ns = walls[count - 1];
	free(walls);
}

const struct run *
summary_median_run(const struct summary_engine *e)
{
	const struct run *median = &e->runs[0];
	for (size_t r = 1; r < e->whole_count; r++)
		if (llabs(e->runs[r].wall_ns - e->wall_ns) <
		    llabs(median->wall_ns - e->wall_ns))
			median = &e->runs[r];
	return median;
}

/* Return the bound of the run with the median time. Interrupted runs have none.
 */
static struct lower_bound
bound_of_runs(const struct summary_engine *e, const struct setting *setting)
{
	if (e->whole_count == 0)
		return (struct lower_bound){ .source = DELAY_UNKNOWN };
	const struct run *median = summary_median_run(e);
	struct lower_bound_limits limits = {
		.in_flight = e->engine->one_at_a_time ? 1 : median->concurrency,
		.capacity = setting->capacity,
		.streams = e->engine->multiplexes
			       ? median->connections_max * median->streams
			       : 0,
	};
	struct lower_bound bound =
	    lower_bound_of(median, limits, setting->delay_ns);
	if (e->wall_ns > 0)
		bound.efficiency = (double)bound.wall_ns / (double)e->wall_ns;
	return bound;
}

static void
summarise(struct summary_engine *e, const struct setting *setting)
{
	count_up(e);
	summarise_walls(e);
	e->bound = bound_of_runs(e, setting);
	summarise_requests(e);
	summarise_workflows(e);
	summarise_phases(e, setting->delay_ns);
}

/* Find the first workflow whose result differs from that in the first run. */
static struct summary_difference
find_difference(const struct summary *s)
{
	const struct summary_engine *a = &s->engines[0];
	const struct run *first = &a->runs[0];
	for (size_t w = 0; w < first->workflows_count; w++)
		for (size_t i = 0; i < s->engines_count; i++) {
			const struct summary_engine *b = &s->engines[i];
			for (size_t r = 0; r < b->whole_count; r++) {
				const struct workflow *other =
				    &b->runs[r].workflows[w];
				if (strcmp(
					summary_outcome(&first->workflows[w]),
					summary_outcome(other)) != 0)
					return (struct summary_difference){ a,
						b, 0, r, w };
			}
		}
	return (struct summary_difference){ .a = NULL };
}

static void
compare_walls(struct summary *s)
{
	const struct summary_engine *first = &s->engines[0];
	const struct summary_engine *last = &s->engines[s->engines_count - 1];
	if (s->engines_count < 2 || last->wall_ns <= 0 ||
	    first->whole_count == 0 || last->whole_count == 0)
		return;
	s->speedup = (double)first->wall_ns / (double)last->wall_ns;
	if (first->whole_count != last->whole_count)
		return;
	int64_t *a = walls_of(first);
	int64_t *b = walls_of(last);
	if (!stats_bootstrap_ratio(a, b, first->whole_count, SPEEDUP_CONFIDENCE,
		&s->speedup_low, &s->speedup_high))
		s->speedup_low = s->speedup_high = 0;
	free(a);
	free(b);
}

void
summary_of_runs(
    struct summary *ret, const struct setting *setting, const struct run *runs)
{
	size_t whole = 0;
	*ret = (struct summary){ .setting = setting };
	for (size_t i = 0; i < setting->engines_count; i++) {
		struct summary_engine *e = &ret->engines[ret->engines_count];
		*e = (struct summary_engine){ .engine = setting->engines[i],
			.runs = &runs[i * setting->repeat] };
		while (e->runs_count < setting->repeat &&
		       e->runs[e->runs_count].workflows_count > 0)
			e->runs_count++;
		ret->interrupted |= e->runs_count < setting->repeat;
		if (e->runs_count == 0)
			continue;
		summarise(e, setting);
		ret->interrupted |= e->whole_count < e->runs_count;
		whole += e->whole_count;
		ret->engines_count++;
	}
	ret->started_ns = runs[0].started_ns;
	ret->compared = whole > 1 && ret->engines[0].whole_count > 0;
	if (ret->compared)
		ret->difference = find_difference(ret);
	compare_walls(ret);
}

void
summary_of_sweep(struct summary *ret, const struct setting *setting,
    const struct sweep *sweep)
{
	*ret = (struct summary){ .setting = setting,
		.sweep = sweep,
		.started_ns = sweep->started_ns };
}

struct lower_bound
summary_bound(const struct summary *s)
{
	struct lower_bound bound = { .source = DELAY_UNKNOWN };
	for (size_t i = 0; i < s->engines_count; i++)
		if (bound.source == DELAY_UNKNOWN)
			bound = s->engines[i].bound;
	if (s->sweep != NULL && s->sweep->points_count > 0)
		bound = s->sweep->points[0].bound;
	return bound;
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

char *
summary_warning(const struct summary_engine *e, size_t i)
{
	if (e->slow_first && i-- == 0)
		return alloc_string("the first run was slow: --warmup 1 keeps "
				    "such a one out");
	size_t others = e->outliers - e->slow_first;
	if (others > 0 && i-- == 0)
		return alloc_format("%zu of %zu runs %s far off the others: "
				    "was the machine busy?",
		    others, e->whole_count, others == 1 ? "is" : "are");
	return NULL;
}

const char *
summary_outcome(const struct workflow *w)
{
	return w->state == WORKFLOW_DONE ? w->result : w->error;
}
