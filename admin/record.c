/*
 * record.c: JSON -> record, or an error. json_strict.c checks the line, json-c
 * decodes it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "record.h"

#include "contract/record_check.h"
#include "lib/json_strict.h"
#include "lib/text.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINE_LENGTH_MAX = 1000000 };

/* A line that is being read, and the place of its error. */
struct reading {
	struct json_object *json;
	char *why;
	size_t size;
};

static bool __attribute__((format(printf, 2, 3)))
refuse(const struct reading *r, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsnprintf(r->why, r->size, format, ap);
	va_end(ap);
	return false;
}

static bool
parse(struct reading *r, struct json_tokener *reader, const char *line,
    size_t length)
{
	struct jsoncheck_error wrong;
	if (!jsoncheck(JSONCHECK_STORED, line, length, &wrong))
		return refuse(r, "the line: byte %zu: %s", wrong.at, wrong.why);
	json_tokener_reset(reader);
	r->json = json_tokener_parse_ex(reader, line, (int)length + 1);
	enum json_tokener_error error = json_tokener_get_error(reader);
	if (error != json_tokener_success)
		return refuse(
		    r, "the line: %s", json_tokener_error_desc(error));
	if (!json_object_is_type(r->json, json_type_object))
		return refuse(r, "the line: is not an object");
	return true;
}

/* Read the text of a member; check, which may be NULL, tells what it must be.
 */
static bool
read_text(const struct reading *r, const char *name,
    const char *(*check)(const char *text, size_t length),
    const char **ret_text)
{
	struct json_object *value;
	if (!json_object_object_get_ex(r->json, name, &value))
		return refuse(r, "%s: is missing", name);
	if (!json_object_is_type(value, json_type_string))
		return refuse(r, "%s: is not a string", name);
	const char *text = json_object_get_string(value);
	const char *why =
	    check == NULL
		? NULL
		: check(text, (size_t)json_object_get_string_len(value));
	if (why != NULL)
		return refuse(r, "%s: %s", name, why);
	*ret_text = text;
	return true;
}

static bool
read_id(const struct reading *r, const char *name, int64_t *ret_id)
{
	const char *text = "";
	if (!read_text(r, name, NULL, &text))
		return false;
	if (!text_parse_id(text, ret_id))
		return refuse(r,
		    "%s: '%.40s' is not an id: digits, no leading zero, at "
		    "most 9223372036854775807",
		    name, text);
	return true;
}

static bool
check_members(const struct reading *r, const char *last)
{
	json_object_object_foreach(r->json, name, value)
	{
		(void)value;
		if (strcmp(name, "type") != 0 && strcmp(name, "id") != 0 &&
		    strcmp(name, "name") != 0 && strcmp(name, last) != 0)
			return refuse(r,
			    "%.40s: is not a member; there are: type, id, "
			    "name, %s",
			    name, last);
	}
	return true;
}

static bool
read_members(const struct reading *r, struct record *record)
{
	const char *type = "";
	if (!read_text(r, "type", NULL, &type))
		return false;
	bool is_user = strcmp(type, "user") == 0;
	if (!is_user && strcmp(type, "customer") != 0)
		return refuse(r, "type: '%.40s' is not user or customer", type);
	record->kind = is_user ? RECORD_USER : RECORD_CUSTOMER;
	return check_members(r, is_user ? "role" : "salesId") &&
	       read_id(r, "id", &record->id) &&
	       read_text(r, "name", record_check_name, &record->name) &&
	       (is_user ? read_text(r, "role", record_check_role, &record->role)
			: read_id(r, "salesId", &record->sales_id));
}

struct json_tokener *
record_reader_new(void)
{
	return json_tokener_new_ex(JSONCHECK_DEPTH_STORED + 2);
}

void
record_reader_free(struct json_tokener *reader)
{
	if (reader != NULL)
		json_tokener_free(reader);
}

bool
record_read(struct json_tokener *reader, const char *line, size_t length,
    struct line_record *ret_record, char *why, size_t size)
{
	struct reading r = { .why = why, .size = size };
	struct record record = { .version = 1 };
	bool ok = false;
	if (length > LINE_LENGTH_MAX)
		refuse(
		    &r, "the line: is longer than %d bytes", LINE_LENGTH_MAX);
	else
		ok = parse(&r, reader, line, length) &&
		     read_members(&r, &record);
	if (!ok) {
		json_object_put(r.json);
		return false;
	}
	*ret_record = (struct line_record){ .record = record, .json = r.json };
	return true;
}

void
record_done(struct line_record *r)
{
	json_object_put(r->json);
}
