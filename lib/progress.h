/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PROGRESS_H
#define DOCKING_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * A line on stderr that is drawn over itself, at most ten times a second and
 * only if stderr is a terminal: what is done, how much of it, for how long.
 */
struct progress {
	bool shown;
	const char *what; /* is counted: "users" */
	uint64_t total;   /* 0: not known */
	int64_t start_ns;
	int64_t drawn_ns; /* when last */
};

void progress_start(struct progress *p, const char *what, uint64_t total);

/** Draw the line, if it is time to; it will go on as fast as it went. */
void progress_update(struct progress *p, uint64_t done);

/** True if it is time to draw the line again. */
bool progress_is_due(const struct progress *p);

/** Draw the line, on a terminal: subject begins it; left_ns is how long it will
 * go on, in nanoseconds, or -1. */
void progress_draw(
    struct progress *p, const char *subject, uint64_t done, int64_t left_ns);

/** Take the line away. */
void progress_end(struct progress *p);

#endif
