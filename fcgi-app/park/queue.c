/*
 * queue.c: a binary heap of deadlines on CLOCK_MONOTONIC under one lock.
 *
 * A heap, and not a plain list, because delays need not be equal. A condition
 * variable, and not a timerfd, because the threads that wait do nothing else.
 *
 * SPDX-License-Identifier: MIT
 */
#include "park/queue.h"

#include "lib/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct entry {
	int64_t due_ns;
	uint64_t order; /* of arrival, among equal deadlines */
	uint64_t id;    /* for queue_take_out(); 0: none */
	void *item;
};

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a new earliest entry, or closed */
	struct entry *heap;     /* heap[0] is the earliest */
	size_t used;
	size_t size;
	uint64_t parked; /* ever */
	bool closed;
	int64_t limit_ns; /* the last deadline, once closed */
};

static bool
before(const struct entry *a, const struct entry *b)
{
	return a->due_ns != b->due_ns ? a->due_ns < b->due_ns
				      : a->order < b->order;
}

/* Put entry at the free place i, or move it up to where it belongs. */
static size_t
sift_up(struct entry *heap, size_t i, struct entry entry)
{
	while (i > 0 && before(&entry, &heap[(i - 1) / 2])) {
		heap[i] = heap[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	heap[i] = entry;
	return i;
}

/* Put entry at the free place i, or move it down to where it belongs. */
static void
sift_down(struct entry *heap, size_t used, size_t i, struct entry entry)
{
	for (size_t child; (child = 2 * i + 1) < used; i = child) {
		if (child + 1 < used && before(&heap[child + 1], &heap[child]))
			child++;
		if (!before(&heap[child], &entry))
			break;
		heap[i] = heap[child];
	}
	heap[i] = entry;
}

struct queue *
queue_new(void)
{
	struct queue *q = calloc(1, sizeof(*q));
	if (q == NULL)
		return NULL;
	pthread_condattr_t attr;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->changed, &attr);
	pthread_condattr_destroy(&attr);
	pthread_mutex_init(&q->lock, NULL);
	return q;
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	pthread_cond_destroy(&q->changed);
	pthread_mutex_destroy(&q->lock);
	free(q->heap);
	free(q);
}

enum err
queue_park(struct queue *q, void *item, uint64_t id, int64_t due_ns)
{
	pthread_mutex_lock(&q->lock);
	if (q->used == q->size) {
		size_t size = q->size == 0 ? 64 : 2 * q->size;
		struct entry *heap = realloc(q->heap, size * sizeof(*heap));
		if (heap == NULL) {
			pthread_mutex_unlock(&q->lock);
			return ERR_NO_MEMORY;
		}
		q->heap = heap;
		q->size = size;
	}
	size_t place = sift_up(q->heap, q->used++,
	    (struct entry){ .due_ns = due_ns,
		.order = q->parked++,
		.id = id,
		.item = item });
	/* Threads that wait for a later deadline must learn of an earlier one.
	 */
	if (place == 0)
		pthread_cond_signal(&q->changed);
	pthread_mutex_unlock(&q->lock);
	return ERR_OK;
}

/* Take out the entry at i, and put the last entry in its place. */
static void *
take_out(struct queue *q, size_t i)
{
	void *item = q->heap[i].item;
	struct entry last = q->heap[--q->used];
	if (i < q->used && sift_up(q->heap, i, last) == i)
		sift_down(q->heap, q->used, i, last);
	return item;
}

/* Take out the earliest entry. */
static void *
pop(struct queue *q)
{
	void *item = take_out(q, 0);
	/* While this thread works, another must wait for the next deadline. */
	if (q->used > 0)
		pthread_cond_signal(&q->changed);
	return item;
}

void *
queue_take_until(struct queue *q, int64_t until_ns)
{
	void *item = NULL;
	pthread_mutex_lock(&q->lock);
	while (q->used > 0 || !q->closed) {
		int64_t now_ns = clock_now_ns();
		int64_t due_ns = q->used > 0 ? q->heap[0].due_ns : INT64_MAX;
		if (q->closed && q->limit_ns < due_ns)
			due_ns = q->limit_ns;
		if (due_ns <= now_ns) {
			item = pop(q);
			break;
		}
		if (until_ns <= now_ns)
			break;
		int64_t wake_ns = due_ns < until_ns ? due_ns : until_ns;
		if (wake_ns == INT64_MAX) {
			pthread_cond_wait(&q->changed, &q->lock);
		} else {
			struct timespec wake = clock_timespec(wake_ns);
			pthread_cond_timedwait(&q->changed, &q->lock, &wake);
		}
	}
	pthread_mutex_unlock(&q->lock);
	return item;
}

/* Search the whole heap. An index would have to be updated with every move in
 * the heap, but few items are taken out by id: taking 10,000 out of 10,000 took
 * 0.1 s. */
void *
queue_take_out(struct queue *q, uint64_t id)
{
	void *item = NULL;
	pthread_mutex_lock(&q->lock);
	for (size_t i = 0; i < q->used && item == NULL; i++)
		if (q->heap[i].id == id)
			item = take_out(q, i);
	pthread_mutex_unlock(&q->lock);
	return item;
}

void
queue_close(struct queue *q, int64_t limit_ns)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	q->limit_ns = limit_ns;
	pthread_cond_broadcast(&q->changed);
	pthread_mutex_unlock(&q->lock);
}
