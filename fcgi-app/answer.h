/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ANSWER_H
#define DOCKING_ANSWER_H

#include "worker.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	ANSWER_READS_MAX = 16,  /* requests that read, answered together */
	ANSWER_WRITES_MAX = 64, /* changes in a transaction */
};

/** A parked request's turn has come, and its place is free. False, and it is
 * refused and finished, if that is not because its delay is over. */
bool answer_is_due(struct worker *worker, struct job *job);

/**
 * Answer requests that change nothing, with one transaction for all. With
 * sleep, where a request that writes is answered like the others, count is 1.
 * In jobs, those that are finished stay, to be used again; those that the
 * answerers will finish become NULL.
 */
void answer_reads(struct worker *worker, struct job *jobs[], size_t count);

/** The same for changes: all in one transaction, so that none is answered
 * before all are on the disk. */
void answer_writes(struct worker *worker, struct job *jobs[], size_t count);

#endif
