/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PROGRESS_H
#define DOCKING_PROGRESS_H

#include "measure/setting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * A line on stderr that is drawn over itself, at most ten times a second and
 * only if stderr is a terminal: what is being run, how much of it has ended,
 * and for how long it will go on, as far as the runs before tell.
 */
struct progress {
	bool shown;
	size_t runs;                          /* in all */
	size_t turns;                         /* engines that take turns */
	size_t run;                           /* this one, from 1 */
	int64_t took_ns[SETTING_ENGINES_MAX]; /* each engine's last run; 0: it
						 had none */
	int64_t drawn_ns;                     /* when last */
	/* This run: */
	const char *engine;
	size_t requests; /* in all; a workflow that fails makes fewer */
	size_t ended;
	int64_t run_start_ns;
};

/** A number of runs begins, by engines that take turns. */
void progress_start(struct progress *p, size_t runs, size_t turns);

/** The next of them begins. */
void progress_run(struct progress *p, const char *engine, size_t requests);

/** For struct run's progress; arg is the struct progress. */
void progress_update(void *arg, size_t requests_ended);

void progress_run_ended(struct progress *p);

/** Take the line away. */
void progress_end(struct progress *p);

/** What is left, in nanoseconds, at now_ns: each engine will take as long as
 * it took the last time, or as this run, by its requests. -1: nothing can be
 * said yet. */
int64_t progress_left_ns(const struct progress *p, int64_t now_ns);

#endif
