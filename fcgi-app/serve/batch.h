/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_BATCH_H
#define DOCKING_BATCH_H

#include "serve/worker.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	BATCH_READS_MAX = 16,  /* requests that read, answered together */
	BATCH_WRITES_MAX = 64, /* changes in a transaction */
};

/** Give back the place of a request that was parked, or slept for. Returns true
 * if its delay is over; if not, because draining has ended, refuses and
 * finishes it. */
bool batch_is_due(struct worker *worker, struct exchange *exchange);

/**
 * Take up to `most` due requests. Blocks until one is due, or until_ns. A
 * half-sent answer, which may take long, ends the batch and is returned in
 * *ret_begun. Returns the count; 0 without *ret_begun: the queue is closed, or
 * until_ns has passed.
 */
size_t batch_take(struct worker *worker, struct queue *queue, int64_t until_ns,
    struct exchange *exchanges[], size_t most, struct exchange **ret_begun);

/**
 * Answer requests that change nothing, in one transaction for all. In the sleep
 * model, where this also answers a request that writes, count is 1. Finished
 * exchanges stay in the array, to be reused or freed; those that the answerers
 * will finish become NULL.
 */
void batch_answer_reads(
    struct worker *worker, struct exchange *exchanges[], size_t count);

/** Answer requests that write, all in one transaction: no answer is sent before
 * all changes are on the disk. exchanges as for batch_answer_reads(). */
void batch_answer_writes(
    struct worker *worker, struct exchange *exchanges[], size_t count);

/** Free the finished exchanges of a batch. */
void batch_free(struct exchange *exchanges[], size_t count);

#endif
