/*
 * json_read.c: JSON members, checked as they are read; the first complaint is
 * kept, with its place.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/json_read.h"

#include "lib/alloc.h"
#include "plan/json_line.h"
#include "plan/json_text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool
is_one_of(const char *name, const char *const list[])
{
	for (size_t i = 0; list[i] != NULL; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

static char *
join(const char *const list[])
{
	struct buffer joined = { .bytes = NULL };
	for (size_t i = 0; list[i] != NULL; i++)
		buffer_add_texts(&joined, i > 0 ? ", " : "", list[i]);
	return alloc_text(&joined);
}

void
jsonread_refuse(struct jsonread *r, const char *path, const char *format, ...)
{
	if (r->complaint != NULL)
		return;
	va_list ap;
	va_start(ap, format);
	char *reason = alloc_vformat(format, ap);
	va_end(ap);
	r->complaint =
	    alloc_format("%s:%zu: %s: %s", r->file, jsonline_of(r->text, path),
		path[0] != '\0' ? path : "the file", reason);
	free(reason);
}

struct json_object *
jsonread_root(struct jsonread *r)
{
	struct json_object *root = NULL;
	struct jsoncheck_error error;
	if (!jsontext_read(
		JSONCHECK_UNIQUE, r->text, strlen(r->text), &root, &error))
		r->complaint = alloc_format("%s:%zu: the file: is not JSON: %s",
		    r->file, jsonline_at(r->text, error.at), error.why);
	return root;
}

char *
jsonread_path(const char *path, const char *name)
{
	struct buffer joined = { .bytes = NULL };
	buffer_add_texts(&joined, path, "/");
	for (; *name != '\0'; name++)
		if (*name == '~')
			buffer_add_text(&joined, "~0");
		else if (*name == '/')
			buffer_add_text(&joined, "~1");
		else
			buffer_add(&joined, name, 1);
	return alloc_text(&joined);
}

bool
jsonread_is_object(struct jsonread *r, struct json_object *object,
    const char *path, const char *const known[])
{
	if (!json_object_is_type(object, json_type_object)) {
		jsonread_refuse(r, path, "is not an object");
		return false;
	}
	json_object_object_foreach(object, name, value)
	{
		char *at = jsonread_path(path, name);
		char *list = join(known);
		if (!is_one_of(name, known))
			jsonread_refuse(
			    r, at, "is not known here; known are: %s", list);
		else if (value == NULL)
			jsonread_refuse(r, at, "is null");
		free(list);
		free(at);
	}
	return r->complaint == NULL;
}

struct json_object *
jsonread_member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;
	json_object_object_get_ex(object, name, &value);
	return value;
}

const char *
jsonread_text(struct jsonread *r, struct json_object *value, const char *path)
{
	const char *text = NULL;
	if (!json_object_is_type(value, json_type_string))
		jsonread_refuse(r, path, "is not a string");
	else if ((text = jsontext_scalar(value)) == NULL)
		jsonread_refuse(r, path, "holds a NUL character");
	return text != NULL ? text : "";
}

const char *
jsonread_string(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, const char *otherwise)
{
	struct json_object *value;
	if (!json_object_object_get_ex(object, name, &value))
		return otherwise;
	char *at = jsonread_path(path, name);
	const char *text = jsonread_text(r, value, at);
	free(at);
	return text;
}

const char *
jsonread_required(struct jsonread *r, struct json_object *object,
    const char *path, const char *name)
{
	const char *value = jsonread_string(r, object, path, name, NULL);
	if (value == NULL)
		jsonread_refuse(r, path, "has no \"%s\"", name);
	return value != NULL ? value : "";
}

long
jsonread_number(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, long min, long max, long otherwise)
{
	struct json_object *value;
	if (!json_object_object_get_ex(object, name, &value))
		return otherwise;
	int64_t number = json_object_get_int64(value);
	/* 200.0 counts as a whole number. */
	if ((json_object_is_type(value, json_type_int) ||
		json_object_is_type(value, json_type_double)) &&
	    json_object_get_double(value) == (double)number && number >= min &&
	    number <= max)
		return (long)number;
	char *at = jsonread_path(path, name);
	jsonread_refuse(
	    r, at, "is not a whole number from %ld to %ld", min, max);
	free(at);
	return otherwise;
}

const char *
jsonread_pointer(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, const char *otherwise)
{
	const char *pointer = jsonread_string(r, object, path, name, otherwise);
	if (pointer == NULL)
		return NULL;
	/* A JSON Pointer is empty, or "/" and tokens, with "~" as ~0 or ~1. */
	bool good = pointer[0] == '\0' || pointer[0] == '/';
	for (const char *p = pointer; (p = strchr(p, '~')) != NULL; p++)
		good = good && (p[1] == '0' || p[1] == '1');
	if (!good) {
		char *at = jsonread_path(path, name);
		jsonread_refuse(r, at, "'%s' is not a JSON Pointer", pointer);
		free(at);
	}
	return pointer;
}

void
jsonread_choice(struct jsonread *r, const char *path, const char *name,
    const char *value, const char *const choices[])
{
	char *at = jsonread_path(path, name);
	char *list = join(choices);
	if (!is_one_of(value, choices))
		jsonread_refuse(r, at, "'%s' is not one of: %s", value, list);
	free(list);
	free(at);
}
