/*
 * lower_bound.c: computes the least time that a run could have taken, and its
 * limiting factor.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/lower_bound.h"

#include "engine/schedule.h"
#include "lib/alloc.h"

#include <stdlib.h>

/* From this efficiency on, the bound itself is the limit, and below it the
 * overhead. */
static const double EFFICIENT = 0.9;

/* Return the delay of a request, or -1. A request without an answer has none.
 */
static int64_t
delay_of(const struct sample *s, enum delay_source source, int64_t option_ns)
{
	return source == DELAY_FROM_SERVER ? s->delay_ns : option_ns;
}

static enum delay_source
source_of(const struct run *run, int64_t option_ns)
{
	size_t answered = 0;
	size_t told = 0;
	for (size_t i = 0; i < run->samples_count; i++) {
		answered += run->samples[i].status != 0;
		told += run->samples[i].status != 0 &&
			run->samples[i].delay_ns >= 0;
	}
	if (answered > 0 && told == answered)
		return DELAY_FROM_SERVER;
	return option_ns >= 0 ? DELAY_FROM_OPTION : DELAY_UNKNOWN;
}

static const char *const names[BINDS__MAX] = {
	[BINDS_CHAIN] = "chain",
	[BINDS_CLIENT] = "client limit",
	[BINDS_CAPACITY] = "server places",
	[BINDS_STREAMS] = "streams",
	[BINDS_RATE] = "rate",
	[BINDS_OVERHEAD] = "overhead",
};

const char *
binds_name(enum binds binds)
{
	return names[binds];
}

/* Return how many requests may be in flight at once, and what limits them. */
static int64_t
at_once(struct lower_bound_limits limits, enum binds *ret_binds)
{
	size_t least = limits.in_flight;
	*ret_binds = BINDS_CLIENT;
	if (limits.streams > 0 && limits.streams <= least) {
		least = limits.streams;
		*ret_binds = BINDS_STREAMS;
	}
	if (limits.capacity > 0 && limits.capacity < least) {
		least = limits.capacity;
		*ret_binds = BINDS_CAPACITY;
	}
	return (int64_t)least;
}

/* Compute when all chains have ended, if at most so many of them are under way,
 * each begins in its turn, and no time is lost. */
static int64_t
ends_in_turn(const struct run *run, const int64_t *chains, size_t slots)
{
	if (slots > run->workflows_count)
		slots = run->workflows_count;
	int64_t *free_ns = alloc_zeroed(slots, sizeof(*free_ns)); /* a heap */
	int64_t last_ns = 0;
	for (size_t i = 0; i < run->workflows_count; i++) {
		int64_t due_ns = schedule_due_ns(run, i);
		int64_t end_ns =
		    (due_ns > free_ns[0] ? due_ns : free_ns[0]) + chains[i];
		last_ns = end_ns > last_ns ? end_ns : last_ns;
		size_t at = 0;
		for (size_t child; (child = 2 * at + 1) < slots; at = child) {
			child += child + 1 < slots &&
				 free_ns[child + 1] < free_ns[child];
			if (free_ns[child] >= end_ns)
				break;
			free_ns[at] = free_ns[child];
		}
		free_ns[at] = end_ns;
	}
	free(free_ns);
	return last_ns;
}

struct lower_bound
lower_bound_of(const struct run *run, struct lower_bound_limits limits,
    int64_t option_delay_ns)
{
	struct lower_bound bound = { .source =
					 source_of(run, option_delay_ns) };
	if (bound.source == DELAY_UNKNOWN)
		return bound;

	int64_t *chains = alloc_zeroed(run->workflows_count, sizeof(*chains));
	int64_t sum = 0;
	int64_t shortest = INT64_MAX;
	int64_t longest_chain = 0;
	int64_t requests = 0;
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		if (s->status == 0)
			continue;
		int64_t delay = delay_of(s, bound.source, option_delay_ns);
		requests++;
		sum += delay;
		if (delay < shortest)
			shortest = delay;
		if (delay > bound.delay_ns)
			bound.delay_ns = delay;
		chains[s->workflow] += delay;
		if (chains[s->workflow] > longest_chain)
			longest_chain = chains[s->workflow];
	}
	int64_t last_due = 0; /* the earliest end of the last chain */
	for (size_t i = 0; i < run->workflows_count; i++) {
		int64_t due = schedule_due_ns(run, i) + chains[i];
		last_due = due > last_due ? due : last_due;
	}
	enum binds limit;
	int64_t slots = at_once(limits, &limit);
	/* Workflows begin one after another and are not interleaved, so the
	 * last ones may leave places empty: that is due to the limit, not
	 * overhead. */
	int64_t whole = limit == BINDS_CAPACITY
			    ? 0
			    : ends_in_turn(run, chains, (size_t)slots);
	free(chains);

	int64_t rounds = (requests + slots - 1) / slots;
	bound.unequal = shortest < bound.delay_ns;
	int64_t shared = bound.unequal ? sum / slots : rounds * bound.delay_ns;
	bound.wall_ns = shared > last_due ? shared : last_due;
	if (run->wall_ns <= 0)
		return bound;
	bound.efficiency = (double)bound.wall_ns / (double)run->wall_ns;
	int64_t due = whole > bound.wall_ns ? whole : bound.wall_ns;
	if ((double)due < EFFICIENT * (double)run->wall_ns)
		bound.binds = BINDS_OVERHEAD;
	else if (due > last_due)
		bound.binds = limit;
	else
		bound.binds =
		    last_due > longest_chain ? BINDS_RATE : BINDS_CHAIN;
	return bound;
}
