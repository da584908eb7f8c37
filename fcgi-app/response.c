/*
 * response.c: from a struct response to the bytes that the web server reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "response.h"

#include "listing.h"

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
	char line[4096 + 512]; /* Link holds a target */
	va_list ap;
	va_start(ap, format);
	int length = vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	/* Half of one would be a lie. */
	if (length < 0 || (size_t)length >= sizeof(line)) {
		r->headers.failed = true;
		return;
	}
	buffer_add(&r->headers, line, (size_t)length);
	buffer_add_text(&r->headers, "\r\n");
}

void
response_write(const struct response *r, size_t most, FCGX_Request *fcgi)
{
	char head[512]; /* at most six short lines */
	size_t used = 0;

#define ADD(...)                                                               \
	(used +=                                                               \
	    (size_t)snprintf(head + used, sizeof(head) - used, __VA_ARGS__))
	ADD("Status: %d\r\n", r->status);
	if (r->content_type != NULL)
		ADD("Content-Type: %s\r\n", r->content_type);
	/* Neither has a body, and a length would be that of another one. */
	if (r->status != 204 && r->status != 304 && r->rest == NULL)
		ADD("Content-Length: %zu\r\n", r->body.length);
	if (r->delay_ns >= 0)
		ADD("Server-Timing: delay;dur=%.10g, app;dur=%.3f\r\n",
		    (double)r->delay_ns / 1e6, (double)r->app_ns / 1e6);
	ADD("X-Request-Id: %s\r\n", r->request_id);
#undef ADD

	FCGX_PutStr(head, (int)used, fcgi->out);
	FCGX_PutStr(r->headers.bytes, (int)r->headers.length, fcgi->out);
	FCGX_PutStr("\r\n", 2, fcgi->out);
	if (most > r->body.length)
		most = r->body.length;
	FCGX_PutStr(r->body.bytes, (int)most, fcgi->out);
}

void
response_done(struct response *r)
{
	buffer_free(&r->headers);
	buffer_free(&r->body);
	listing_free(r->rest);
	r->rest = NULL;
}
