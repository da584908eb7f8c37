/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_QUERY_H
#define DOCKING_STORE_QUERY_H

#include "contract/record.h"
#include "lib/buffer.h"
#include "lib/errcode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A question to the store, without the store: conditions, an order, and a
 * place in the listing that answers it. */

enum store_operator {
	STORE_EQ,
	STORE_NE,
	STORE_IN,
	STORE_LT,
	STORE_LTE,
	STORE_GT,
	STORE_GTE,
	STORE_CONTAINS, /* this and the next two: texts only */
	STORE_STARTS_WITH,
	STORE_ENDS_WITH,
};

/** The value that a field is compared with: an id, or a text in two forms. */
struct store_value {
	int64_t id;
	char *text; /* EQ, NE and IN compare this, byte for byte */
	char *key;  /* the others compare this: text_casefold() of text */
};

struct store_condition {
	enum field field;
	enum store_operator op;
	struct store_value *values;
	size_t count; /* of values: 1, but for STORE_IN */
};

/** The records that meet all conditions, ordered by a field and then by id, so
 * that no two are equal. */
struct store_query {
	enum record_kind kind;
	struct store_condition *conditions;
	size_t count; /* of conditions */
	enum field sort;
	bool descending;    /* by the field */
	bool id_descending; /* by id, of those that are equal in the field */
};

/** A place in a listing: behind this record. Zeroed: at the start. */
struct store_cursor {
	bool started;
	int64_t id;
	int64_t sales_id;  /* in an order by sales_id */
	struct buffer key; /* in an order by name or role: casefolded */
};

/** Copy from to to, and free what to held. ERR_NO_MEMORY leaves to unchanged.
 */
enum err store_cursor_copy(
    struct store_cursor *to, const struct store_cursor *from);
void store_cursor_free(struct store_cursor *cursor);

#endif
