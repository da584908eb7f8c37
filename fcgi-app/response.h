/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RESPONSE_H
#define DOCKING_RESPONSE_H

#include "buffer.h"
#include "gzip.h"

#include <fcgiapp.h>
#include <stddef.h>
#include <stdint.h>

struct listing;

/**
 * An answer. Life cycle: response_init(), a handler or app.c fills it in,
 * response_write(), response_done().
 */
struct response {
	int status;
	const char *content_type; /* static; NULL: no body */
	struct buffer headers;    /* more of them; each ends with CR LF */
	struct buffer body;
	struct listing *rest; /* owned; NULL: body is all there is */
	struct gzip_sum gzip; /* begun: what comes of rest is compressed too */
	int64_t delay_ns;     /* waited on purpose; -1: not delayed */
	int64_t app_ns;       /* the work after the wait */
	const char *request_id; /* to be set before it is written */
};

void response_init(struct response *r);

/** Add a header: printf "Name: value", without an end, of at most 255 bytes; a
 * longer one is none, and makes headers fail. Whoever gives a value sees to it
 * that it has no control character. */
void response_header(struct response *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Write headers and at most so many bytes of the body to fcgi->out. The web
 * server leaves out the body of a HEAD request itself. A client that is gone is
 * nobody's error. Of an answer with a rest the length is not said; its body
 * goes on in pieces.
 */
void response_write(const struct response *r, size_t most, FCGX_Request *fcgi);

void response_done(struct response *r);

#endif
