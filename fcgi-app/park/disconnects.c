/*
 * disconnects.c: finds parked connections whose client is gone, by one epoll
 * instance.
 *
 * A connection is added when it is parked, and leaves by being closed: one
 * system call a request. It reports once. An event carries an id instead of a
 * pointer, because another thread may have freed the item by then; the lock
 * keeps a report from coming before the item is in its queue.
 *
 * SPDX-License-Identifier: MIT
 */
#include "park/disconnects.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct disconnects {
	int epoll;
	int closed; /* an eventfd, which reports as id 0 */
	pthread_mutex_t lock;
	uint64_t last_id;
	struct queue *queues[2];
};

static bool
add(struct disconnects *d, int fd, uint32_t events, uint64_t id)
{
	struct epoll_event event = { .events = events, .data.u64 = id };
	return epoll_ctl(d->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

struct disconnects *
disconnects_new(struct queue *queue, struct queue *writes)
{
	struct disconnects *d = calloc(1, sizeof(*d));
	if (d == NULL)
		return NULL;
	d->queues[0] = queue;
	d->queues[1] = writes;
	pthread_mutex_init(&d->lock, NULL);
	d->epoll = epoll_create1(EPOLL_CLOEXEC);
	d->closed = eventfd(0, EFD_CLOEXEC);
	if (d->epoll < 0 || d->closed < 0 || !add(d, d->closed, EPOLLIN, 0)) {
		disconnects_free(d);
		return NULL;
	}
	return d;
}

void
disconnects_free(struct disconnects *d)
{
	if (d == NULL)
		return;
	int error = errno;
	if (d->epoll >= 0)
		close(d->epoll);
	if (d->closed >= 0)
		close(d->closed);
	pthread_mutex_destroy(&d->lock);
	free(d);
	errno = error;
}

enum err
disconnects_park(struct disconnects *d, struct queue *queue, int fd, void *item,
    int64_t due_ns)
{
	pthread_mutex_lock(&d->lock);
	uint64_t id = ++d->last_id;
	/* If this fails, the request is still answered. */
	add(d, fd, EPOLLRDHUP | EPOLLONESHOT, id);
	enum err err = queue_park(queue, item, id, due_ns);
	pthread_mutex_unlock(&d->lock);
	return err;
}

void *
disconnects_take(struct disconnects *d)
{
	struct epoll_event event = { .events = 0 };
	void *item = NULL;
	while (item == NULL) {
		int n = epoll_wait(d->epoll, &event, 1, -1);
		if (n < 0 && errno != EINTR)
			return NULL;
		if (n <= 0)
			continue;
		if (event.data.u64 == 0)
			return NULL;
		pthread_mutex_lock(&d->lock);
		for (int i = 0; i < 2 && item == NULL; i++)
			item = queue_take_out(d->queues[i], event.data.u64);
		pthread_mutex_unlock(&d->lock);
	}
	return item;
}

void
disconnects_close(struct disconnects *d)
{
	uint64_t one = 1;
	/* The write cannot block: nothing was written to this eventfd before.
	 */
	if (write(d->closed, &one, sizeof(one)) < 0)
		return;
}
