/*
 * record_check.c: the rules for the texts of a record.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/record_check.h"

#include "lib/text.h"

const char *
record_check_name(const char *text, size_t length)
{
	size_t characters = text_characters(text, length);
	return characters >= 1 && characters <= 200
		   ? NULL
		   : "must have 1 to 200 characters";
}

const char *
record_check_role(const char *text, size_t length)
{
	size_t characters = text_characters(text, length);
	return characters >= 1 && characters <= 64
		   ? NULL
		   : "must have 1 to 64 characters";
}
