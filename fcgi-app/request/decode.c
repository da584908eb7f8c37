/*
 * decode.c: JSON -> the members of a record, or the errors in them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/decode.h"

#include "lib/json_strict.h"
#include "lib/text.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SHOWN_MAX = 64 /* bytes of an unknown name worth repeating */ };

/* The places in struct change of the fields that a body may set. */
static const size_t places[FIELD__MAX] = {
	[FIELD_NAME] = offsetof(struct change, name),
	[FIELD_ROLE] = offsetof(struct change, role),
	[FIELD_SALES_ID] = offsetof(struct change, sales_id),
};

/* clang-format off */
static const char *const type_names[] = {
	[json_type_null]    = "null",
	[json_type_boolean] = "a boolean",
	[json_type_double]  = "a number",
	[json_type_int]     = "a number",
	[json_type_object]  = "an object",
	[json_type_array]   = "an array",
	[json_type_string]  = "a string",
};
/* clang-format on */

static const char *
type_name(const struct json_object *value)
{
	return type_names[json_object_get_type(value)];
}

/* A body that is being decoded. */
struct decoding {
	enum record_kind kind;
	enum decode_form form;
	const char *id; /* of the record; NULL: a new one */
	struct change change;
	struct body_errors errors;
};

/* Put a text, which the field allows, where it belongs. */
static enum err
take(struct change *change, enum field field, const char *text)
{
	void *place = (char *)change + places[field];
	if (!field_is_text(field)) {
		text_parse_id(text, place);
		return ERR_OK;
	}
	char *copy = strdup(text);
	if (copy == NULL)
		return ERR_NO_MEMORY;
	*(char **)place = copy;
	return ERR_OK;
}

/* Write the JSON Pointer of a member; a long name is cut. */
static void
point_to(const char *name, char pointer[2 + 2 * NAME_SHOWN_MAX])
{
	size_t shown = text_cut(name, strlen(name), NAME_SHOWN_MAX);
	char *to = pointer;
	*to++ = '/';
	for (size_t i = 0; i < shown; i++) {
		bool escaped = name[i] == '~' || name[i] == '/';
		if (escaped)
			*to++ = '~';
		*to++ = (char)(!escaped ? name[i] : name[i] == '~' ? '0' : '1');
	}
	*to = '\0';
}

/* Tell whether value repeats the id of the path; then it changes nothing. */
static bool
is_same_id(const struct decoding *d, struct json_object *value)
{
	return d->id != NULL && json_object_is_type(value, json_type_string) &&
	       strcmp(json_object_get_string(value), d->id) == 0;
}

/* Read one member. A wrong value is no failure of this function but one more of
 * the body's errors. */
static enum err
decode_member(struct decoding *d, const char *name, struct json_object *value)
{
	char pointer[2 + 2 * NAME_SHOWN_MAX];
	point_to(name, pointer);
	enum field field;
	const struct record_row *row = &record_rows[d->kind];
	if (!record_find_field(d->kind, name, strlen(name), &field))
		return body_errors_add(&d->errors, pointer,
		    "is unknown; a %s has: %s, %s", row->noun,
		    field_rows[row->fields[1]].name,
		    field_rows[row->fields[2]].name);
	if (field == FIELD_ID)
		return is_same_id(d, value) ? ERR_OK
					    : body_errors_add(&d->errors,
						  pointer, "is read-only");
	if (value == NULL && d->form == DECODE_PATCH)
		return body_errors_add(
		    &d->errors, pointer, "cannot be removed");
	if (!json_object_is_type(value, json_type_string))
		return body_errors_add(&d->errors, pointer,
		    "must be a string, not %s", type_name(value));
	const char *text = json_object_get_string(value);
	size_t length = (size_t)json_object_get_string_len(value);
	return field_allows(field, text, length)
		   ? take(&d->change, field, text)
		   : body_errors_add(
			 &d->errors, pointer, "%s", field_rows[field].must);
}

static enum err
decode_body(struct decoding *d, struct json_object *body)
{
	enum err err = ERR_OK;
	if (!json_object_is_type(body, json_type_object))
		return body_errors_add(&d->errors, "",
		    "must be an object, not %s", type_name(body));
	json_object_object_foreach(body, name, value)
	{
		err = decode_member(d, name, value);
		if (err != ERR_OK)
			return err;
	}
	for (size_t i = 1; d->form == DECODE_WHOLE && i < RECORD_FIELDS; i++) {
		const char *missing =
		    field_rows[record_rows[d->kind].fields[i]].name;
		if (json_object_object_get_ex(body, missing, NULL))
			continue;
		char pointer[2 + 2 * NAME_SHOWN_MAX];
		point_to(missing, pointer);
		err = body_errors_add(&d->errors, pointer, "is missing");
		if (err != ERR_OK)
			return err;
	}
	return ERR_OK;
}

