/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_SEARCH_H
#define DOCKING_STORE_SEARCH_H

#include "store/sqlite/find.h"

/** A query on its way to SQL. */
struct search {
	struct store *store;
	const struct store_query *query;
	const struct store_table *table;
	const struct store_condition *driver; /* or NULL */
	struct buffer match; /* for FTS5, if it runs the driver; owned */
	bool expects_few;    /* few records: reading all beats FTS5 */
};

enum { SEARCH_FEW = 64 /* records */ };

/** Columns of a page after those of the record: the key that is sorted by, and
 * whether the row counts. */
enum { SEARCH_KEY = 4, SEARCH_HIT };

/** Choose the condition that drives the search. x->expects_few is the caller's
 * guess; on return it tells whether the plan used it. */
enum err search_plan(struct search *x);

/** Write the SQL for a page, and the values to bind, into the store's buffers.
 */
void search_write_page(
    struct search *x, const struct store_cursor *cursor, size_t rows);
void search_write_count(struct search *x);

/** Get the statement for the SQL that was written, bound; reset it after use.
 */
enum err search_prepare(struct store *s, sqlite3_stmt **ret_stmt);

#endif
