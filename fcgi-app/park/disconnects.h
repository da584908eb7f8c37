/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DISCONNECTS_H
#define DOCKING_DISCONNECTS_H

#include "lib/errcode.h"
#include "park/queue.h"

#include <stdint.h>

/**
 * Watches the connections of items that are parked in one of two deadline
 * queues: when the other end closes a connection, its item gives its place
 * back. Thread-safe.
 */
struct disconnects;

/** Make a watch on two queues, which must outlive it. Returns NULL, with errno
 * set, on failure. */
struct disconnects *disconnects_new(struct queue *queue, struct queue *writes);

/** Free d, which no thread may use any more. NULL is allowed. */
void disconnects_free(struct disconnects *d);

/** Park item in queue, one of the two, as queue_park() does, and watch its
 * connection fd until the item is taken out. The thread that takes it closes
 * fd. */
enum err disconnects_park(struct disconnects *d, struct queue *queue, int fd,
    void *item, int64_t due_ns);

/** Wait until the other end closes a parked item's connection, or shuts down
 * its half. Returns the item, taken out of its queue; NULL after
 * disconnects_close(). */
void *disconnects_take(struct disconnects *d);

/** Make disconnects_take() return NULL. */
void disconnects_close(struct disconnects *d);

#endif
