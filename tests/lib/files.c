/*
 * files.c: whole files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
file_read(const char *name, size_t *ret_length)
{
	char piece[4096];
	char *bytes = NULL;
	size_t n, length = 0;
	FILE *in = fopen(name, "rb");
	if (in == NULL)
		return NULL;
	FILE *to = open_memstream(&bytes, &length);
	if (to == NULL)
		abort();
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		fwrite(piece, 1, n, to);
	if (ferror(in) || fclose(to) != 0)
		abort();
	fclose(in);
	if (ret_length != NULL)
		*ret_length = length;
	return bytes;
}

void
file_write(const char *name, const char *bytes, size_t length)
{
	FILE *out = fopen(name, "wb");
	if (out == NULL || fwrite(bytes, 1, length, out) != length ||
	    fclose(out) != 0)
		abort();
}

void
file_write_text(const char *name, const char *text)
{
	file_write(name, text, strlen(text));
}
