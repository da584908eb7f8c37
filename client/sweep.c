/*
 * sweep.c: how many requests a server really holds at once.
 *
 * A place that holds a request for the delay d ends one, and the next d later
 * at the earliest. So the answers that end within less than d come from as
 * many places, and the most that ever do is the number of places: seen from
 * the outside, without the server's help, and exact where a throughput would
 * have to be rounded.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sweep.h"

#include "alloc.h"
#include "stats.h"

#include <stdlib.h>

/* The window as a part of d: what is left is for answers that are late. */
static const double WINDOW = 0.9;

static size_t
most_within(const int64_t *ends, size_t count, int64_t window_ns)
{
	size_t most = 0;
	size_t first = 0;
	for (size_t i = 0; i < count; i++) {
		while (ends[i] - ends[first] > window_ns)
			first++;
		if (i - first + 1 > most)
			most = i - first + 1;
	}
	return most;
}

struct sweep_point
sweep_point_of(const struct run *run, size_t in_flight, int64_t option_delay_ns)
{
	struct sweep_point point = {
		.concurrency = run->concurrency,
		.workflows = run->workflows_count,
		.wall_ns = run->wall_ns,
		.bound = bound_of(run,
		    (struct bound_limits){ .in_flight = in_flight },
		    option_delay_ns),
	};
	for (size_t i = 0; i < run->workflows_count; i++)
		point.failed += run->workflows[i].state != WORKFLOW_DONE;
	int64_t *ends = alloc_zeroed(run->samples_count, sizeof(*ends));
	size_t count = 0;
	int64_t delay_ns = INT64_MAX;
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		if (s->status == 0)
			continue;
		ends[count++] = s->start_ns + s->duration_ns;
		/* A server that does not say how long it waits waited at most
		 * as long as the quickest answer took. */
		if (s->duration_ns < delay_ns)
			delay_ns = s->duration_ns;
	}
	if (point.bound.source != DELAY_UNKNOWN)
		delay_ns = point.bound.delay_ns;
	stats_sort(ends, count);
	if (count > 0 && delay_ns > 0)
		point.held = most_within(
		    ends, count, (int64_t)((double)delay_ns * WINDOW));
	free(ends);
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
		tried = p->concurrency > tried ? p->concurrency : tried;
	}
	sweep->knee = most > 0 && most < tried ? most : 0;
}
