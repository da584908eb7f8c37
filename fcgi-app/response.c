/*
 * response.c: from a struct response to the bytes that the web server reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "response.h"

#include "listing.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
	/* Half of one would be a lie. */
	if (length < 0 || (size_t)length >= sizeof(line)) {
		r->headers.failed = true;
		return;
	}
	buffer_add(&r->headers, line, (size_t)length);
	buffer_add_text(&r->headers, "\r\n");
}

static void
put(FCGX_Stream *out, const char *text)
{
	FCGX_PutStr(text, (int)strlen(text), out);
}

static void
put_number(FCGX_Stream *out, int64_t number)
{
	char digits[TEXT_DIGITS_SIZE];
	FCGX_PutStr(digits, (int)text_digits(number, digits), out);
}

/* Nanoseconds as milliseconds, with at least so many decimals, and as many as
 * it takes to be exact: "0.1125". */
static void
put_ms(FCGX_Stream *out, int64_t ns, size_t decimals)
{
	char fraction[] = ".000000";
	size_t length = 0;
	int64_t rest = ns % 1000000;
	put_number(out, ns / 1000000);
	for (int64_t unit = 100000; length < decimals || rest > 0; unit /= 10) {
		fraction[++length] = (char)('0' + rest / unit);
		rest %= unit;
	}
	if (length > 0)
		FCGX_PutStr(fraction, (int)length + 1, out);
}

void
response_write(const struct response *r, size_t most, FCGX_Request *fcgi)
{
	FCGX_Stream *out = fcgi->out;
	put(out, "Status: ");
	put_number(out, r->status);
	if (r->content_type != NULL) {
		put(out, "\r\nContent-Type: ");
		put(out, r->content_type);
	}
	/* Neither has a body, and a length would be that of another one. */
	if (r->status != 204 && r->status != 304 && r->rest == NULL) {
		put(out, "\r\nContent-Length: ");
		put_number(out, (int64_t)r->body.length);
	}
	if (r->delay_ns >= 0) {
		put(out, "\r\nServer-Timing: delay;dur=");
		put_ms(out, r->delay_ns, 0);
		put(out, ", app;dur=");
		put_ms(out, (r->app_ns + 500) / 1000 * 1000, 3);
	}
	put(out, "\r\nX-Request-Id: ");
	put(out, r->request_id);
	put(out, "\r\n");
	FCGX_PutStr(r->headers.bytes, (int)r->headers.length, out);
	put(out, "\r\n");
	if (most > r->body.length)
		most = r->body.length;
	FCGX_PutStr(r->body.bytes, (int)most, out);
}

void
response_done(struct response *r)
{
	buffer_free(&r->headers);
	buffer_free(&r->body);
	listing_free(r->rest);
	r->rest = NULL;
}
