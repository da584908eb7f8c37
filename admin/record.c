/*
 * record.c: JSON -> record, or an error. json_strict.c checks the line, json-c
 * decodes it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "record.h"

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

static bool
read_text(const struct reading *r, const char *name, const char **ret_text)
{
	struct json_object *value;
	if (!json_object_object_get_ex(r->json, name, &value))
		return refuse(r, "%s: is missing", name);
	if (!json_object_is_type(value, json_type_string))
		return refuse(r, "%s: is not a string", name);
	*ret_text = json_object_get_string(value);
	return true;
}

static bool
read_field(const struct reading *r, enum field field, struct record *record)
{
	const struct field_row *row = &field_rows[field];
	void *place = (char *)record + row->offset;
	const char *text = "";
	if (!read_text(r, row->name, &text))
		return false;
	bool good = field_allows(field, text, strlen(text));
	if (field_is_text(field)) {
		*(const char **)place = text;
		return good || refuse(r, "%s: %s", row->name, row->must);
	}
	return good ? text_parse_id(text, place)
		    : refuse(r,
			  "%s: '%.40s' is not an id: digits, no leading zero, "
			  "at most 9223372036854775807",
			  row->name, text);
}

static bool
check_members(const struct reading *r, enum record_kind kind)
{
	const enum field *own = record_rows[kind].fields;
	json_object_object_foreach(r->json, name, value)
	{
		enum field field;
		(void)value;
		if (strcmp(name, "type") != 0 &&
		    !record_find_field(kind, name, strlen(name), &field))
			return refuse(r,
			    "%.40s: is not a member; there are: type, %s, %s, "
			    "%s",
			    name, field_rows[own[0]].name,
			    field_rows[own[1]].name, field_rows[own[2]].name);
	}
	return true;
}

static bool
read_members(const struct reading *r, struct record *record)
{
	const char *type = "";
	if (!read_text(r, "type", &type))
		return false;
	enum record_kind kind = RECORD_USER;
	while (kind < RECORD__MAX && strcmp(type, record_rows[kind].noun) != 0)
		kind++;
	if (kind == RECORD__MAX)
		return refuse(r, "type: '%.40s' is not user or customer", type);
	record->kind = kind;
	bool good = check_members(r, kind);
	for (size_t i = 0; good && i < RECORD_FIELDS; i++)
		good = read_field(r, record_rows[kind].fields[i], record);
	return good;
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
