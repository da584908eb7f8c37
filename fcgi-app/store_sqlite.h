/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_SQLITE_H
#define DOCKING_STORE_SQLITE_H

#include "store.h"
#include "store_bulk.h"

#include <sqlite3.h>
#include <stdbool.h>

/** What the files that speak to SQLite share; everybody else has store.h. */

enum { STORE_STATEMENTS = 24 /* kept prepared */ };

struct store {
	sqlite3 *db;
	/* Prepared at first use; the one used last is the first. */
	sqlite3_stmt *stmts[STORE_STATEMENTS];
	int64_t busy_since_ns;    /* CLOCK_MONOTONIC; of the wait under way */
	int64_t wanted_since_ns;  /* likewise; what is asked; 0: not said */
	struct buffer sql;        /* of the query under way */
	struct buffer values;     /* likewise, what is to be bound */
	sqlite3_file *file;       /* the database, as SQLite has it open */
	int64_t reading_until_ns; /* CLOCK_MONOTONIC; 0: each read is alone */
	bool grouped;             /* within store_begin_group() */
	int64_t begun_ns;         /* CLOCK_MONOTONIC; the group */
	int64_t commit_ns;        /* that the last group's commit took */
	bool beginning;         /* to write: the lock waited for is that one */
	bool impatient;         /* it is not waited for */
	bool many[RECORD__MAX]; /* records, as far as is known */
	bool indexed;           /* in a write transaction: names are */
	bool journal_left;      /* it may be there, empty */
	int code;               /* SQLite's, of the last failing call */
	char error[256];        /* likewise, as a sentence */
};

/** Names of tables and columns. */
struct store_table {
	const char *name;
	const char *columns;      /* as store_read_row() reads them */
	const char *text_table;   /* of trigrams */
	const char *text_id;      /* its rowid, which is the record's id */
	const char *const *keys;  /* by enum store_field: what compares */
	const char *const *texts; /* likewise: what is shown */
};

extern const struct store_table store_tables[RECORD__MAX];

/** CLOCK_MONOTONIC. */
int64_t store_now_ns(void);

/** Keep what SQLite says of its last call, and tell which error that is. */
enum err store_fail(struct store *s, const char *doing);

/** Run SQL that gives no rows. */
enum err store_run(struct store *s, const char *text, const char *doing);

/** Run SQL whose first row begins with a number. */
enum err store_read_number(
    struct store *s, const char *query, int64_t *ret_number);

/** Begin a transaction that may write. */
enum err store_begin_writing(struct store *s);

/** Are the indexes of names there (db/indexes.sql)? */
enum err store_has_indexes(struct store *s, bool *ret_there);

/** The statement, ready to be bound; NULL on failure. Reset it after use, so
 * that it holds no lock. */
sqlite3_stmt *store_statement(struct store *s, const char *sql);

/** Reset a statement that has read, and end the transaction if it has lasted
 * long enough. */
void store_end_statement(struct store *s, sqlite3_stmt *stmt);

/** The record in the row under stmt; ERR_NO_MEMORY. */
enum err store_read_row(
    sqlite3_stmt *stmt, enum record_kind kind, struct record *ret);

/** The statement that finds a record by its id, bound. */
sqlite3_stmt *store_find_statement(
    struct store *s, enum record_kind kind, int64_t id);

/** Inside a write transaction: make the tables, and the first records. */
enum err store_make(struct store *s, bool with_records);

/** The same if nothing is there; what is of another kind is refused. */
enum err store_make_if_empty(struct store *s, bool with_records);

#endif
