/*
 * test_queue.c: the deadline queue. Times that must not be undercut are
 * exact; times that must not be exceeded leave room for a busy machine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "lib/clock.h"
#include "park/queue.h"

#include <pthread.h>
#include <stdlib.h>

#define MS INT64_C(1000000)

enum { LATE_MS = 500 /* a loaded machine under a sanitizer */ };

static void
park_or_abort(struct queue *q, void *item, int64_t due_ns)
{
	if (queue_park(q, item, 0, due_ns) != ERR_OK)
		abort();
}

static struct queue *
new_or_abort(void)
{
	struct queue *q = queue_new();
	if (q == NULL)
		abort();
	return q;
}

/* Take the earliest item, however long that takes. */
static void *
take(struct queue *q)
{
	return queue_take_until(q, INT64_MAX);
}

/* What is due first leaves first, whatever the order of parking; also when
 * the heap has grown several times. */
static void
test_order(void)
{
	enum { ITEMS = 1000 };
	static int64_t due[ITEMS];
	struct queue *q = new_or_abort();
	unsigned random = 1;
	for (size_t i = 0; i < ITEMS; i++) {
		random = random * 1103515245 + 12345;
		due[i] = (random >> 16) % 500;
		park_or_abort(q, &due[i], due[i]);
	}
	int64_t *last = NULL;
	for (size_t i = 0; i < ITEMS; i++) {
		int64_t *item = take(q);
		/* Equal due times: the items stand in order of parking. */
		if (last != NULL &&
		    !CHECK(*last < *item || (*last == *item && last < item),
			"item %zu", i))
			break;
		last = item;
	}
	queue_free(q);
}

/* Items that are due at the same time leave in the order in which they came,
 * also when parking and taking alternate. */
static void
test_fifo(void)
{
	struct queue *q = new_or_abort();
	char items[64];
	size_t parked = 0;
	for (size_t taken = 0; taken < sizeof(items); taken++) {
		while (parked < sizeof(items) && parked < 2 * taken + 3) {
			park_or_abort(q, &items[parked], 7);
			parked++;
		}
		CHECK(take(q) == &items[taken], "item %zu", taken);
	}
	queue_free(q);
}

/* Nothing leaves before it is due, and not much later. */
static void
test_on_time(void)
{
	struct queue *q = new_or_abort();
	for (int64_t ms = 0; ms <= 60; ms += 15) {
		int64_t due_ns = clock_now_ns() + ms * MS;
		park_or_abort(q, q, due_ns);
		CHECK(take(q) == q, "%d ms", (int)ms);
		int64_t late_ns = clock_now_ns() - due_ns;
		CHECK(late_ns >= 0, "%d ms", (int)ms);
		CHECK(late_ns < LATE_MS * MS, "%d ms", (int)ms);
	}
	/* Taken just before, where rounding would show. */
	for (int i = 0; i < 50; i++) {
		int64_t due_ns = clock_now_ns() + MS / 5;
		park_or_abort(q, q, due_ns);
		take(q);
		CHECK(clock_now_ns() >= due_ns, "0.2 ms");
	}
	queue_free(q);
}

/* Who waits until a time gets what is due by then, and no more. */
static void
test_until(void)
{
	struct queue *q = new_or_abort();
	int64_t start_ns = clock_now_ns();
	CHECK(queue_take_until(q, 0) == NULL, "none");
	CHECK(queue_take_until(q, start_ns + 10 * MS) == NULL, "none");
	park_or_abort(q, q, start_ns + 40 * MS);
	CHECK(queue_take_until(q, 0) == NULL, "not due now");
	CHECK(queue_take_until(q, start_ns + 20 * MS) == NULL, "later");
	int64_t late_ns = clock_now_ns() - start_ns - 20 * MS;
	CHECK(late_ns >= 0 && late_ns < LATE_MS * MS, "20 ms");
	CHECK(queue_take_until(q, start_ns + 60000 * MS) == q, "due first");
	park_or_abort(q, q, start_ns);
	CHECK(queue_take_until(q, 0) == q, "due now");
	queue_free(q);
}

