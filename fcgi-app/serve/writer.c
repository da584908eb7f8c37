/*
 * writer.c: the one thread of a process that writes, in the timer model:
 * readers never wait behind it for the database, and changes that are due
 * together are one transaction.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/clock.h"
#include "serve/batch.h"

static const int64_t idle_after_ns = 1000000000; /* without work */

void *
writer_run(void *arg)
{
	struct worker *worker = arg;
	struct queue *writes = worker->serve->writes;
	struct exchange *exchanges[BATCH_WRITES_MAX];
	struct exchange *begun; /* never in this queue */
	for (;;) {
		size_t count =
		    batch_take(worker, writes, clock_now_ns() + idle_after_ns,
			exchanges, BATCH_WRITES_MAX, &begun);
		if (count == 0) {
			store_idle(worker->app.store);
			count = batch_take(worker, writes, INT64_MAX, exchanges,
			    BATCH_WRITES_MAX, &begun);
		}
		if (count == 0)
			return NULL;
		batch_answer_writes(worker, exchanges, count);
		batch_free(exchanges, count);
	}
}
