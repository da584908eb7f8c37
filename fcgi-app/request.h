/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUEST_H
#define DOCKING_REQUEST_H

#include "errcode.h"
#include "query.h"

#include <fcgiapp.h>

struct route;

/**
 * One request on its way through the server.
 *
 * Life cycle: request_init(), request_read() fills what the web server sent,
 * route_resolve() what it means; after request_done() nothing in it is valid.
 */
struct request {
	/* From the web server; borrowed from the FCGX_Request. */
	const char *method;
	const char *target; /* raw, as the client spelt it */

	/* What it means, from route_resolve(). */
	const struct route *route; /* NULL if no route has this path */
	const char *id;            /* the decoded {id}, or NULL */
	const char *filters[QUERY_FILTERS_MAX]; /* decoded, or NULL */

	/* Why it is refused, or ERR_OK so far. */
	enum err err;
	char *detail;  /* the sentence to say; owned; NULL: err's own */
	char *decoded; /* owned; what id and filters point into */
};

void request_init(struct request *r, const char *method, const char *target);

/**
 * Take method and target from what FCGX_Accept_r filled in, and read the
 * body to its end (no route takes one, and a connection with unread input
 * cannot be closed cleanly). A body shorter than CONTENT_LENGTH makes r->err
 * ERR_BAD_REQUEST. r borrows from fcgi.
 */
void request_read(struct request *r, FCGX_Request *fcgi);

/** Refuse r with err and a sentence (printf). Returns err. */
enum err request_refuse(struct request *r, enum err err, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

void request_done(struct request *r);

#endif
