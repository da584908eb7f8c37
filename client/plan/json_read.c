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
	char *joined = alloc_string("");
	for (size_t i = 0; list[i] != NULL; i++) {
		char *more =
		    alloc_format("%s%s%s", joined, i > 0 ? ", " : "", list[i]);
		free(joined);
		joined = more;
	}
	return joined;
}

/* Keep the complaint, unless there is one; format and ap make the reason. */
static void
keep(struct jsonread *r, size_t line, const char *path, const char *format,
    va_list ap)
{
	char *reason = alloc_vformat(format, ap);
	r->complaint = alloc_format("%s:%zu: %s: %s", r->file, line,
	    path[0] != '\0' ? path : "the file", reason);
	free(reason);
}

void
jsonread_refuse(struct jsonread *r, const char *path, const char *format, ...)
{
	if (r->complaint != NULL)
		return;
	va_list ap;
	va_start(ap, format);
	keep(r, jsonline_of(r->text, path), path, format, ap);
	va_end(ap);
}

void
jsonread_refuse_at(struct jsonread *r, size_t offset, const char *format, ...)
{
	if (r->complaint != NULL)
		return;
	va_list ap;
	va_start(ap, format);
	keep(r, jsonline_at(r->text, offset), "", format, ap);
	va_end(ap);
}

char *
jsonread_path(const char *path, const char *name)
{
	/* '~' and '/' become two characters each. */
	char *escaped = alloc_bytes(2 * strlen(name) + 1);
	char *end = escaped;
	for (; *name != '\0'; name++) {
		if (*name == '~')
			end = stpcpy(end, "~0");
		else if (*name == '/')
			end = stpcpy(end, "~1");
		else
			*end++ = *name;
	}
	*end = '\0';
	char *joined = alloc_format("%s/%s", path, escaped);
	free(escaped);
	return joined;
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
