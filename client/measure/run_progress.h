/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RUN_PROGRESS_H
#define DOCKING_RUN_PROGRESS_H

#include "lib/progress.h"
#include "measure/setting.h"

#include <stddef.h>
#include <stdint.h>

/**
 * The progress of runs by engines that take turns: which one it is, how much of
 * it has ended, and for how long all will go on, as far as the runs before
 * tell. Begin with runs and turns; end with progress_end() of the line.
 */
struct run_progress {
	size_t runs;                          /* in all */
	size_t turns;                         /* engines that take turns */
	size_t run;                           /* this one, from 1 */
	int64_t took_ns[SETTING_ENGINES_MAX]; /* each engine's last run; 0: it
						 had none */
	/* This run: */
	const char *engine;
	struct progress line; /* of requests; a workflow that fails makes
				 fewer */
	size_t ended;
};

/** The next run begins. */
void run_progress_run(
    struct run_progress *p, const char *engine, size_t requests);

/** For struct run's progress; arg is the struct run_progress. */
void run_progress_update(void *arg, size_t requests_ended);

void run_progress_run_ended(struct run_progress *p);

/** What is left, in nanoseconds, at now_ns: each engine will take as long as
 * it took the last time, or as this run, by its requests. -1: nothing can be
 * said yet. */
int64_t run_progress_left_ns(const struct run_progress *p, int64_t now_ns);

#endif
