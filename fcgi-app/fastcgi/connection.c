/*
 * connection.c: the connection to the web server, from its start to one of its
 * two ends.
 *
 * libfcgi allows a request to be accepted in one thread and finished in
 * another, and several threads in FCGX_Accept_r on one socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fastcgi/connection.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

void
connection_init_library(void)
{
	FCGX_Init();
}

void
connection_init(struct connection *c)
{
	FCGX_InitRequest(&c->fcgi, -1, 0);
}

/* Wait for the first byte of a request, up to 2 s. The timeout is counted in
 * slices, because time in which the process itself stands still (SIGSTOP, a
 * suspended machine) must not count: the web server may stand still as well. */
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

/* Accept a connection here, because libfcgi would wait for ever for the rest of
 * a request, and block a thread. Here each read has a timeout (the web server
 * sends everything at once); libfcgi gets the connection as one that was kept
 * open. It gets it only when there is something to read: if the process is
 * stopped during a read with a timeout, the read fails (EINTR), which libfcgi
 * takes for the end. */
int
connection_accept(struct connection *c)
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
		c->fcgi.ipcFd = fd;
		c->fcgi.keepConnection = 1;
		if (FCGX_Accept_r(&c->fcgi) == 0)
			return 0;
	}
}

int
connection_fd(const struct connection *c)
{
	return c->fcgi.ipcFd;
}

bool
connection_has_room(const struct connection *c, int timeout_ms)
{
	struct pollfd out = { .fd = c->fcgi.ipcFd, .events = POLLOUT };
	return poll(&out, 1, timeout_ms) != 0;
}

void
connection_finish(struct connection *c)
{
	/* The input was read to its end, so there is no need to wait, up to 2
	 * s, for the web server to close first. The connection ends with the
	 * request even if the web server asked to keep it (FCGI_KEEP_CONN):
	 * libfcgi would look for the next request on it in this struct only. */
	c->fcgi.keepConnection = 0;
	FCGX_Detach(&c->fcgi);
	FCGX_Finish_r(&c->fcgi);
}

void
connection_cut(struct connection *c)
{
	FCGX_Free(&c->fcgi, 1);
}
