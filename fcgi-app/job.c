/*
 * job.c: a request's connection to the web server, and its two ends.
 *
 * SPDX-License-Identifier: MIT
 */
#include "job.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct job *
job_new(void)
{
	struct job *job = calloc(1, sizeof(*job));
	/* No socket to accept from: job_accept() does that. */
	if (job != NULL)
		FCGX_InitRequest(&job->fcgi, -1, 0);
	return job;
}

/* Wait for the first byte of a request, up to 2 s. They are counted in slices,
 * as time while the process itself stands still (SIGSTOP, a suspended machine)
 * must not count: the web server may stand still as well. */
static bool
has_begun(int fd)
{
	enum { SLICES = 20, SLICE_MS = 100 };
	struct pollfd in = { .fd = fd, .events = POLLIN };
	int slice = 0;
	while (slice < SLICES && poll(&in, 1, SLICE_MS) <= 0)
		slice++;
	return slice < SLICES;
}

/* libfcgi would wait for ever for the rest of a request, and with it a thread.
 * So the connection is accepted here, with a limit for each read (the web
 * server sends all at once), and handed over as one that was kept open. And it
 * is handed over when there is something to read: a read with a limit that is
 * stopped while it waits fails (EINTR), which libfcgi takes for the end. */
int
job_accept(struct job *job)
{
	const struct timeval limit = { .tv_sec = 2 };
	for (;;) {
		int fd = accept(0, NULL, NULL);
		if (fd < 0 && errno == ECONNABORTED)
			continue;
		if (fd < 0)
			return errno;
		if (!has_begun(fd)) {
			close(fd);
			continue;
		}
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
		job->fcgi.ipcFd = fd;
		job->fcgi.keepConnection = 1;
		if (FCGX_Accept_r(&job->fcgi) == 0)
			return 0;
	}
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
	 * 2 s, for the web server to close first. And the connection ends with
	 * the request, also if the web server asked to keep it
	 * (FCGI_KEEP_CONN): libfcgi would look for the next request on it in
	 * this job only. */
	job->fcgi.keepConnection = 0;
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
