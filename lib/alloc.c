/*
 * alloc.c: memory for command-line tools, which end when it runs out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

void *
alloc_checked(void *memory)
{
	if (memory == NULL) {
		fputs("docking-timing: out of memory\n", stderr);
		exit(EX_SOFTWARE);
	}
	return memory;
}

void *
alloc_bytes(size_t size)
{
	return alloc_checked(malloc(size > 0 ? size : 1));
}

void *
alloc_zeroed(size_t count, size_t size)
{
	return alloc_checked(calloc(count > 0 ? count : 1, size));
}

void *
alloc_resized(void *memory, size_t size)
{
	return alloc_checked(realloc(memory, size > 0 ? size : 1));
}

char *
alloc_string(const char *s)
{
	return alloc_checked(strdup(s));
}

char *
alloc_text(struct buffer *b)
{
	buffer_add(b, "", 1);
	char *text = alloc_checked(b->failed ? NULL : b->bytes);
	*b = (struct buffer){ .bytes = NULL };
	return text;
}

char *
alloc_vformat(const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	char *text = alloc_bytes((size_t)(length > 0 ? length : 0) + 1);
	vsnprintf(text, (size_t)(length > 0 ? length : 0) + 1, format, ap);
	return text;
}

char *
alloc_format(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *text = alloc_vformat(format, ap);
	va_end(ap);
	return text;
}
