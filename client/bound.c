/*
 * bound.c: how long it had to take.
 *
 * SPDX-License-Identifier: MIT
 */
#include "bound.h"

#include "alloc.h"

#include <stdlib.h>

/* The delay of a request, or -1. What got no answer was not waited for. */
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

struct bound
bound_of(const struct run *run, size_t in_flight, size_t places,
    int64_t option_delay_ns)
{
	struct bound bound = { .source = source_of(run, option_delay_ns) };
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
	free(chains);

	int64_t at_once =
	    (int64_t)(places > 0 && places < in_flight ? places : in_flight);
	int64_t rounds = (requests + at_once - 1) / at_once;
	int64_t shared = shortest == bound.delay_ns ? rounds * bound.delay_ns
						    : sum / at_once;
	bound.wall_ns = shared > longest_chain ? shared : longest_chain;
	return bound;
}
