/*
 * store_sqlite.c: the store on SQLite: statements, transactions that read, and
 * finding one record. store_open.c opens it, store_list.c lists, store_write.c
 * changes, store_bulk.c is for docking-admin. One connection a thread;
 * statements are prepared once and reset after use, so none holds a lock
 * between two requests. Rows are handed to a callback and are valid only during
 * that call.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store_sqlite.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* clang-format off */
static const char *const user_keys[] = {
	"users.id", "users.name_key", "users.role_key", NULL
};
static const char *const user_texts[] = {
	"users.id", "users.name", "users.role", NULL
};
static const char *const customer_keys[] = {
	"customers.id", "customers.name_key", NULL, "customers.sales_id"
};
static const char *const customer_texts[] = {
	"customers.id", "customers.name", NULL, "customers.sales_id"
};

const struct store_table store_tables[RECORD__MAX] = {
	[RECORD_USER] = {
		.name = "users",
		.columns = "users.id, users.version, users.name, users.role",
		.text_table = "users_text",
		.text_id = "users_text.rowid",
		.keys = user_keys,
		.texts = user_texts,
	},
	[RECORD_CUSTOMER] = {
		.name = "customers",
		.columns = "customers.id, customers.version, customers.name,"
			   " customers.sales_id",
		.text_table = "customers_text",
		.text_id = "customers_text.rowid",
		.keys = customer_keys,
		.texts = customer_texts,
	},
};
/* clang-format on */

static const char *const find[RECORD__MAX] = {
	[RECORD_USER] = "SELECT id, version, name, role FROM users"
			" WHERE id = ?1",
	[RECORD_CUSTOMER] = "SELECT id, version, name, sales_id FROM customers"
			    " WHERE id = ?1",
};

int64_t
store_now_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

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

/* Make stmt the first of those that are kept, and move those before place
 * i back by one. */
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
store_read_row(sqlite3_stmt *stmt, enum record_kind kind, struct record *ret)
{
	struct record record = { .kind = kind,
		.id = sqlite3_column_int64(stmt, 0),
		.version = sqlite3_column_int64(stmt, 1),
		.name = (const char *)sqlite3_column_text(stmt, 2) };
	if (kind == RECORD_USER)
		record.role = (const char *)sqlite3_column_text(stmt, 3);
	else
		record.sales_id = sqlite3_column_int64(stmt, 3);
	if (record.name == NULL || (kind == RECORD_USER && record.role == NULL))
		return ERR_NO_MEMORY;
	*ret = record;
	return ERR_OK;
}

sqlite3_stmt *
store_find_statement(struct store *s, enum record_kind kind, int64_t id)
{
	sqlite3_stmt *stmt = store_statement(s, find[kind]);
	if (stmt != NULL)
		sqlite3_bind_int64(stmt, 1, id);
	return stmt;
}

enum err
store_find(struct store *s, enum record_kind kind, int64_t id,
    store_record_fn *fn, void *arg)
{
	sqlite3_stmt *stmt = store_find_statement(s, kind, id);
	if (stmt == NULL)
		return store_fail(s, find[kind]);
	struct record record;
	enum err err;
	switch (sqlite3_step(stmt)) {
	case SQLITE_ROW:
		err = store_read_row(stmt, kind, &record);
		if (err == ERR_OK)
			err = fn(arg, &record);
		break;
	case SQLITE_DONE:
		err = ERR_NOT_FOUND;
		break;
	default:
		err = store_fail(s, find[kind]);
	}
	store_end_statement(s, stmt);
	return err;
}

/* Like store_run(), but the statement is kept. */
static enum err
run_often(struct store *s, const char *sql)
{
	sqlite3_stmt *stmt = store_statement(s, sql);
	enum err err = ERR_OK;
	if (stmt == NULL || sqlite3_step(stmt) != SQLITE_DONE)
		err = store_fail(s, sql);
	sqlite3_reset(stmt);
	return err;
}

enum err
store_begin_reading(struct store *s, int64_t for_ns)
{
	if (s->reading_until_ns > 0)
		return ERR_OK;
	enum err err = run_often(s, "BEGIN");
	int64_t now_ns = store_now_ns();
	if (err == ERR_OK)
		s->reading_until_ns =
		    for_ns > INT64_MAX - now_ns ? INT64_MAX : now_ns + for_ns;
	return err;
}

void
store_end_reading(struct store *s)
{
	if (s->reading_until_ns == 0)
		return;
	s->reading_until_ns = 0;
	/* If there is no memory for that: no lock must stay. */
	if (run_often(s, "COMMIT") != ERR_OK)
		store_rollback(s);
}

void
store_end_statement(struct store *s, sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	if (s->reading_until_ns > 0 && store_now_ns() > s->reading_until_ns)
		store_end_reading(s);
}

/* Bytes 16 to 27 of the file (https://www.sqlite.org/fileformat.html, 1.3): the
 * page size; the journal, twice: 1 is one that is rolled back; three sizes; and
 * in the last four the change counter, most significant byte first. */
bool
store_version(const struct store *s, uint32_t *ret)
{
	unsigned char bytes[12];
	if (s->file->pMethods->xRead(s->file, bytes, sizeof(bytes), 16) !=
		SQLITE_OK ||
	    bytes[2] != 1 || bytes[3] != 1)
		return false;
	*ret = (uint32_t)bytes[8] << 24 | (uint32_t)bytes[9] << 16 |
	       (uint32_t)bytes[10] << 8 | bytes[11];
	return true;
}

bool
store_version_read(const struct store *s, uint32_t *ret)
{
	return s->reading_until_ns > 0 &&
	       sqlite3_txn_state(s->db, "main") == SQLITE_TXN_READ &&
	       store_version(s, ret);
}

enum err
store_check(struct store *s)
{
	int64_t number;
	return store_read_number(
	    s, "SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)", &number);
}
