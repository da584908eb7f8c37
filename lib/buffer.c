/*
 * buffer.c: text that grows: bodies, headers, SQL.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reserve room for length more bytes and a NUL. */
static bool
reserve(struct buffer *b, size_t length)
{
	if (b->failed)
		return false;
	if (length < b->size - b->length)
		return true;
	size_t size = b->size == 0 ? 128 : b->size;
	while (size - b->length <= length)
		size *= 2;
	char *bytes = realloc(b->bytes, size);
	if (bytes == NULL) {
		b->failed = true;
		return false;
	}
	b->bytes = bytes;
	b->size = size;
	return true;
}

void
buffer_add(struct buffer *b, const char *bytes, size_t length)
{
	if (length == 0 || !reserve(b, length))
		return;
	memcpy(b->bytes + b->length, bytes, length);
	b->length += length;
}

void
buffer_add_text(struct buffer *b, const char *text)
{
	buffer_add(b, text, strlen(text));
}

void
buffer_add_all(struct buffer *b, const char *const texts[])
{
	for (; *texts != NULL; texts++)
		buffer_add_text(b, *texts);
}

void
buffer_printf(struct buffer *b, const char *format, ...)
{
	/* The text mostly fits at the first try. */
	for (size_t room = 64; reserve(b, room);) {
		va_list ap;
		va_start(ap, format);
		int length = vsnprintf(
		    b->bytes + b->length, b->size - b->length, format, ap);
		va_end(ap);
		if (length < 0)
			break;
		if ((size_t)length < b->size - b->length) {
			b->length += (size_t)length;
			return;
		}
		room = (size_t)length;
	}
	b->failed = true;
}

void
buffer_add_percent(struct buffer *b, const char *bytes, size_t length,
    bool (*is_plain)(char c))
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		char escape[] = { '%', hex[c >> 4], hex[c & 0xf] };
		bool plain = is_plain(bytes[i]);
		buffer_add(
		    b, plain ? &bytes[i] : escape, plain ? 1 : sizeof(escape));
	}
}

enum err
buffer_error(const struct buffer *b)
{
	return b->failed ? ERR_NO_MEMORY : ERR_OK;
}

void
buffer_clear(struct buffer *b)
{
	b->length = 0;
	b->failed = false;
}

void
buffer_free(struct buffer *b)
{
	free(b->bytes);
	*b = (struct buffer){ .bytes = NULL };
}
