/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RESPONSE_H
#define DOCKING_RESPONSE_H

#include "answer/gzip.h"
#include "lib/buffer.h"

#include <stddef.h>
#include <stdint.h>

struct listing;

/**
 * An answer. Life cycle: response_init(), a handler or app.c fills it in,
 * transmit_response() sends it, response_done().
 */
struct response {
	int status;
	const char *content_type; /* static; NULL: no body */
	struct buffer headers;    /* further headers; each ends with CR LF */
	struct buffer body;
	struct listing
	    *listing;           /* owned; continues body; NULL: body is whole */
	struct gzip_sum gzip;   /* if begun, the listing is compressed too */
	int64_t delay_ns;       /* waited on purpose; -1: not delayed */
	int64_t app_ns;         /* the work after the wait */
	const char *request_id; /* set before transmission */
};

void response_init(struct response *r);

/** Add a header: printf "Name: value", without a line's end, of at most 255
 * bytes; a longer one is left out, and sets the error of headers. The caller
 * makes sure that the value has no control character. */
void response_header(struct response *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void response_done(struct response *r);

#endif
