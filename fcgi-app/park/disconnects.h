/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DISCONNECTS_H
#define DOCKING_DISCONNECTS_H

#include "lib/errcode.h"
#include "park/queue.h"

#include <stdint.h>

/**
 * The connections of items that are parked in one of two deadline queues: one
 * whose other end is closed gives its place back. Thread-safe.
 */
struct disconnects;

/** Returns NULL, with errno set, if that cannot be done. The queues must
 * outlive the result. */
struct disconnects *disconnects_new(struct queue *queue, struct queue *writes);

/** No thread may use d any more. NULL is allowed. */
void disconnects_free(struct disconnects *d);

/** Park item in queue, one of the two, as queue_park() does, and watch its
 * connection fd until the item is taken out of there. Whoever takes it closes
 * fd. */
enum err disconnects_park(struct disconnects *d, struct queue *queue, int fd,
    void *item, int64_t due_ns);

/** Wait until the other end of a parked item's connection is closed, or half
 * of it. Returns the item, taken out of its queue; NULL once
 * disconnects_close() was called. */
void *disconnects_take(struct disconnects *d);

/** Make disconnects_take() return NULL. */
void disconnects_close(struct disconnects *d);

#endif
