/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_CONNECTION_H
#define DOCKING_STORE_CONNECTION_H

#include "store/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/** A connection to SQLite: its state, its errors and its statements. For the
 * files in this folder; everybody else uses store.h. */

enum { STORE_STATEMENTS = 24 /* kept prepared */ };

/** Times are in nanoseconds of CLOCK_MONOTONIC. */
struct store {
	sqlite3 *db;
	/* Prepared at first use; the most recently used comes first. */
	sqlite3_stmt *stmts[STORE_STATEMENTS];
	sqlite3_file *file;        /* the database, as SQLite has it open */
	int64_t lock_wait_from_ns; /* start of the wait for a lock under way */
	int64_t wanted_since_ns;   /* store_wanted_since(); 0: unknown */
	struct buffer sql;         /* text of the query under way */
	struct buffer values;      /* values to bind to the query under way */
	int64_t read_transaction_until_ns; /* 0: each read has its own */
	bool in_group;                     /* within store_begin_group() */
	int64_t group_start_ns;            /* of the group under way */
	int64_t commit_duration_ns;        /* of the last group's commit */
	bool waits_for_write_lock;  /* the lock waited for begins a write */
	bool write_lock_nowait;     /* fail at once without the write lock */
	bool has_many[RECORD__MAX]; /* records, as far as is known */
	bool has_name_indexes;      /* valid in a write transaction only */
	bool has_journal_file;      /* perhaps; an empty one */
	int code;        /* SQLite's code for the last failing call */
	char error[256]; /* a sentence about the last failing call */
};

/** Keep code and message of SQLite's last call, and return the matching error.
 */
enum err store_fail(struct store *s, const char *doing);

/** Run SQL that returns no rows. On failure doing names the action in the
 * message. */
enum err store_run(struct store *s, const char *text, const char *doing);

/** Run SQL whose first row begins with a number, and get that. */
enum err store_read_number(
    struct store *s, const char *query, int64_t *ret_number);

/** Get the statement for sql, ready to be bound; NULL on failure. Reset it
 * after use, so that it holds no lock. */
sqlite3_stmt *store_statement(struct store *s, const char *sql);

/** Run a bound statement that returns no rows, and reset it. ERR_ID_TAKEN if
 * the primary key is taken. */
enum err store_run_bound(struct store *s, sqlite3_stmt *stmt);

/** Find out whether the indexes of names (db/indexes.sql) exist. */
enum err store_has_indexes(struct store *s, bool *ret_there);

/**
 * Choose the journal for this version of SQLite (SQLITE_VERSION_NUMBER's form):
 * "WAL", or "PERSIST" where WAL can corrupt a database that several
 * connections write and checkpoint at the same time (fixed in 3.51.3).
 */
const char *store_journal_mode(int sqlite_version);

#endif
