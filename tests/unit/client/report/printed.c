/*
 * printed.c: a report as text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "printed.h"

#include <stdlib.h>

char *
printed(void (*print)(const struct summary *, FILE *), const struct summary *s)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	print(s, to);
	fclose(to);
	return text;
}
