/*
 * sweep.c: how many requests a server really holds at once.
 *
 * A request has a place for the delay before its answer comes. So as many
 * places are taken at once as such times overlap, and the most that ever do is
 * the number of places: seen from the outside, without the server's help, and
 * exact where a throughput would have to be rounded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sweep.h"

#include "alloc.h"
#include "stats.h"

#include <stdlib.h>

/* The part of a delay that counts: the rest is for answers that are late. */
static const double COUNTED = 0.9;

/* How many of the times from starts[i] to ends[i] overlap at most; sorts both.
 */
static size_t
most_at_once(int64_t *starts, int64_t *ends, size_t count)
{
	stats_sort(starts, count);
	stats_sort(ends, count);
	size_t most = 0;
	size_t ended = 0;
	for (size_t i = 0; i < count; i++) {
		while (ends[ended] < starts[i])
			ended++;
		if (i + 1 - ended > most)
			most = i + 1 - ended;
	}
	return most;
}

/* A server that does not say how long it waits waited at most as long as the
 * quickest answer took. */
static int64_t
quickest_of(const struct run *run)
{
	int64_t quickest_ns = INT64_MAX;
	for (size_t i = 0; i < run->samples_count; i++)
		if (run->samples[i].status != 0 &&
		    run->samples[i].duration_ns < quickest_ns)
			quickest_ns = run->samples[i].duration_ns;
	return quickest_ns;
}

static size_t
held_of(const struct run *run, const struct bound *bound)
{
	int64_t *starts = alloc_zeroed(run->samples_count, sizeof(*starts));
	int64_t *ends = alloc_zeroed(run->samples_count, sizeof(*ends));
	int64_t delay_ns =
	    bound->source == DELAY_UNKNOWN ? quickest_of(run) : bound->delay_ns;
	size_t count = 0;
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		if (bound->source == DELAY_FROM_SERVER)
			delay_ns = s->delay_ns;
		if (s->status == 0 || delay_ns <= 0)
			continue;
		ends[count] = s->start_ns + s->duration_ns;
		starts[count] =
		    ends[count] - (int64_t)((double)delay_ns * COUNTED);
		count++;
	}
	size_t held = most_at_once(starts, ends, count);
	free(starts);
	free(ends);
	return held;
}

struct sweep_point
sweep_point_of(const struct run *run, size_t in_flight, int64_t option_delay_ns)
{
	struct sweep_point point = {
		.concurrency = run->concurrency,
		.in_flight = in_flight,
		.workflows = run->workflows_count,
		.wall_ns = run->wall_ns,
		.bound = bound_of(run,
		    (struct bound_limits){ .in_flight = in_flight },
		    option_delay_ns),
	};
	for (size_t i = 0; i < run->workflows_count; i++)
		point.failed += run->workflows[i].state != WORKFLOW_DONE;
	point.held = held_of(run, &point.bound);
	return point;
}

void
sweep_add(struct sweep *sweep, struct sweep_point point)
{
	sweep->points[sweep->points_count++] = point;
	size_t most = 0;
	size_t tried = 0;
	for (size_t i = 0; i < sweep->points_count; i++) {
		const struct sweep_point *p = &sweep->points[i];
		most = p->held > most ? p->held : most;
		tried = p->in_flight > tried ? p->in_flight : tried;
	}
	sweep->knee = most > 0 && most < tried ? most : 0;
}
