/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_FIND_H
#define DOCKING_STORE_FIND_H

#include "store/sqlite/connection.h"

/** The tables of records: names of columns, and the reading of a row. */

struct store_table {
	const char *name;
	const char *columns;      /* in store_read_row()'s order */
	const char *text_table;   /* of trigrams */
	const char *text_id;      /* rowid of text_table: the record's id */
	const char *const *keys;  /* columns to compare, by enum field */
	const char *const *texts; /* columns to show, by enum field */
};

extern const struct store_table store_tables[RECORD__MAX];

/** Read the record in the current row of stmt. Its texts are valid until stmt
 * moves on. ERR_NO_MEMORY. */
enum err store_read_row(
    sqlite3_stmt *stmt, enum record_kind kind, struct record *ret);

#endif
