/*
 * response.c: from a struct response to the bytes that the web server reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "response.h"

#include "listing.h"

#include <inttypes.h>
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

/* Nanoseconds as milliseconds, without zeros at the end: "0.1125". Half the
 * time of %g, and exact. */
static void
print_ms(int64_t ns, char to[32])
{
	int used = snprintf(to, 32, "%" PRId64, ns / 1000000);
	int64_t rest = ns % 1000000;
	if (rest == 0)
		return;
	to[used++] = '.';
	for (int64_t unit = 100000; rest > 0; unit /= 10) {
		to[used++] = (char)('0' + rest / unit);
		rest %= unit;
	}
	to[used] = '\0';
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
	if (r->delay_ns >= 0) {
		char delay[32];
		int64_t app_us = (r->app_ns + 500) / 1000;
		print_ms(r->delay_ns, delay);
		ADD("Server-Timing: delay;dur=%s, app;dur=%" PRId64 ".%03d\r\n",
		    delay, app_us / 1000, (int)(app_us % 1000));
	}
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
