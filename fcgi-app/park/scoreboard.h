/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SCOREBOARD_H
#define DOCKING_SCOREBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Numbers that the processes of one server show each other, in a file that all
 * of them map: each has a place in it that is its own as long as it lives (a
 * record lock, which the kernel drops when a process dies). What a place says
 * of now ends with its process. Its counters stay, and the next process that
 * gets the place goes on with them: so the sums over all places never go back.
 * Lossy on purpose: state that matters is in the store.
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
	size_t draining;    /* of the processes: end, and take nothing new */
	size_t parked;      /* requests that wait */
	size_t most_parked; /* the sum of each process's maximum */
};

/**
 * Take a place in file, which is made if it is not there; NULL counts this
 * process alone. Returns NULL, with errno set, if that cannot be done.
 */
struct scoreboard *scoreboard_open(const char *file);

/** NULL is allowed. */
void scoreboard_close(struct scoreboard *s);

/** Count a request that begins to wait. Returns false, and does not count it,
 * if max requests are waiting already in all processes together. Two
 * simultaneous requests for the last place may both be refused. */
bool scoreboard_add_parked(struct scoreboard *s, size_t max);

/** Count a request that no longer waits. */
void scoreboard_remove_parked(struct scoreboard *s);

/** Show that this process takes no more requests. */
void scoreboard_set_draining(struct scoreboard *s);

/** Ask the kernel which processes live, and sum up. */
struct scoreboard_now scoreboard_read_now(const struct scoreboard *s);

/** Add amount to one of this process's counters. */
void scoreboard_count(struct scoreboard *s, size_t counter, uint64_t amount);

/** Sum up a counter over all processes that there have ever been. */
uint64_t scoreboard_sum(const struct scoreboard *s, size_t counter);

/** Count the processes that there have ever been. */
uint64_t scoreboard_starts(const struct scoreboard *s);

#endif
