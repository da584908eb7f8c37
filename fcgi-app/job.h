/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JOB_H
#define DOCKING_JOB_H

#include "listing.h"
#include "request.h"

#include <fcgiapp.h>
#include <stdbool.h>
#include <stdint.h>

/** One request, from its acceptance to its end. It is used by one thread at a
 * time, and may be used for one request after another. */
struct job {
	FCGX_Request fcgi;
	struct request request;
	struct listing *rest; /* of an answer that has begun; or NULL */
	int64_t due_ns;       /* CLOCK_MONOTONIC; when its delay is over */
	int waits; /* of its rest, one after another, for its reader */
};

/** NULL when memory runs out; free() it when it is finished or cut. */
struct job *job_new(void);

/** Wait for a connection to descriptor 0, and read its request up to its body.
 * Returns 0, or an errno. What is not a whole request within some seconds is
 * closed, and the next one is waited for. */
int job_accept(struct job *job);

/** The answer was written. */
void job_finish(struct job *job);

/** Part of the answer is on its way and the rest cannot be had: without an
 * end, the web server breaks the connection off, and the client can tell. */
void job_cut(struct job *job);

/** Will the web server take a piece without making this thread wait? */
bool job_has_room(const struct job *job, int timeout_ms);

#endif
