/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RUN_PROGRESS_H
#define DOCKING_RUN_PROGRESS_H

#include "lib/progress.h"
#include "measure/setting.h"

#include <stddef.h>
#include <stdint.h>

/**
 * The progress of runs by engines that take turns: the current run, the share
 * of it that has ended, and the time left of all, as far as earlier runs tell.
 * Start with runs and turns set; end with progress_end() of the line.
 */
struct run_progress {
	size_t runs;                          /* in all */
	size_t turns;                         /* engines that take turns */
	size_t run;                           /* the current one, from 1 */
	int64_t took_ns[SETTING_ENGINES_MAX]; /* each engine's last run; 0: it
						 had none */
	/* The current run: */
	const char *engine;
	struct progress line; /* of requests; a workflow that fails makes
				 fewer */
	size_t ended;
};

/** Start the next run. */
void run_progress_run(
    struct run_progress *p, const char *engine, size_t requests);

/** Count ended requests, for struct run's progress; arg is the struct
 * run_progress. */
void run_progress_update(void *arg, size_t requests_ended);

void run_progress_run_ended(struct run_progress *p);

/** Return the time left, in nanoseconds, at now_ns: each engine is assumed to
 * take as long as the last time, or as the current run, by its requests. -1:
 * not known yet. */
int64_t run_progress_left_ns(const struct run_progress *p, int64_t now_ns);

#endif
