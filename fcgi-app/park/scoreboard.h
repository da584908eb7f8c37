/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SCOREBOARD_H
#define DOCKING_SCOREBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Numbers that the processes of one server share, in a file that all of them
 * map. Each process has a place of its own in it while it lives (a record lock,
 * which the kernel drops when the process dies). The gauges of a place end with
 * its process. Its counters stay, and the next process in the place continues
 * them: so sums over all places never decrease. Losing them is acceptable:
 * state that matters is in the store.
 *
 * All functions but open and close are thread-safe and take no lock.
 */
struct scoreboard;

enum {
	SCOREBOARD_COUNTERS =
	    8192 /* of a place; metrics.c says what they count */
};

/** The sums over all living processes. */
struct scoreboard_now {
	size_t processes;
	size_t draining;    /* processes that are ending */
	size_t parked;      /* waiting requests */
	size_t most_parked; /* the sum of each process's maximum */
};

/**
 * Claim a place in file, which is made if it is missing; with NULL this process
 * counts alone. Returns NULL, with errno set, on failure.
 */
struct scoreboard *scoreboard_open(const char *file);

/** Give the place back and free s; NULL is allowed. */
void scoreboard_close(struct scoreboard *s);

/** Count a request that begins to wait. Returns false, and does not count it,
 * if max requests are already waiting in all processes together. Two
 * simultaneous requests for the last place may both be refused. */
bool scoreboard_add_parked(struct scoreboard *s, size_t max);

/** Count a request that no longer waits. */
void scoreboard_remove_parked(struct scoreboard *s);

/** Mark this process as draining: it accepts no more requests. */
void scoreboard_set_draining(struct scoreboard *s);

/** Sum the gauges of the processes that live, by asking the kernel which do. */
struct scoreboard_now scoreboard_read_now(const struct scoreboard *s);

/** Add amount to one of this process's counters. */
void scoreboard_count(struct scoreboard *s, size_t counter, uint64_t amount);

/** Sum a counter over all processes, dead ones included. */
uint64_t scoreboard_sum(const struct scoreboard *s, size_t counter);

/** Count all processes that ever claimed a place. */
uint64_t scoreboard_starts(const struct scoreboard *s);

#endif
