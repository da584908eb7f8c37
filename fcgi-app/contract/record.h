/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORD_H
#define DOCKING_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record_kind { RECORD_USER, RECORD_CUSTOMER, RECORD__MAX };

/** A user or a customer. Its texts are borrowed: each function that hands out a
 * record says how long they stay valid. */
struct record {
	enum record_kind kind;
	int64_t id;
	int64_t version;  /* counts its changes, from 1 */
	const char *name; /* UTF-8 */
	const char *role; /* UTF-8; users only */
	int64_t sales_id; /* the id of a user; customers only */
};

/** The fields of records, by which a listing is filtered and sorted. */
enum field { FIELD_ID, FIELD_NAME, FIELD_ROLE, FIELD_SALES_ID, FIELD__MAX };

struct field_row {
	const char *name;      /* in JSON and in queries */
	size_t characters_max; /* of a text, which has 1 at least; 0: an id */
	const char *must;      /* what a value must be or have, in words */
	size_t offset;         /* in struct record: an int64_t or a text */
	const char *column;    /* of a table; a text has COLUMN_key as well */
};

enum { RECORD_FIELDS = 3 };

struct record_row {
	const char *noun;
	enum field fields[RECORD_FIELDS]; /* in JSON's order: id first */
};

/** The tables. tests/unit/fcgi-app/contract/test_record.c checks the places
 * that must repeat them. */
extern const struct field_row field_rows[FIELD__MAX];
extern const struct record_row record_rows[RECORD__MAX];

static inline bool
field_is_text(enum field field)
{
	return field_rows[field].characters_max > 0;
}

/** Return true if text[0..length), UTF-8 without control characters, with a NUL
 * behind it, can be a value of the field; field_rows[field].must is the reason
 * if not. */
bool field_allows(enum field field, const char *text, size_t length);

/** Find the field that records of this kind have by the name name[0..length).
 */
bool record_find_field(enum record_kind kind, const char *name, size_t length,
    enum field *ret_field);

#endif