static enum err
complain(const char *why, char **ret_detail)
{
	static const char begin[] = "the body: ";
	size_t size = sizeof(begin) + strlen(why);
	char *detail = malloc(size);
	if (detail == NULL)
		return ERR_NO_MEMORY;
	snprintf(detail, size, "%s%s", begin, why);
	*ret_detail = detail;
	return ERR_BAD_REQUEST;
}

/* *ret_body is NULL for null, as everywhere in json-c. */
static enum err
parse(const char *text, size_t length, struct json_object **ret_body,
    char **ret_detail)
{
	struct jsoncheck_error wrong;
	if (length > INT_MAX)
		return complain("it is too long", ret_detail);
	if (!jsoncheck(JSONCHECK_STORED, text, length, &wrong)) {
		char why[sizeof(wrong.why) + 32];
		snprintf(why, sizeof(why), "byte %zu: %s", wrong.at, wrong.why);
		return complain(why, ret_detail);
	}
	/* json-c counts the innermost array's content as a level, and from 1.
	 */
	struct json_tokener *reader =
	    json_tokener_new_ex(JSONCHECK_DEPTH_STORED + 2);
	if (reader == NULL)
		return ERR_NO_MEMORY;
	struct json_object *body =
	    json_tokener_parse_ex(reader, text, (int)length);
	/* Only a number can continue: the NUL ends it. */
	if (json_tokener_get_error(reader) == json_tokener_continue)
		body = json_tokener_parse_ex(reader, "", 1);
	enum json_tokener_error error = json_tokener_get_error(reader);
	json_tokener_free(reader);
	if (error != json_tokener_success)
		return complain(json_tokener_error_desc(error), ret_detail);
	*ret_body = body;
	return ERR_OK;
}

enum err
decode_change(enum record_kind record, enum decode_form form, const char *id,
    const char *body, size_t length, struct change *ret_change,
    struct body_errors *ret_errors, char **ret_detail)
{
	struct decoding d = { .kind = record,
		.form = form,
		.id = id,
		.change = { .sales_id = -1 } };
	struct json_object *json = NULL;
	enum err err = parse(body, length, &json, ret_detail);
	if (err != ERR_OK)
		return err;
	err = decode_body(&d, json);
	json_object_put(json);
	if (err == ERR_OK && d.errors.count == 0) {
		*ret_change = d.change;
		return ERR_OK;
	}
	change_done(&d.change);
	if (err == ERR_OK) {
		*ret_errors = d.errors;
		return ERR_UNPROCESSABLE;
	}
	body_errors_done(&d.errors);
	return err;
}

void
change_done(struct change *change)
{
	free(change->name);
	free(change->role);
	*change = (struct change){ .sales_id = -1 };
}

void
body_errors_done(struct body_errors *errors)
{
	for (size_t i = 0; i < errors->count; i++) {
		free(errors->items[i].pointer);
		free(errors->items[i].detail);
	}
	free(errors->items);
	*errors = (struct body_errors){ .items = NULL };
}

/* Add an error. Takes both strings, also on failure; NULL is a failure. */
static enum err
take_error(struct body_errors *errors, char *pointer, char *detail)
{
	struct body_error *items = NULL;
	/* The list stays short, because the body's members are limited. */
	if (pointer != NULL && detail != NULL)
		items = realloc(
		    errors->items, (errors->count + 1) * sizeof(*items));
	if (items == NULL) {
		free(pointer);
		free(detail);
		return ERR_NO_MEMORY;
	}
	items[errors->count++] =
	    (struct body_error){ .pointer = pointer, .detail = detail };
	errors->items = items;
	return ERR_OK;
}

enum err
body_errors_add(
    struct body_errors *errors, const char *pointer, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int length = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (length < 0)
		return ERR_NO_MEMORY;
	size_t size = (size_t)length + 1;
	char *detail = malloc(size);
	if (detail != NULL) {
		va_start(ap, format);
		vsnprintf(detail, size, format, ap);
		va_end(ap);
	}
	return take_error(errors, strdup(pointer), detail);
}
