/*
 * quotes.c: JSON in C strings without backslashes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "quotes.h"

#include <stdlib.h>
#include <string.h>

char *
quotes_doubled(const char *text)
{
	char *copy = strdup(text);
	if (copy == NULL)
		abort();
	for (char *p = copy; (p = strchr(p, '\'')) != NULL; p++)
		*p = '"';
	return copy;
}
