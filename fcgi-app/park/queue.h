/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_QUEUE_H
#define DOCKING_QUEUE_H

#include "lib/errcode.h"

#include <stdint.h>

/**
 * The deadline queue: a waiting item costs memory, not a thread. Thread-safe.
 * Items with the same due time leave in the order in which they came.
 */
struct queue;

/** Make a queue. Returns NULL when memory runs out. */
struct queue *queue_new(void);

/** Free the queue, which must be empty and unused. NULL is allowed. */
void queue_free(struct queue *q);

/**
 * Park item until due_ns (CLOCK_MONOTONIC, nanoseconds). O(log n). It can be
 * taken out earlier by its id, unless that is 0.
 * Returns ERR_NO_MEMORY, and leaves item with the caller, if the queue
 * cannot grow.
 */
enum err queue_park(struct queue *q, void *item, uint64_t id, int64_t due_ns);

/** Take out the item with this id (not 0), due or not. O(n). Returns NULL if
 * it is not parked (any more). */
void *queue_take_out(struct queue *q, uint64_t id);

/**
 * Wait until the earliest item is due and take it out. Returns NULL once the
 * queue is closed and empty, or at until_ns (CLOCK_MONOTONIC): INT64_MAX for no
 * timeout, 0 to take only what is due now.
 */
void *queue_take_until(struct queue *q, int64_t until_ns);

/** Close the queue: nothing will be parked any more. Parked items are still
 * handed out when they are due, or at limit_ns (CLOCK_MONOTONIC) if that is
 * earlier. */
void queue_close(struct queue *q, int64_t limit_ns);

#endif
