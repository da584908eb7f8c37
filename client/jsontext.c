/*
 * jsontext.c: text from a server -> JSON, strictly.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jsontext.h"

#include <limits.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

struct json_object *
jsontext_parse(const char *text, size_t length, const char **ret_why)
{
	if (length > INT_MAX || memchr(text, '\0', length) != NULL) {
		*ret_why = "it holds a NUL byte";
		return NULL;
	}
	struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
	if (tokener == NULL) {
		*ret_why = "out of memory";
		return NULL;
	}
	json_tokener_set_flags(
	    tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *value =
	    json_tokener_parse_ex(tokener, text, (int)length);
	/* What would end with the next byte, like a number, ends here. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		value = json_tokener_parse_ex(tokener, "", 1);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	if (error == json_tokener_error_parse_eof)
		*ret_why = "it ends too early";
	else if (error != json_tokener_success)
		*ret_why = json_tokener_error_desc(error);
	else
		*ret_why = "it is null";
	json_tokener_free(tokener);
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
	/* "1\u0000" is not to be taken for "1". */
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
