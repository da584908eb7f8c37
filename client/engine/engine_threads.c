/*
 * engine_threads.c: a pool of threads with an easy handle each; every thread
 * works like engine_sync.c on the next workflow that has not begun.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/engine.h"

#include "engine/schedule.h"
#include "lib/alloc.h"
#include "lib/interrupt.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* Enough for libcurl and for our own calls, also with TLS and the sanitizers;
 * the default of 8 MB would be 80 GB of address space for 10,000 threads. */
enum { STACK_BYTES = 256 * 1024 };

struct pool {
	struct run *run;
	atomic_size_t next; /* workflow not yet begun */
};

static void *
work(void *arg)
{
	struct pool *pool = arg;
	struct run *run = pool->run;
	struct transfer *t = transfer_new(run->target);
	transfer_heed_interrupt(t);
	size_t i;
	while ((i = atomic_fetch_add(&pool->next, 1)) < run->workflows_count &&
	       schedule_wait(run, i)) {
		while (run->workflows[i].state == WORKFLOW_NEXT &&
		       !interrupt_requested()) {
			engine_begin(run, i, t);
			engine_end(run, i, t, curl_easy_perform(t->easy));
		}
	}
	transfer_free(t);
	return NULL;
}

static char *
run_threads(struct run *run)
{
	struct pool pool = { .run = run };
	pthread_t *threads = alloc_zeroed(run->concurrency, sizeof(*threads));
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	size_t count = 0;
	int error = 0;
	while (count < run->concurrency && error == 0) {
		error = pthread_create(&threads[count], &attr, work, &pool);
		count += error == 0;
	}
	pthread_attr_destroy(&attr);
	char *why = NULL;
	if (error != 0) {
		why = alloc_format("thread %zu of %zu: %s; a smaller "
				   "--concurrency needs fewer",
		    count + 1, run->concurrency, strerror(error));
		atomic_store(&pool.next, run->workflows_count);
	}
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	free(threads);
	return why;
}

const struct engine engine_threads = {
	.name = "threads",
	.summary = "a pool of threads, one easy handle each",
	.run = run_threads,
};
