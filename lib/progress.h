/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PROGRESS_H
#define DOCKING_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/**
 * A line on stderr that is redrawn in place, at most ten times a second and
 * only if stderr is a terminal: the work done, its share of the whole, and the
 * time left.
 */
struct progress {
	bool shown;
	const char *what; /* the unit counted: "users" */
	uint64_t total;   /* 0: not known */
	int64_t start_ns;
	int64_t drawn_ns; /* when last */
};

void progress_start(struct progress *p, const char *what, uint64_t total);

/** Draw the line, if it is due; the time left assumes the speed so far. */
void progress_update(struct progress *p, uint64_t done);

/** Return true if it is time to draw the line again. */
bool progress_is_due(const struct progress *p);

/** Draw the line, on a terminal: subject begins it; left_ns is the time left,
 * in nanoseconds, or -1. */
void progress_draw(
    struct progress *p, const char *subject, uint64_t done, int64_t left_ns);

/** Remove the line. */
void progress_end(struct progress *p);

#endif
