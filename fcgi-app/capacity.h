/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CAPACITY_H
#define DOCKING_CAPACITY_H

#include "errcode.h"

#include <stddef.h>

/**
 * How many requests wait, over all processes of one server: each counts its
 * own in a file that all of them map, in a place that is its own as long as
 * it lives (a record lock, which the kernel drops when a process dies).
 * Lossy on purpose: state that matters is in the store.
 */
struct capacity;

/** What all living processes count together. */
struct capacity_counts {
	size_t processes;
	size_t parked;      /* now */
	size_t most_parked; /* the sum of each process's maximum */
};

/**
 * Take a place in file, which is made if it is not there; NULL counts this
 * process alone. Returns NULL, with errno set, if that cannot be done.
 */
struct capacity *capacity_open(const char *file);

/** NULL is allowed. */
void capacity_close(struct capacity *c);

/** A request begins, or ends, to wait. Thread-safe, no locks. */
void capacity_add_parked(struct capacity *c);
void capacity_remove_parked(struct capacity *c);

struct capacity_counts capacity_read(const struct capacity *c);

#endif
