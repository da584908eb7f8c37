/*
 * json_line.c: finds the line of a value in JSON text. json-c skips the values
 * in front of it and on the way to it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/json_line.h"

#include "lib/alloc.h"
#include "lib/json_strict.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *
skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* Skip the value at p, to the text's end if there is none. The caller puts
 * *ret_value. */
static const char *
take(const char *p, struct json_object **ret_value)
{
	struct json_tokener *tokener =
	    alloc_checked(json_tokener_new_ex(JSONCHECK_DEPTH + 2));
	*ret_value = json_tokener_parse_ex(tokener, p, -1);
	bool good = json_tokener_get_error(tokener) == json_tokener_success;
	size_t length = strlen(p);
	size_t end = json_tokener_get_parse_end(tokener);
	/* json-c counts the NUL byte if it has looked at that. */
	p += good && end < length ? end : length;
	json_tokener_free(tokener);
	return skip_blanks(p);
}

/* Tell whether name is the reference token [token, end), unescaped. */
static bool
is_named(struct json_object *name, const char *token, const char *end)
{
	const char *p = name != NULL ? json_object_get_string(name) : "";
	for (; token < end; p++, token++) {
		char c = *token;
		if (c == '~' && token + 1 < end)
			c = *++token == '0' ? '~' : '/';
		if (*p != c)
			return false;
	}
	return *p == '\0';
}

/* Find the member, with its name, or the element of the value at p that the
 * token names, and its own value; NULL if there is none. */
static const char *
child(const char *p, const char *token, const char *end, const char **ret_value)
{
	bool object = *p == '{';
	unsigned long wanted = strtoul(token, NULL, 10);
	if (*p != '{' && *p != '[')
		return NULL;
	p = skip_blanks(p + 1);
	for (unsigned long i = 0; *p != '}' && *p != ']' && *p != '\0'; i++) {
		struct json_object *value;
		const char *at = p;
		bool found = !object && i == wanted;
		if (object) {
			p = take(p, &value);
			p = skip_blanks(p + (*p == ':'));
			found = is_named(value, token, end);
			json_object_put(value);
		}
		if (found) {
			*ret_value = p;
			return at;
		}
		p = take(p, &value);
		p = skip_blanks(p + (*p == ','));
		json_object_put(value);
	}
	return NULL;
}

size_t
jsonline_at(const char *text, size_t offset)
{
	size_t line = 1;
	for (size_t i = 0; i < offset && text[i] != '\0'; i++)
		line += text[i] == '\n';
	return line;
}

size_t
jsonline_of(const char *text, const char *pointer)
{
	const char *at = skip_blanks(text);
	const char *value = at;
	while (*pointer == '/') {
		const char *token = pointer + 1;
		pointer = token + strcspn(token, "/");
		const char *next = child(value, token, pointer, &value);
		if (next == NULL)
			break;
		at = next;
	}
	return jsonline_at(text, (size_t)(at - text));
}
