/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_SCHEMA_H
#define DOCKING_STORE_SCHEMA_H

#include "store/sqlite/connection.h"

/** The tables of the database (db/schema.sql), and the mark of a file that has
 * them. */

/** The mark of a file. */
struct store_format {
	int64_t application_id;
	int64_t version; /* of the schema */
	int64_t tables;  /* their number */
};

enum err store_read_format(struct store *s, struct store_format *ret);

/** Return true if nothing was ever put into the file. */
bool store_format_is_empty(const struct store_format *format);

/** Refuse any format but this program's, with the reason in s->error. */
enum err store_check_format(struct store *s, const struct store_format *format);

/** Make the tables, and the first records too if with_records is true. Call it
 * inside a write transaction. */
enum err store_make(struct store *s, bool with_records);

/** Make the tables as store_make() does if the file is empty; refuse a file of
 * another format. Call it inside a write transaction. */
enum err store_make_if_empty(struct store *s, bool with_records);

#endif
