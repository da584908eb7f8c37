/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_SQLITE_H
#define DOCKING_STORE_SQLITE_H

#include "store.h"
#include "store_bulk.h"

#include <sqlite3.h>
#include <stdbool.h>

/** What the files that speak to SQLite share; everybody else has store.h. */

enum stmt {
	STMT_FIND_USER,
	STMT_FIND_CUSTOMER,
	STMT_LIST_USERS,
	STMT_LIST_CUSTOMERS,
	STMT_LIST_CUSTOMERS_OF,
	STMT_CHECK,
	STMT_ADD_USER,
	STMT_ADD_CUSTOMER,
	STMT__MAX
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *stmts[STMT__MAX]; /* prepared at first use */
	char error[256];                /* of the last failing call */
};

/** Keep what SQLite says of its last call, and tell which error that is. */
enum err store_fail(struct store *s, const char *doing);

/** Run SQL that gives no rows. */
enum err store_run(struct store *s, const char *text, const char *doing);

/** Run SQL whose first row begins with a number. */
enum err store_read_number(
    struct store *s, const char *query, int64_t *ret_number);

/** The statement, ready to be bound; NULL on failure. */
sqlite3_stmt *store_statement(struct store *s, enum stmt which);

/** Inside a write transaction: make the tables, and the first records. */
enum err store_make(struct store *s, bool with_records);

/** The same if nothing is there; what is of another kind is refused. */
enum err store_make_if_empty(struct store *s, bool with_records);

#endif
