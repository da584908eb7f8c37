/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PROGRESS_H
#define DOCKING_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

/**
 * A line on stderr that is drawn over itself, at most ten times a second and
 * only if stderr is a terminal.
 */
struct progress {
	const char *engine;
	size_t total; /* workflows */
	int64_t start_ns;
	int64_t drawn_ns; /* when last; 0: not yet */
};

void progress_start(struct progress *p, const char *engine, size_t total);

/** For struct run's progress; arg is the struct progress. */
void progress_update(void *arg, size_t ended);

/** Take the line away. */
void progress_end(struct progress *p);

#endif
