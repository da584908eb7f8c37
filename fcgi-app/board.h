/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_BOARD_H
#define DOCKING_BOARD_H

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
struct board;

enum { BOARD_COUNTERS = 8192 /* of a place; metrics.c says what they count */ };

/** What all living processes say together. */
struct board_now {
	size_t processes;
	size_t draining;    /* of the processes: end, and take nothing new */
	size_t parked;      /* requests that wait */
	size_t most_parked; /* the sum of each process's maximum */
};

/**
 * Take a place in file, which is made if it is not there; NULL counts this
 * process alone. Returns NULL, with errno set, if that cannot be done.
 */
struct board *board_open(const char *file);

/** NULL is allowed. */
void board_close(struct board *b);

/** A request begins to wait, unless max do so already in all processes
 * together: then it is not counted, and this is false. Of two that come at once
 * for the last place none may get it. */
bool board_add_parked(struct board *b, size_t max);

/** A request ends to wait. */
void board_remove_parked(struct board *b);

/** This process takes no more requests. */
void board_set_draining(struct board *b);

struct board_now board_read_now(const struct board *b);

/** Add amount to one of this process's counters. */
void board_count(struct board *b, size_t counter, uint64_t amount);

/** The sum of a counter over all processes that there have ever been. */
uint64_t board_sum(const struct board *b, size_t counter);

/** How many processes there have ever been. */
uint64_t board_starts(const struct board *b);

#endif
