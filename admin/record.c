/*
 * record.c: JSON -> record, and what is wrong with it.
 *
 * json-c decodes, but it is more lenient than RFC 8259, keeps the last of two
 * equal members, and puts U+FFFD for half a surrogate pair. A record is an
 * object of strings, so a short look at its characters finds all of that.
 *
 * SPDX-License-Identifier: MIT
 */
#include "record.h"

#include "../fcgi-app/text.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_LENGTH_MAX = 1000000, MEMBERS = 4 };

/* What is read, and where to say what is wrong with it. */
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

/* The four hexadecimal digits of \uXXXX at p; 0 if they are none. */
static unsigned long
escaped(const char *p)
{
	char digits[5] = "";
	memcpy(digits, p, strnlen(p, 4));
	return strtoul(digits, NULL, 16);
}

/* p is behind a backslash, which is in a string. Returns how many characters
 * to go on behind it; 0 for half a surrogate pair. */
static size_t
skip_escape(const char *p)
{
	if (*p != 'u')
		return 1;
	unsigned long first = escaped(p + 1);
	if (first < 0xd800 || first > 0xdfff)
		return 1;
	if (first > 0xdbff || strnlen(p, 11) < 11 || p[5] != '\\' ||
	    p[6] != 'u')
		return 0;
	unsigned long second = escaped(p + 7);
	return second >= 0xdc00 && second <= 0xdfff ? 11 : 0;
}

/* Go through the line's characters; json-c looks at the grammar. */
static bool
check_shape(const struct reading *r, const char *line)
{
	size_t members = 0;
	bool in_string = false;
	for (const char *p = line; *p != '\0'; p++) {
		if (in_string && *p == '\\') {
			if (p[1] == '\0')
				break; /* json-c says that it ends there */
			size_t skipped = skip_escape(p + 1);
			if (skipped == 0)
				return refuse(r,
				    "the line: half a surrogate pair, \\%.5s",
				    p + 1);
			p += skipped;
		} else if (*p == '"') {
			in_string = !in_string;
		} else if (!in_string) {
			members += *p == ':';
			if (strchr("{}:, \t\r", *p) == NULL)
				return refuse(r,
				    "the line: is not a JSON object of "
				    "strings");
		}
	}
	if (members > MEMBERS)
		return refuse(r, "the line: has more than %d members", MEMBERS);
	return true;
}

static bool
parse(struct reading *r, struct json_tokener *reader, const char *line,
    size_t length)
{
	json_tokener_reset(reader);
	r->json = json_tokener_parse_ex(reader, line, (int)length + 1);
	enum json_tokener_error error = json_tokener_get_error(reader);
	if (error != json_tokener_success)
		return refuse(r, "the line: is not JSON: %s",
		    error == json_tokener_continue ||
			    error == json_tokener_error_parse_eof
			? "it ends too early"
			: json_tokener_error_desc(error));
	if (json_tokener_get_parse_end(reader) < length)
		return refuse(r, "the line: something is behind the object");
	if (!json_object_is_type(r->json, json_type_object))
		return refuse(r, "the line: is not a JSON object of strings");
	return true;
}

/* The text of a member. */
static bool
read_text(const struct reading *r, const char *name, const char **ret_text)
{
	struct json_object *value;
	if (!json_object_object_get_ex(r->json, name, &value))
		return refuse(r, "%s: is missing", name);
	if (!json_object_is_type(value, json_type_string))
		return refuse(r, "%s: is not a string", name);
	const char *text = json_object_get_string(value);
	size_t length = (size_t)json_object_get_string_len(value);
	if (length == 0)
		return refuse(r, "%s: is empty", name);
	if (text_has_control(text, length))
		return refuse(r, "%s: has a control character", name);
	*ret_text = text;
	return true;
}

static bool
read_id(const struct reading *r, const char *name, int64_t *ret_id)
{
	const char *text = "";
	if (!read_text(r, name, &text))
		return false;
	if (!text_parse_id(text, ret_id))
		return refuse(r,
		    "%s: '%.40s' is not an id: digits, no leading zero, at "
		    "most 9223372036854775807",
		    name, text);
	return true;
}

/* With MEMBERS members that are known there is no other. */
static bool
check_members(const struct reading *r, const char *last)
{
	json_object_object_foreach(r->json, name, value)
	{
		(void)value;
		if (text_has_control(name, strlen(name)))
			return refuse(r, "a member's name has a control "
					 "character");
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
	if (!read_text(r, "type", &type))
		return false;
	record->is_user = strcmp(type, "user") == 0;
	if (!record->is_user && strcmp(type, "customer") != 0)
		return refuse(r, "type: '%.40s' is not user or customer", type);
	if (record->is_user)
		return check_members(r, "role") &&
		       read_id(r, "id", &record->user.id) &&
		       read_text(r, "name", &record->user.name) &&
		       read_text(r, "role", &record->user.role);
	return check_members(r, "salesId") &&
	       read_id(r, "id", &record->customer.id) &&
	       read_text(r, "name", &record->customer.name) &&
	       read_id(r, "salesId", &record->customer.sales_id);
}

struct json_tokener *
record_reader_new(void)
{
	struct json_tokener *reader = json_tokener_new_ex(3);
	if (reader != NULL)
		json_tokener_set_flags(
		    reader, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	return reader;
}

void
record_reader_free(struct json_tokener *reader)
{
	if (reader != NULL)
		json_tokener_free(reader);
}

bool
record_read(struct json_tokener *reader, const char *line, size_t length,
    struct record *ret_record, char *why, size_t size)
{
	struct reading r = { .why = why, .size = size };
	struct record record = { .is_user = false };
	bool ok = false;
	if (length > LINE_LENGTH_MAX)
		refuse(
		    &r, "the line: is longer than %d bytes", LINE_LENGTH_MAX);
	else if (memchr(line, '\0', length) != NULL)
		refuse(&r, "the line: has a NUL byte");
	else if (!text_is_utf8(line, length))
		refuse(&r, "the line: is not UTF-8");
	else if (line[strspn(line, " \t\r")] == '\0')
		refuse(&r, "the line: is empty");
	else
		ok = check_shape(&r, line) && parse(&r, reader, line, length) &&
		     read_members(&r, &record);
	if (!ok) {
		json_object_put(r.json);
		return false;
	}
	record.json = r.json;
	*ret_record = record;
	return true;
}

void
record_done(struct record *r)
{
	json_object_put(r->json);
}
