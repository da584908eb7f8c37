/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CONNECTION_H
#define DOCKING_CONNECTION_H

#include <fcgiapp.h>
#include <stdbool.h>

/**
 * A connection to the web server, which carries one request and its answer.
 * Only receive.c, transmit.c and connection.c look inside.
 *
 * Life cycle: connection_init() once; then connection_accept(), and
 * connection_finish() or connection_cut(), as often as wanted. Between two
 * requests nothing needs to be freed.
 */
struct connection {
	FCGX_Request fcgi;
};

/** Prepare libfcgi, once a process, before the first connection_accept(). */
void connection_init_library(void);

/** Prepare c; connection_accept() gives it a socket. */
void connection_init(struct connection *c);

/**
 * Wait for a connection to descriptor 0, and read its request up to its body.
 * Returns 0, or an errno. A connection that does not bring a whole request
 * within some seconds is closed, and the wait goes on.
 */
int connection_accept(struct connection *c);

/** Return the socket, to be watched; it stays the connection's. */
int connection_fd(const struct connection *c);

/** Wait until the web server accepts bytes without making this thread wait.
 * Returns false if it does not within timeout_ms; -1: no timeout. */
bool connection_has_room(const struct connection *c, int timeout_ms);

/** End a connection whose answer was written to its end. */
void connection_finish(struct connection *c);

/** End a connection in the middle of its answer. Without FastCGI's end of the
 * request the web server breaks off as well, so the client can tell. */
void connection_cut(struct connection *c);

#endif
