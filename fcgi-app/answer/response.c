/*
 * response.c: an answer that is being put together.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/response.h"

#include "answer/listing.h"

#include <stdarg.h>
#include <stdio.h>

void
response_init(struct response *r)
{
	*r = (struct response){ .status = 200, .delay_ns = -1 };
}

void
response_header(struct response *r, const char *format, ...)
{
	char line[256];
	va_list ap;
	va_start(ap, format);
	int length = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	/* A truncated header would be a lie. */
	if (length < 0 || (size_t)length >= sizeof(line)) {
		r->headers.failed = true;
		return;
	}
	buffer_add(&r->headers, line, (size_t)length);
	buffer_add_text(&r->headers, "\r\n");
}

void
response_done(struct response *r)
{
	buffer_free(&r->headers);
	buffer_free(&r->body);
	listing_free(r->listing);
	r->listing = NULL;
}
