/*
 * sqlite/connection.c: a connection to SQLite. Each thread has one. Statements
 * are prepared once and reset after use, so that no lock outlives a request;
 * SQLite's errors become the store's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/connection.h"

#include <stdio.h>
#include <string.h>

enum err
store_fail(struct store *s, const char *doing)
{
	s->code = sqlite3_errcode(s->db) & 0xff;
	snprintf(
	    s->error, sizeof(s->error), "%s: %s", doing, sqlite3_errmsg(s->db));
	switch (s->code) {
	case SQLITE_NOMEM:
		return ERR_NO_MEMORY;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_FULL:
		return ERR_STORE_FULL;
	case SQLITE_READONLY:
		return ERR_STORE_READ_ONLY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_STORE_DAMAGED;
	default:
		return ERR_STORE;
	}
}

enum err
store_run(struct store *s, const char *text, const char *doing)
{
	if (sqlite3_exec(s->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, doing);
	return ERR_OK;
}

enum err
store_read_number(struct store *s, const char *query, int64_t *ret_number)
{
	sqlite3_stmt *stmt = store_statement(s, query);
	enum err err = ERR_OK;
	if (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW)
		*ret_number = sqlite3_column_int64(stmt, 0);
	else
		err = store_fail(s, query);
	sqlite3_reset(stmt);
	return err;
}

enum err
store_run_bound(struct store *s, sqlite3_stmt *stmt)
{
	enum err err = ERR_OK;
	if (sqlite3_step(stmt) != SQLITE_DONE) {
		int code = sqlite3_extended_errcode(s->db);
		err = store_fail(s, sqlite3_sql(stmt));
		if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
			err = ERR_ID_TAKEN;
	}
	sqlite3_reset(stmt);
	return err;
}

/* Put stmt first among the kept statements, in place of number i. */
static sqlite3_stmt *
keep(struct store *s, size_t i, sqlite3_stmt *stmt)
{
	for (; i > 0; i--)
		s->stmts[i] = s->stmts[i - 1];
	return s->stmts[0] = stmt;
}

sqlite3_stmt *
store_statement(struct store *s, const char *sql)
{
	size_t i = 0;
	for (; i < STORE_STATEMENTS && s->stmts[i] != NULL; i++)
		if (strcmp(sqlite3_sql(s->stmts[i]), sql) == 0)
			return keep(s, i, s->stmts[i]);
	sqlite3_stmt *stmt = NULL;
	if (sqlite3_prepare_v3(
		s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != 0)
		return NULL;
	if (i == STORE_STATEMENTS)
		sqlite3_finalize(s->stmts[--i]);
	return keep(s, i, stmt);
}

enum err
store_has_indexes(struct store *s, bool *ret_there)
{
	int64_t there = 0;
	enum err err = store_read_number(s,
	    "SELECT count(*) FROM sqlite_schema WHERE name = 'users_by_name'",
	    &there);
	*ret_there = there > 0;
	return err;
}

const char *
store_journal_mode(int sqlite_version)
{
	return sqlite_version >= 3051003 ? "WAL" : "PERSIST";
}

void
store_wanted_since(struct store *s, int64_t ns)
{
	s->wanted_since_ns = ns;
}

const char *
store_error(const struct store *s)
{
	return s->error;
}

/* An empty journal that stays saves each commit from making and removing one,
 * but every reading transaction looks into it. A change of the journal mode
 * removes it, if nobody is writing. */
void
store_idle(struct store *s)
{
	if (!s->has_journal_file ||
	    strcmp(store_journal_mode(sqlite3_libversion_number()),
		"PERSIST") != 0)
		return;
	sqlite3_exec(s->db,
	    "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = PERSIST", NULL,
	    NULL, NULL);
	s->has_journal_file = false;
}
