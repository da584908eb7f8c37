/*
 * answerer.c: the threads that take due requests, and answers to be continued,
 * from their deadline queue.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/batch.h"
#include "serve/send.h"

#include <stdlib.h>

void *
answerer_run(void *arg)
{
	struct worker *worker = arg;
	struct exchange *exchanges[BATCH_READS_MAX];
	struct exchange *begun;
	size_t count;
	do {
		count = batch_take(worker, worker->serve->queue, INT64_MAX,
		    exchanges, BATCH_READS_MAX, &begun);
		if (count > 0)
			batch_answer_reads(worker, exchanges, count);
		batch_free(exchanges, count);
		if (begun != NULL && send_remainder(worker, begun))
			free(begun);
	} while (count > 0 || begun != NULL);
	return NULL;
}
