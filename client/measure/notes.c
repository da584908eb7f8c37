/*
 * notes.c: hints on the numbers that a reader could overlook.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/notes.h"

#include "lib/alloc.h"

#include <stdlib.h>
#include <string.h>

char *
notes_unused_delay(const struct summary *s)
{
	int64_t given_ns = s->setting->delay_ns;
	struct lower_bound bound = summary_bound(s);
	if (bound.source != DELAY_FROM_SERVER || given_ns < 0 ||
	    (given_ns == bound.delay_ns && !bound.unequal))
		return NULL;
	return alloc_format("--delay %g is not used: the server tells its own, "
			    "%s%g s; for a server of this run: "
			    "DOCKING_DELAY=%g bash run.sh timing",
	    (double)given_ns / 1e9, bound.unequal ? "up to " : "",
	    (double)bound.delay_ns / 1e9, (double)given_ns / 1e9);
}

/* Compare two texts, for qsort(). */
static int
compare_texts(const void *a, const void *b)
{
	char *const *text_a = a;
	char *const *text_b = b;
	return strcmp(*text_a, *text_b);
}

/* List the distinct inputs of a run, sorted; the caller frees the list. */
static char **
distinct_values(const struct inputs *inputs, size_t *ret_count)
{
	char **list = alloc_zeroed(inputs->count, sizeof(*list));
	size_t count = 0;
	memcpy(list, inputs->values, inputs->count * sizeof(*list));
	qsort(list, inputs->count, sizeof(*list), compare_texts);
	for (size_t i = 0; i < inputs->count; i++)
		if (count == 0 || strcmp(list[count - 1], list[i]) != 0)
			list[count++] = list[i];
	*ret_count = count;
	return list;
}

/* Get the delay of each step for each input; -1: not answered. Returns false if
 * one step had two delays for one input. */
static bool
delays_of(const struct run *run, char **inputs, size_t inputs_count,
    size_t steps, int64_t *delays)
{
	for (size_t i = 0; i < inputs_count * steps; i++)
		delays[i] = -1;
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *sample = &run->samples[i];
		const char *name =
		    workflow_name(&run->workflows[sample->workflow]);
		char **input = bsearch(&name, inputs, inputs_count,
		    sizeof(*inputs), compare_texts);
		if (sample->status == 0 || input == NULL)
			continue;
		int64_t *delay =
		    &delays[(size_t)(input - inputs) * steps + sample->step];
		if (*delay >= 0 && *delay != sample->delay_ns)
			return false;
		*delay = sample->delay_ns;
	}
	return true;
}

/* Tell whether a step has more than one delay; if not, delays depend on the
 * route only. */
static bool
differ(const int64_t *delays, size_t inputs_count, size_t steps)
{
	for (size_t i = steps; i < inputs_count * steps; i++)
		if (delays[i] >= 0 && delays[i - steps] >= 0 &&
		    delays[i] != delays[i - steps])
			return true;
	return false;
}

char *
notes_few_delays(const struct summary *s)
{
	if (s->engines_count == 0 ||
	    summary_bound(s).source != DELAY_FROM_SERVER)
		return NULL;
	const struct run *run = summary_median_run(&s->engines[0]);
	size_t steps = s->setting->plan->steps_count;
	size_t inputs_count;
	char **inputs = distinct_values(s->setting->inputs, &inputs_count);
	size_t count = inputs_count * steps;
	int64_t *delays = alloc_zeroed(count, sizeof(*delays));
	bool few = count < run->samples_count &&
		   delays_of(run, inputs, inputs_count, steps, delays) &&
		   differ(delays, inputs_count, steps);
	free(delays);
	free(inputs);
	return few ? alloc_format("%zu requests, but at most %zu different "
				  "targets, so at most %zu different delays: a "
				  "target has its own.",
			 run->samples_count, count, count)
		   : NULL;
}
