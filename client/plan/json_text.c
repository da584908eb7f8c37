/*
 * json_text.c: JSON text -> values. json_strict.c checks that it is JSON,
 * json-c decodes it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/json_text.h"

#include "lib/alloc.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

bool
jsontext_read(enum jsoncheck_level level, const char *text, size_t length,
    struct json_object **ret_value, struct jsoncheck_error *ret_error)
{
	if (length > INT_MAX) {
		*ret_error =
		    (struct jsoncheck_error){ INT_MAX, "more than 2 GiB" };
		return false;
	}
	if (!jsoncheck(level, text, length, ret_error))
		return false;
	/* json-c counts the innermost array's content as a level, and from 1.
	 */
	struct json_tokener *tokener =
	    alloc_checked(json_tokener_new_ex(JSONCHECK_DEPTH + 2));
	struct json_object *value =
	    json_tokener_parse_ex(tokener, text, (int)length);
	/* Only a number can continue: the NUL ends it. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		value = json_tokener_parse_ex(tokener, "", 1);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	json_tokener_free(tokener);
	if (error != json_tokener_success) {
		ret_error->at = length;
		snprintf(ret_error->why, sizeof(ret_error->why), "%s",
		    json_tokener_error_desc(error));
		return false;
	}
	*ret_value = value;
	return true;
}

struct json_object *
jsontext_parse(const char *text, size_t length, char why[JSONTEXT_WHY_SIZE])
{
	struct json_object *value = NULL;
	struct jsoncheck_error error;
	if (!jsontext_read(JSONCHECK_GRAMMAR, text, length, &value, &error))
		snprintf(why, JSONTEXT_WHY_SIZE, "byte %zu: %s", error.at,
		    error.why);
	else if (value == NULL)
		snprintf(why, JSONTEXT_WHY_SIZE, "it is null");
	return value;
}

char *
jsontext_scalar(struct json_object *value)
{
	if (json_object_is_type(value, json_type_int) ||
	    json_object_is_type(value, json_type_double))
		return (char *)json_object_get_string(value);
	if (!json_object_is_type(value, json_type_string))
		return NULL;
	char *string = (char *)json_object_get_string(value);
	/* "1\u0000" must not be taken for "1". */
	return strlen(string) == (size_t)json_object_get_string_len(value)
		   ? string
		   : NULL;
}

const char *
jsontext_compact(struct json_object *value)
{
	return json_object_to_json_string_ext(
	    value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}