/* A thread that takes items, notes when, and works on each. */
struct taker {
	pthread_t thread;
	struct queue *q;
	int64_t work_ns;
	void *items[8];
	int64_t taken_ns[8];
	size_t count;
};

static void *
run_taker(void *arg)
{
	struct taker *t = arg;
	void *item;
	while ((item = take(t->q)) != NULL && t->count < 8) {
		t->taken_ns[t->count] = clock_now_ns();
		t->items[t->count++] = item;
		clock_sleep_until(clock_now_ns() + t->work_ns);
	}
	return NULL;
}

static void
start_taker(struct taker *t, struct queue *q, int64_t work_ns)
{
	*t = (struct taker){ .q = q, .work_ns = work_ns };
	if (pthread_create(&t->thread, NULL, run_taker, t) != 0)
		abort();
}

/* A thread that waits for a later deadline learns of an earlier one. */
static void
test_overtake(void)
{
	struct queue *q = new_or_abort();
	struct taker taker;
	int64_t start_ns = clock_now_ns();
	char late, early;
	park_or_abort(q, &late, start_ns + 1500 * MS);
	start_taker(&taker, q, 0);
	clock_sleep_until(start_ns + 30 * MS); /* it waits for late now */
	park_or_abort(q, &early, start_ns + 60 * MS);
	clock_sleep_until(start_ns + 1000 * MS); /* closing wakes all */
	queue_close(q, INT64_MAX);
	pthread_join(taker.thread, NULL);
	CHECK(taker.count == 2 && taker.items[0] == &early &&
		  taker.items[1] == &late,
	    "order");
	CHECK(taker.taken_ns[0] >= start_ns + 60 * MS &&
		  taker.taken_ns[0] < start_ns + (60 + LATE_MS) * MS,
	    "the earlier one is on time");
	CHECK(taker.taken_ns[1] >= start_ns + 1500 * MS,
	    "the later one is not early");
	queue_free(q);
}

/* Two threads share the work: each item is taken once, none early. */
static void
test_two_threads(void)
{
	struct queue *q = new_or_abort();
	struct taker takers[2];
	start_taker(&takers[0], q, 0);
	start_taker(&takers[1], q, 0);
	int64_t start_ns = clock_now_ns();
	int64_t due[8];
	for (size_t i = 0; i < 8; i++) {
		due[i] = start_ns + (int64_t)(80 - 10 * i) * MS;
		park_or_abort(q, &due[i], due[i]);
	}
	queue_close(q, INT64_MAX);
	pthread_join(takers[0].thread, NULL);
	pthread_join(takers[1].thread, NULL);
	CHECK_NUMBER((long long)(takers[0].count + takers[1].count), 8,
	    "items that were taken");
	unsigned seen = 0;
	for (size_t t = 0; t < 2; t++)
		for (size_t i = 0; i < takers[t].count; i++) {
			int64_t *item = takers[t].items[i];
			int64_t late_ns = takers[t].taken_ns[i] - *item;
			seen |= 1U << (item - due);
			CHECK(late_ns >= 0 && late_ns < LATE_MS * MS, "item %d",
			    (int)(item - due));
		}
	CHECK_NUMBER(seen, 0xff, "each item once");
	queue_free(q);
}

/* While one thread works on an item, the other one watches for the next, also
 * if it was idle when both were parked. */
