/*
 * rounds.c: the measuring loop: a setting -> runs, of every engine in turn and
 * repeatedly, or of one engine at every concurrency.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/rounds.h"

#include "lib/alloc.h"
#include "lib/clock.h"
#include "lib/interrupt.h"
#include "measure/run_progress.h"

#include <stdlib.h>

enum { SWEEP_ROUNDS = 2 /* workflows for each that is in flight */ };

/* Run an engine for count workflows. Returns NULL, or why it could not run. */
static char *
measure(const struct setting *setting, const struct target *target,
    const struct engine *engine, size_t count, size_t concurrency,
    struct run_progress *progress, struct run *run)
{
	const struct inputs *inputs = setting->inputs;
	*run = (struct run){ .target = target,
		.workflows_count = count,
		.concurrency = concurrency < count ? concurrency : count,
		.shared = setting->shared,
		.streams = setting->streams,
		.connections_max = setting->connections_max,
		.rate = setting->rate,
		.keep_targets = setting->keep_targets,
		.progress = run_progress_update,
		.progress_arg = progress };
	run->workflows = alloc_zeroed(count, sizeof(*run->workflows));
	for (size_t i = 0; i < count; i++)
		workflow_init(&run->workflows[i], setting->plan,
		    inputs->values[i % inputs->count]);
	run_progress_run(
	    progress, engine->name, count * setting->plan->steps_count);
	char *why = engine_run(engine, run);
	run_progress_run_ended(progress);
	return why;
}

static void
discard(struct run *run)
{
	for (size_t i = 0; i < run->workflows_count; i++)
		workflow_done(&run->workflows[i]);
	free(run->workflows);
	run_done(run);
}

void
rounds_discard(struct run *runs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		discard(&runs[i]);
}

char *
rounds_measure(const struct setting *setting, const struct target *target,
    size_t concurrency, struct run *runs)
{
	const struct setting *s = setting;
	size_t count = setting->inputs->count;
	struct run_progress progress = { .runs = (s->warmup + s->repeat) *
						 s->engines_count,
		.turns = s->engines_count };
	char *why = NULL;
	for (size_t round = 0; round < s->warmup + s->repeat; round++)
		for (size_t e = 0; e < s->engines_count && why == NULL &&
				   !interrupt_requested();
		     e++) {
			struct run warm = { 0 };
			bool counts = round >= s->warmup;
			struct run *run =
			    counts ? &runs[e * s->repeat + round - s->warmup]
				   : &warm;
			why = measure(setting, target, s->engines[e], count,
			    concurrency, &progress, run);
			if (!counts)
				discard(run);
		}
	progress_end(&progress.line);
	return why;
}

char *
rounds_sweep(const struct setting *setting, const struct target *target,
    struct sweep *ret_sweep)
{
	const struct setting *s = setting;
	struct sweep *sweep = ret_sweep;
	*sweep = (struct sweep){ .engine = s->engines[0],
		.started_ns = clock_calendar_ns() };
	struct run_progress progress = { .runs = s->sweep_count, .turns = 1 };
	char *why = NULL;
	for (size_t i = 0; i < s->sweep_count && why == NULL; i++) {
		struct run run;
		why = measure(setting, target, sweep->engine,
		    SWEEP_ROUNDS * s->sweep[i], s->sweep[i], &progress, &run);
		if (why == NULL && !run.cut)
			sweep_add(
			    sweep, sweep_point_of(&run,
				       engine_in_flight(sweep->engine, &run),
				       s->delay_ns));
		discard(&run);
		if (interrupt_requested())
			break;
	}
	progress_end(&progress.line);
	return why;
}
