/*
 * fuzz.c: what the fuzz targets share.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "lib/text.h"

#include <string.h>

char *
fuzz_bytes(const void *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);
	MUST(copy != NULL);
	if (size > 0)
		memcpy(copy, data, size);
	return copy;
}

char *
fuzz_text(const uint8_t *data, size_t size)
{
	char *copy = strndup(size > 0 ? (const char *)data : "", size);
	MUST(copy != NULL);
	return copy;
}

char *
fuzz_cut(const uint8_t **data, size_t *size, char separator)
{
	const uint8_t *end =
	    *size == 0 ? NULL : memchr(*data, separator, *size);
	size_t length = end == NULL ? *size : (size_t)(end - *data);
	char *part = fuzz_text(*data, length);
	length += end != NULL;
	*data += length;
	*size -= length;
	return part;
}

bool
fuzz_is_line(const char *text)
{
	size_t length = strlen(text);
	return text_is_utf8(text, length) && !text_has_control(text, length);
}
