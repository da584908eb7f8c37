/*
 * job.c: a request's connection to the web server, and its two ends.
 *
 * SPDX-License-Identifier: MIT
 */
#include "job.h"

#include <poll.h>
#include <stdlib.h>

struct job *
job_new(void)
{
	struct job *job = calloc(1, sizeof(*job));
	if (job != NULL)
		FCGX_InitRequest(&job->fcgi, 0, 0);
	return job;
}

static void
clear(struct job *job)
{
	rest_done(&job->rest);
	request_done(&job->request);
}

void
job_finish(struct job *job)
{
	/* The input was read to its end, so there is no need to wait, up to
	 * 2 s, for the web server to close first. */
	FCGX_Detach(&job->fcgi);
	FCGX_Finish_r(&job->fcgi);
	clear(job);
}

void
job_cut(struct job *job)
{
	FCGX_Free(&job->fcgi, 1);
	clear(job);
}

bool
job_has_room(const struct job *job, int timeout_ms)
{
	struct pollfd out = { .fd = job->fcgi.ipcFd, .events = POLLOUT };
	return poll(&out, 1, timeout_ms) != 0;
}
