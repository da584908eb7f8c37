/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_QUERY_H
#define DOCKING_STORE_QUERY_H

#include "contract/record.h"
#include "lib/buffer.h"
#include "lib/errcode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A query, independent of any store: conditions, an order, and a position in
 * the resulting listing. */

enum store_operator {
	STORE_EQ,
	STORE_NE,
	STORE_IN,
	STORE_LT,
	STORE_LTE,
	STORE_GT,
	STORE_GTE,
	STORE_CONTAINS, /* from here on: texts only */
	STORE_STARTS_WITH,
	STORE_ENDS_WITH,
};

/** The value that a field is compared with: an id, or a text in two forms. */
struct store_value {
	int64_t id;
	char *text; /* for EQ, NE and IN, byte for byte */
	char *key;  /* for the others: text_casefold() of text */
};

struct store_condition {
	enum field field;
	enum store_operator op;
	struct store_value *values;
	size_t count; /* of values; 1 unless STORE_IN */
};

/** All records that meet every condition, ordered by a field and then by id, so
 * that no two rank equal. */
struct store_query {
	enum record_kind kind;
	struct store_condition *conditions;
	size_t count; /* of conditions */
	enum field sort;
	bool descending;    /* by the field */
	bool id_descending; /* by id, where the field is equal */
};

/** A position in a listing: behind this record. Zeroed: at the start. */
struct store_cursor {
	bool started;
	int64_t id;
	int64_t sales_id;  /* in an order by sales_id */
	struct buffer key; /* in an order by name or role: casefolded */
};

/** Copy from into to, and free the old content of to. On ERR_NO_MEMORY to is
 * unchanged. */
enum err store_cursor_copy(
    struct store_cursor *to, const struct store_cursor *from);
void store_cursor_free(struct store_cursor *cursor);

#endif
