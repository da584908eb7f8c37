/*
 * number.c: text -> number, with a range.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
number_read_whole(
    const char *text, uint64_t min, uint64_t max, uint64_t *ret_number)
{
	char *end;
	errno = 0;
	uint64_t number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    number < min || number > max)
		return false;
	*ret_number = number;
	return true;
}

bool
number_read(const char *text, double min, double max, double *ret_number)
{
	char *end;
	if (*text == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0')
		return false;
	double number = strtod(text, &end);
	if (*end != '\0' || !(number >= min && number <= max))
		return false;
	*ret_number = number + 0.0; /* not -0 */
	return true;
}

bool
number_read_part(
    const char *text, size_t length, double min, double max, double *ret_number)
{
	char part[32];
	if (length >= sizeof(part) || memchr(text, '\0', length) != NULL)
		return false;
	memcpy(part, text, length);
	part[length] = '\0';
	return number_read(part, min, max, ret_number);
}
