/*
 * record.c: the tables of records and their fields.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/record.h"

#include "lib/text.h"

#include <string.h>

#define ID "must be an id: digits, no leading zero, at most 9223372036854775807"

/* clang-format off */
const struct field_row field_rows[FIELD__MAX] = {
	/*                 name   characters, must                          in struct record                    column */
	[FIELD_ID]       = { "id",      0,   ID,                             offsetof(struct record, id),       "id" },
	[FIELD_NAME]     = { "name",    200, "must have 1 to 200 characters", offsetof(struct record, name),    "name" },
	[FIELD_ROLE]     = { "role",    64,  "must have 1 to 64 characters", offsetof(struct record, role),     "role" },
	[FIELD_SALES_ID] = { "salesId", 0,   ID,                             offsetof(struct record, sales_id), "sales_id" },
};

const struct record_row record_rows[RECORD__MAX] = {
	[RECORD_USER]     = { "user",     { FIELD_ID, FIELD_NAME, FIELD_ROLE } },
	[RECORD_CUSTOMER] = { "customer", { FIELD_ID, FIELD_NAME, FIELD_SALES_ID } },
};
/* clang-format on */

bool
field_allows(enum field field, const char *text, size_t length)
{
	int64_t id;
	if (!field_is_text(field))
		return text_parse_id(text, &id);
	size_t characters = text_characters(text, length);
	return characters >= 1 &&
	       characters <= field_rows[field].characters_max;
}

bool
record_find_field(enum record_kind kind, const char *name, size_t length,
    enum field *ret_field)
{
	for (size_t i = 0; i < RECORD_FIELDS; i++) {
		enum field field = record_rows[kind].fields[i];
		if (strncmp(field_rows[field].name, name, length) == 0 &&
		    field_rows[field].name[length] == '\0') {
			*ret_field = field;
			return true;
		}
	}
	return false;
}
