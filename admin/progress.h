/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_PROGRESS_H
#define DOCKING_ADMIN_PROGRESS_H

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
void progress_update(struct progress *p, uint64_t done);

/** Take the line away. */
void progress_end(struct progress *p);

#endif
