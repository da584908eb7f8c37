/*
 * transmit.c: from a struct response to the bytes that the web server reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fastcgi/transmit.h"

#include "lib/text.h"

#include <string.h>

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

/* Write nanoseconds as milliseconds, with the given number of decimals at
 * least, and as many as it takes to be exact: "0.1125". */
static void
put_ms(FCGX_Stream *out, int64_t ns, size_t decimals)
{
	char fraction[] = ".000000";
	size_t length = 0;
	int64_t left_ns = ns % 1000000;
	put_number(out, ns / 1000000);
	for (int64_t unit = 100000; length < decimals || left_ns > 0;
	     unit /= 10) {
		fraction[++length] = (char)('0' + left_ns / unit);
		left_ns %= unit;
	}
	if (length > 0)
		FCGX_PutStr(fraction, (int)length + 1, out);
}

void
transmit_response(struct connection *c, const struct response *r, size_t most)
{
	FCGX_Stream *out = c->fcgi.out;
	put(out, "Status: ");
	put_number(out, r->status);
	if (r->content_type != NULL) {
		put(out, "\r\nContent-Type: ");
		put(out, r->content_type);
	}
	/* 204 and 304 have no body; a length would describe another answer's.
	 */
	if (r->status != 204 && r->status != 304 && r->listing == NULL) {
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

bool
transmit_piece(struct connection *c, const struct buffer *piece)
{
	return FCGX_PutStr(piece->bytes, (int)piece->length, c->fcgi.out) >= 0;
}

bool
transmit_flush(struct connection *c)
{
	return FCGX_FFlush(c->fcgi.out) >= 0;
}
