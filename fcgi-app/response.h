/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RESPONSE_H
#define DOCKING_RESPONSE_H

#include <fcgiapp.h>
#include <stddef.h>
#include <stdint.h>

/**
 * An answer. Life cycle: response_init(), a handler or app.c fills it in,
 * response_write(), response_done().
 */
struct response {
	int status;
	const char *content_type; /* static; NULL: no body */
	char *body;               /* owned; NULL: no body */
	size_t body_length;       /* bytes, without a NUL */
	const char *allow;        /* static; NULL: no Allow header */
	int retry_after_s;        /* 0: no Retry-After header */
	int64_t delay_ns;         /* waited on purpose; -1: not delayed */
	int64_t app_ns;           /* the work after the wait */
};

void response_init(struct response *r);

/**
 * Write headers and body to fcgi->out. The web server leaves out the body of
 * a HEAD request itself. A client that is gone is nobody's error.
 */
void response_write(const struct response *r, FCGX_Request *fcgi);

void response_done(struct response *r);

#endif
