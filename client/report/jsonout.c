/*
 * jsonout.c: values -> JSON, for the reports in JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/jsonout.h"

#include "lib/alloc.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

struct json_object *
jsonout_object(void)
{
	return alloc_checked(json_object_new_object());
}

struct json_object *
jsonout_array(void)
{
	return alloc_checked(json_object_new_array());
}

struct json_object *
jsonout_boolean(bool value)
{
	return alloc_checked(json_object_new_boolean(value));
}

struct json_object *
jsonout_count(size_t n)
{
	return alloc_checked(json_object_new_int64((int64_t)n));
}

struct json_object *
jsonout_decimal(double value, int decimals)
{
	char *text = alloc_format("%.*f", decimals, value);
	struct json_object *number =
	    alloc_checked(json_object_new_double_s(value, text));
	free(text);
	return number;
}

struct json_object *
jsonout_bytes(const char *text, size_t length)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char *good = alloc_bytes(length * strlen(replacement) + 1);
	char *end = good;
	while (length > 0) {
		size_t bytes = text_character(text, length);
		end = bytes > 0 ? (char *)memcpy(end, text, bytes) + bytes
				: stpcpy(end, replacement);
		text += bytes > 0 ? bytes : 1;
		length -= bytes > 0 ? bytes : 1;
	}
	struct json_object *object =
	    alloc_checked(json_object_new_string_len(good, (int)(end - good)));
	free(good);
	return object;
}

struct json_object *
jsonout_string(const char *text)
{
	return jsonout_bytes(text, strlen(text));
}

void
jsonout_add(
    struct json_object *object, const char *name, struct json_object *value)
{
	if (json_object_object_add(object, name, value) != 0)
		alloc_checked(NULL);
}