static void
test_one_works(void)
{
	struct queue *q = new_or_abort();
	struct taker takers[2];
	start_taker(&takers[0], q, 3 * LATE_MS * MS);
	start_taker(&takers[1], q, 3 * LATE_MS * MS);
	int64_t start_ns = clock_now_ns();
	clock_sleep_until(start_ns + 30 * MS); /* both are idle now */
	int64_t due[2] = { start_ns + 40 * MS, start_ns + 60 * MS };
	park_or_abort(q, &due[0], due[0]);
	park_or_abort(q, &due[1], due[1]);
	clock_sleep_until(due[1] + 2 * LATE_MS * MS); /* closing wakes all */
	queue_close(q, INT64_MAX);
	for (size_t t = 0; t < 2; t++)
		pthread_join(takers[t].thread, NULL);
	for (size_t t = 0; t < 2; t++)
		if (CHECK_NUMBER(
			(long long)takers[t].count, 1, "thread %zu", t))
			CHECK(takers[t].taken_ns[0] -
				      *(int64_t *)takers[t].items[0] <
				  LATE_MS * MS,
			    "thread %zu", t);
	queue_free(q);
}

/* A closed queue hands out what is parked, at its time, then NULL to every
 * thread; a thread that waits is told. */
static void
test_close(void)
{
	struct queue *q = new_or_abort();
	struct taker takers[2];
	start_taker(&takers[0], q, 0);
	start_taker(&takers[1], q, 0);
	queue_close(q, INT64_MAX);
	pthread_join(takers[0].thread, NULL);
	pthread_join(takers[1].thread, NULL);
	CHECK(takers[0].count == 0 && takers[1].count == 0, "empty");
	queue_free(q);

	q = new_or_abort();
	int64_t due_ns = clock_now_ns() + 30 * MS;
	park_or_abort(q, q, due_ns);
	queue_close(q, INT64_MAX);
	CHECK(take(q) == q, "parked before");
	CHECK(clock_now_ns() >= due_ns, "not early");
	CHECK(take(q) == NULL, "then NULL");
	CHECK(take(q) == NULL, "and NULL again");
	queue_free(q);
	queue_free(NULL);
}

/* What is taken out by its id is handed out once, and the others still leave
 * in order. */
static void
test_take_out(void)
{
	enum { ITEMS = 200 };
	static int64_t due[ITEMS + 1];
	struct queue *q = new_or_abort();
	for (uint64_t i = 1; i <= ITEMS; i++) {
		due[i] = (int64_t)(i * 7919 % 1009);
		if (queue_park(q, &due[i], i, due[i]) != ERR_OK)
			abort();
	}
	for (uint64_t i = 1; i <= ITEMS; i += 3) {
		CHECK(queue_take_out(q, i) == &due[i], "item %d", (int)i);
		CHECK(queue_take_out(q, i) == NULL, "%d again", (int)i);
		due[i] = -1;
	}
	int64_t last = 0;
	size_t count = 0;
	int64_t *item;
	while ((item = queue_take_until(q, 0)) != NULL) {
		CHECK(*item >= last, "item %d", (int)(item - due));
		last = *item;
		count++;
	}
	CHECK_NUMBER((long long)count, ITEMS - 67, "the others");
	queue_free(q);
}

/* Once it is closed, the limit is the latest due time. */
static void
test_limit(void)
{
	struct queue *q = new_or_abort();
	char early, late;
	int64_t start_ns = clock_now_ns();
	park_or_abort(q, &late, start_ns + 3600000 * MS);
	park_or_abort(q, &early, start_ns + 10 * MS);
	queue_close(q, start_ns + 40 * MS);
	CHECK(take(q) == &early, "first");
	CHECK(take(q) == &late, "then the other");
	CHECK(clock_now_ns() >= start_ns + 40 * MS, "not before the limit");
	CHECK(take(q) == NULL, "then NULL");
	queue_free(q);
}

CU_TestInfo queue_tests[] = {
	{ "the earliest leaves first", test_order },
	{ "equal due times leave in order of parking", test_fifo },
	{ "never early, soon after", test_on_time },
	{ "who waits until a time waits no longer", test_until },
	{ "an earlier deadline overtakes", test_overtake },
	{ "two threads share the queue", test_two_threads },
	{ "one thread works, the other watches", test_one_works },
	{ "a closed queue is emptied", test_close },
	{ "what is taken out by its id", test_take_out },
	{ "closed with a limit", test_limit },
	CU_TEST_INFO_NULL,
};
