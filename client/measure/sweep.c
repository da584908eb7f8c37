/*
 * sweep.c: finds out how many requests a server really holds at once.
 *
 * A request has a place during the delay before its answer. So as many places
 * are taken at once as such times overlap: measured from outside, without the
 * server's help, and exact where a throughput would have to be rounded. The
 * maximum of the overlaps would be too high, because an answer that is late on
 * its way seems to share its place with the next one for a moment. So only
 * overlaps that last are counted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/sweep.h"

#include "lib/alloc.h"
#include "measure/stats.h"

#include <stdlib.h>

/* The share of the busy time that an overlap must last. Late answers make some
 * hundredths of it; a full server is full for more than half of it, as a sweep
 * has two workflows for each place. */
static const double LASTS = 0.25;

/* Return how many of the times from starts[i] to ends[i] overlap for so long;
 * sorts both. */
static size_t
lasting(int64_t *starts, int64_t *ends, size_t count)
{
	int64_t *time_ns = alloc_zeroed(count + 1, sizeof(*time_ns));
	stats_sort(starts, count);
	stats_sort(ends, count);
	int64_t busy_ns = 0;
	int64_t at_ns = 0;
	size_t started = 0;
	size_t ended = 0;
	while (ended < count) {
		bool starts_next =
		    started < count && starts[started] <= ends[ended];
		int64_t next_ns = starts_next ? starts[started] : ends[ended];
		if (started > ended) {
			time_ns[started - ended] += next_ns - at_ns;
			busy_ns += next_ns - at_ns;
		}
		at_ns = next_ns;
		started += starts_next;
		ended += !starts_next;
	}
	size_t held = count;
	int64_t lasts_ns = time_ns[held];
	while (held > 0 && (double)lasts_ns < LASTS * (double)busy_ns)
		lasts_ns += time_ns[--held];
	free(time_ns);
	return held;
}

/* Return the delay before an answer. If the server does not tell, it is at most
 * the duration of the quickest answer. */
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
held_of(const struct run *run, const struct lower_bound *bound)
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
		starts[count] = ends[count] - delay_ns;
		count++;
	}
	size_t held = lasting(starts, ends, count);
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
		.bound = lower_bound_of(run,
		    (struct lower_bound_limits){ .in_flight = in_flight },
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
