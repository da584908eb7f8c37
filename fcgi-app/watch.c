/*
 * watch.c: parked connections whose client is gone, on one epoll instance.
 *
 * A connection is added when it is parked, and leaves by being closed: one
 * system call a request. It reports once, with an id and not an address, as
 * whoever takes the item out of its queue may have freed it by then; the lock
 * keeps a report from coming before the item is in its queue.
 *
 * SPDX-License-Identifier: MIT
 */
#include "watch.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct watch {
	int epoll;
	int closed; /* an eventfd, which reports as id 0 */
	pthread_mutex_t lock;
	uint64_t last_id;
	struct delay_queue *queues[2];
};

static bool
add(struct watch *w, int fd, uint32_t events, uint64_t id)
{
	struct epoll_event event = { .events = events, .data.u64 = id };
	return epoll_ctl(w->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

struct watch *
watch_new(struct delay_queue *queue, struct delay_queue *writes)
{
	struct watch *w = calloc(1, sizeof(*w));
	if (w == NULL)
		return NULL;
	w->queues[0] = queue;
	w->queues[1] = writes;
	pthread_mutex_init(&w->lock, NULL);
	w->epoll = epoll_create1(EPOLL_CLOEXEC);
	w->closed = eventfd(0, EFD_CLOEXEC);
	if (w->epoll < 0 || w->closed < 0 || !add(w, w->closed, EPOLLIN, 0)) {
		watch_free(w);
		return NULL;
	}
	return w;
}

void
watch_free(struct watch *w)
{
	if (w == NULL)
		return;
	int error = errno;
	if (w->epoll >= 0)
		close(w->epoll);
	if (w->closed >= 0)
		close(w->closed);
	pthread_mutex_destroy(&w->lock);
	free(w);
	errno = error;
}

enum err
watch_park(struct watch *w, struct delay_queue *queue, int fd, void *item,
    int64_t due_ns)
{
	pthread_mutex_lock(&w->lock);
	uint64_t id = ++w->last_id;
	/* Unwatched, it is still answered. */
	add(w, fd, EPOLLRDHUP | EPOLLONESHOT, id);
	enum err err = delay_queue_park(queue, item, id, due_ns);
	pthread_mutex_unlock(&w->lock);
	return err;
}

void *
watch_take_abandoned(struct watch *w)
{
	struct epoll_event event = { .events = 0 };
	void *item = NULL;
	while (item == NULL) {
		int n = epoll_wait(w->epoll, &event, 1, -1);
		if (n < 0 && errno != EINTR)
			return NULL;
		if (n <= 0)
			continue;
		if (event.data.u64 == 0)
			return NULL;
		pthread_mutex_lock(&w->lock);
		for (int i = 0; i < 2 && item == NULL; i++)
			item =
			    delay_queue_take_out(w->queues[i], event.data.u64);
		pthread_mutex_unlock(&w->lock);
	}
	return item;
}

void
watch_close(struct watch *w)
{
	uint64_t one = 1;
	/* An eventfd that was never written has room. */
	if (write(w->closed, &one, sizeof(one)) < 0)
		return;
}
