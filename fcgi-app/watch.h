/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WATCH_H
#define DOCKING_WATCH_H

#include "delay.h"
#include "errcode.h"

#include <stdint.h>

/**
 * What is parked in one of two deadline queues, and whether somebody still
 * waits for it: a connection whose other end was closed gives its place back.
 * Thread-safe.
 */
struct watch;

/** NULL, with errno set, if that cannot be done. The queues must outlive it. */
struct watch *watch_new(struct delay_queue *queue, struct delay_queue *writes);

/** Nobody may use it any more. NULL is allowed. */
void watch_free(struct watch *w);

/** Park item in queue, one of the two, as delay_queue_park() does, and watch
 * its connection fd until it is taken out of there. Whoever takes it closes
 * fd. */
enum err watch_park(struct watch *w, struct delay_queue *queue, int fd,
    void *item, int64_t due_ns);

/** Wait until the other end of a parked item's connection is closed, or half
 * of it: the item, out of its queue. NULL once watch_close() was called. */
void *watch_take_abandoned(struct watch *w);

void watch_close(struct watch *w);

#endif
