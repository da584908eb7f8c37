/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_SCHEMA_H
#define DOCKING_STORE_SCHEMA_H

#include "store/sqlite/connection.h"

/** The tables of the database (db/schema.sql), and the mark by which a file is
 * known to have them. */

/** The mark of a file. */
struct store_format {
	int64_t application_id;
	int64_t version; /* of the schema */
	int64_t tables;  /* their number */
};

enum err store_read_format(struct store *s, struct store_format *ret);

/** True if nothing was ever put into the file. */
bool store_format_is_empty(const struct store_format *format);

/** Refuse, with the reason in s->error, any format but this program's. */
enum err store_check_format(struct store *s, const struct store_format *format);

/** Make the tables, and the first records if they are wanted. Inside a write
 * transaction. */
enum err store_make(struct store *s, bool with_records);

/** Make them if the file is empty; refuse a file of another format. Inside a
 * write transaction. */
enum err store_make_if_empty(struct store *s, bool with_records);

#endif
