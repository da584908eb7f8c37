/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JOB_H
#define DOCKING_JOB_H

#include "request.h"
#include "rest.h"

#include <fcgiapp.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * One request, from its acceptance to its end, and its connection to the web
 * server. job_finish() or job_cut() ends it; then it can be accepted into
 * again, or freed with free().
 */
struct job {
	FCGX_Request fcgi;
	struct request request;
	struct rest rest; /* of the answer that has begun */
	int64_t due_ns;   /* CLOCK_MONOTONIC; when its delay is over */
};

/** NULL when memory runs out. */
struct job *job_new(void);

/** Wait for a connection to descriptor 0, and read its request up to its body.
 * Returns 0, or an errno. What is not a whole request within some seconds is
 * closed, and the next one is waited for. */
int job_accept(struct job *job);

/** All of the answer was written. */
void job_finish(struct job *job);

/** Part of the answer is on its way, and that was all: without an end, the web
 * server breaks the connection off, and the client can tell. */
void job_cut(struct job *job);

/** Will the web server take a piece without making this thread wait? Waits for
 * that for so long; -1: as long as it takes. */
bool job_has_room(const struct job *job, int timeout_ms);

#endif
