/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DELAY_H
#define DOCKING_DELAY_H

#include "errcode.h"

#include <stdbool.h>
#include <stdint.h>

/** Nanoseconds on CLOCK_MONOTONIC, which no clock setting moves. */
int64_t delay_now_ns(void);

/** Sleep in this thread until due_ns (CLOCK_MONOTONIC). */
void delay_sleep_until(int64_t due_ns);

/**
 * The deadline queue: what waits in it costs memory, not a thread.
 * Thread-safe. Items with the same due time leave in the order in which they
 * came.
 */
struct delay_queue;

/** NULL when memory runs out. */
struct delay_queue *delay_queue_new(void);

/** The queue must be empty and unused. NULL is allowed. */
void delay_queue_free(struct delay_queue *q);

/**
 * Park item until due_ns (CLOCK_MONOTONIC, nanoseconds). O(log n). It can be
 * taken out earlier by its id; 0 is none.
 * Returns ERR_NO_MEMORY, and leaves item with the caller, if the queue
 * cannot grow.
 */
enum err delay_queue_park(
    struct delay_queue *q, void *item, uint64_t id, int64_t due_ns);

/** Take out the item with this id (not 0), due or not. O(n). Returns NULL if
 * it is not parked (any more). */
void *delay_queue_take_out(struct delay_queue *q, uint64_t id);

/**
 * Wait until the earliest item is due and take it out. Returns NULL once the
 * queue is closed and empty.
 */
void *delay_queue_take(struct delay_queue *q);

/** The same, but NULL as well if none was due by until_ns (CLOCK_MONOTONIC);
 * 0: if none is due now. */
void *delay_queue_take_until(struct delay_queue *q, int64_t until_ns);

/** Nothing will be parked any more; what is parked is still handed out: when
 * it is due, or at limit_ns (CLOCK_MONOTONIC) if that is earlier. */
void delay_queue_close(struct delay_queue *q, int64_t limit_ns);

#endif
