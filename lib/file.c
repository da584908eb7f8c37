/*
 * file.c: a file -> text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/file.h"

#include "lib/alloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
file_text(const char *name, size_t max)
{
	char part[16384];
	struct buffer text = { .bytes = NULL };
	FILE *from = fopen(name, "r");
	if (from == NULL)
		return NULL;
	size_t n;
	while (
	    text.length <= max && (n = fread(part, 1, sizeof(part), from)) > 0)
		buffer_add(&text, part, n);
	int error = ferror(from) ? errno : text.length > max ? EFBIG : 0;
	fclose(from);
	size_t length = text.length;
	char *string = alloc_text(&text);
	if (error == 0 && strlen(string) != length)
		error = EILSEQ;
	if (error == 0)
		return string;
	free(string);
	errno = error;
	return NULL;
}
