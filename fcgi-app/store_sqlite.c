/*
 * store_sqlite.c: the store on SQLite; store_bulk.c is its other part. One
 * connection a thread; statements are prepared once and reset after use, so
 * none holds a lock between two requests. A long listing is read in pages by
 * id, each a short transaction of its own. Rows are handed to a callback and
 * are valid only during that call.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store_sqlite.h"

#include "text.h"

#include "db_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	APPLICATION_ID = 0x444f434b, /* "DOCK" */
	SCHEMA_VERSION = 1,          /* PRAGMA user_version of db/schema.sql */
	BUSY_TIMEOUT_MS = 5000,      /* then the client gets 503 */
	PAGE_ROWS = 256,             /* a page of a listing stays under 1 ms */
};

/* Listings: ?1 the id to continue after, ?2 rows a page, then the filters.
 * instr(x, '') is 1, so an empty needle matches all. */
/* clang-format off */
static const char *const sql[STMT__MAX] = {
	[STMT_FIND_USER] =
		"SELECT id, name, role FROM users WHERE id = ?1",
	[STMT_FIND_CUSTOMER] =
		"SELECT id, name, sales_id FROM customers WHERE id = ?1",
	[STMT_LIST_USERS] =
		"SELECT id, name, role FROM users"
		" WHERE id > ?1 AND instr(name_key, ?3) AND instr(role_key, ?4)"
		" ORDER BY id LIMIT ?2",
	[STMT_LIST_CUSTOMERS] =
		"SELECT id, name, sales_id FROM customers"
		" WHERE id > ?1 AND instr(name_key, ?3)"
		" ORDER BY id LIMIT ?2",
	[STMT_LIST_CUSTOMERS_OF] =
		"SELECT id, name, sales_id FROM customers"
		" WHERE sales_id = ?4 AND id > ?1 AND instr(name_key, ?3)"
		" ORDER BY id LIMIT ?2",
	[STMT_CHECK] =
		"SELECT 1 FROM users LIMIT 1",
	[STMT_ADD_USER] =
		"INSERT INTO users (id, name, name_key, role, role_key)"
		" VALUES (?1, ?2, ?3, ?4, ?5)",
	[STMT_ADD_CUSTOMER] =
		"INSERT INTO customers (id, name, name_key, sales_id)"
		" VALUES (?1, ?2, ?3, ?4)",
};

/* Set on every connection. DESIGN: a parked request holds no lock, a failed
 * disk must not be mapped memory, a stranger's file must not run code. */
static const char pragmas[] =
	"PRAGMA trusted_schema = OFF;"
	"PRAGMA foreign_keys = ON;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA mmap_size = 0;";
/* clang-format on */

const char *
store_journal_mode(int sqlite_version)
{
	return sqlite_version >= 3051003 ? "WAL" : "TRUNCATE";
}

enum err
store_fail(struct store *s, const char *doing)
{
	int code = sqlite3_errcode(s->db) & 0xff;
	snprintf(
	    s->error, sizeof(s->error), "%s: %s", doing, sqlite3_errmsg(s->db));
	if (code == SQLITE_NOMEM)
		return ERR_NO_MEMORY;
	return code == SQLITE_BUSY || code == SQLITE_LOCKED ? ERR_BUSY
							    : ERR_STORE;
}

/* SQL function casefold(text), for db/seed.sql. */
static void
sql_casefold(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	const char *text = (const char *)sqlite3_value_text(argv[0]);
	int length = sqlite3_value_bytes(argv[0]);
	char *folded =
	    text == NULL ? NULL : text_casefold(text, (size_t)length);
	if (folded == NULL)
		sqlite3_result_error(context, "casefold: not UTF-8", -1);
	else
		sqlite3_result_text(context, folded, -1, free);
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
	sqlite3_stmt *stmt = NULL;
	enum err err = ERR_OK;
	if (sqlite3_prepare_v2(s->db, query, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		*ret_number = sqlite3_column_int64(stmt, 0);
	else
		err = store_fail(s, query);
	sqlite3_finalize(stmt);
	return err;
}

/* What the file is. */
struct kind {
	int64_t application_id;
	int64_t version; /* of the schema */
	int64_t tables;
};

static enum err
read_kind(struct store *s, struct kind *ret)
{
	enum err err =
	    store_read_number(s, "PRAGMA application_id", &ret->application_id);
	if (err == ERR_OK)
		err =
		    store_read_number(s, "PRAGMA user_version", &ret->version);
	if (err == ERR_OK)
		err = store_read_number(
		    s, "SELECT count(*) FROM sqlite_schema", &ret->tables);
	return err;
}

static bool
is_empty(const struct kind *kind)
{
	return kind->application_id == 0 && kind->version == 0 &&
	       kind->tables == 0;
}

enum err
store_make(struct store *s, bool with_records)
{
	char pragma[96];
	snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    APPLICATION_ID, SCHEMA_VERSION);
	enum err err = store_run(s, db_schema_sql, "db/schema.sql");
	if (err == ERR_OK && with_records) {
		sqlite3_create_function(s->db, "casefold", 1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_casefold,
		    NULL, NULL);
		err = store_run(s, db_seed_sql, "db/seed.sql");
	}
	return err != ERR_OK ? err : store_run(s, pragma, "kind");
}

static enum err
check_kind(struct store *s, const struct kind *kind)
{
	if (kind->application_id != APPLICATION_ID) {
		snprintf(s->error, sizeof(s->error),
		    "it is another program's database");
		return ERR_STORE;
	}
	if (kind->version != SCHEMA_VERSION) {
		snprintf(s->error, sizeof(s->error),
		    "its schema version is %" PRId64 ", this program's is %d",
		    kind->version, SCHEMA_VERSION);
		return ERR_STORE;
	}
	return ERR_OK;
}

enum err
store_make_if_empty(struct store *s, bool with_records)
{
	struct kind kind = { 0 };
	enum err err = read_kind(s, &kind);
	if (err != ERR_OK)
		return err;
	return is_empty(&kind) ? store_make(s, with_records)
			       : check_kind(s, &kind);
}

/* Inside a write transaction, so that of several processes one makes it. */
static enum err
make(struct store *s)
{
	enum err err = store_run(s, "BEGIN IMMEDIATE", "begin");
	if (err != ERR_OK)
		return err;
	err = store_make_if_empty(s, true);
	if (err == ERR_OK)
		return store_run(s, "COMMIT", "commit");
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

static enum err
open_checked(struct store *s, const char *file, bool bare)
{
	if (sqlite3_open_v2(file, &s->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
		NULL) != SQLITE_OK)
		return store_fail(s, "open");
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, BUSY_TIMEOUT_MS);
	enum err err = store_run(s, pragmas, "settings");
	if (err != ERR_OK)
		return err;
	if (sqlite3_db_readonly(s->db, "main") == 1) {
		snprintf(s->error, sizeof(s->error), "it is read-only");
		return ERR_STORE;
	}

	/* One transaction: between two, another process may make it. */
	struct kind kind = { 0 };
	err = store_run(s, "BEGIN", "begin");
	if (err == ERR_OK)
		err = read_kind(s, &kind);
	if (err == ERR_OK)
		err = store_run(s, "COMMIT", "commit");
	if (err == ERR_OK && !is_empty(&kind))
		err = check_kind(s, &kind);
	else if (err == ERR_OK && !bare)
		err = make(s);
	if (err != ERR_OK)
		return err;
	char pragma[64];
	snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s",
	    store_journal_mode(sqlite3_libversion_number()));
	return store_run(s, pragma, "journal mode");
}

static enum err
open_store(const char *file, bool bare, struct store **ret_store, char *why,
    size_t size)
{
	struct store *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		snprintf(why, size, "out of memory");
		return ERR_NO_MEMORY;
	}
	enum err err = open_checked(s, file, bare);
	if (err != ERR_OK) {
		snprintf(why, size, "%s", s->error);
		store_close(s);
		return err;
	}
	*ret_store = s;
	return ERR_OK;
}

enum err
store_open(const char *file, struct store **ret_store, char *why, size_t size)
{
	return open_store(file, false, ret_store, why, size);
}

enum err
store_open_bare(
    const char *file, struct store **ret_store, char *why, size_t size)
{
	return open_store(file, true, ret_store, why, size);
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < STMT__MAX; i++)
		sqlite3_finalize(s->stmts[i]);
	sqlite3_close(s->db);
	free(s);
}

const char *
store_error(const struct store *s)
{
	return s->error;
}

sqlite3_stmt *
store_statement(struct store *s, enum stmt which)
{
	if (s->stmts[which] == NULL)
		sqlite3_prepare_v3(s->db, sql[which], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->stmts[which], NULL);
	return s->stmts[which];
}

/* The callback of a listing, whichever kind its records are. */
struct receiver {
	store_user_fn *user;
	store_customer_fn *customer;
	void *arg;
};

static enum err
hand_over(const struct receiver *to, sqlite3_stmt *stmt)
{
	int64_t id = sqlite3_column_int64(stmt, 0);
	const char *name = (const char *)sqlite3_column_text(stmt, 1);
	if (to->user != NULL) {
		const char *role = (const char *)sqlite3_column_text(stmt, 2);
		if (name == NULL || role == NULL)
			return ERR_NO_MEMORY;
		return to->user(to->arg,
		    &(struct user){ .id = id, .name = name, .role = role });
	}
	if (name == NULL)
		return ERR_NO_MEMORY;
	/* One of the two is set. NOLINTNEXTLINE(clang-analyzer-core.*) */
	return to->customer(
	    to->arg, &(struct customer){ .id = id,
			 .name = name,
			 .sales_id = sqlite3_column_int64(stmt, 2) });
}

static enum err
find(struct store *s, enum stmt which, int64_t id, const struct receiver *to)
{
	sqlite3_stmt *stmt = store_statement(s, which);
	if (stmt == NULL)
		return store_fail(s, sql[which]);
	sqlite3_bind_int64(stmt, 1, id);
	enum err err;
	switch (sqlite3_step(stmt)) {
	case SQLITE_ROW:
		err = hand_over(to, stmt);
		break;
	case SQLITE_DONE:
		err = ERR_NOT_FOUND;
		break;
	default:
		err = store_fail(s, sql[which]);
	}
	sqlite3_reset(stmt);
	return err;
}

static int
bind_needle(sqlite3_stmt *stmt, int place, const char *needle)
{
	return sqlite3_bind_text(
	    stmt, place, needle == NULL ? "" : needle, -1, SQLITE_STATIC);
}

/* The filters of stmt are bound; read it page by page. */
static enum err
list(struct store *s, sqlite3_stmt *stmt, const struct receiver *to)
{
	int64_t after = INT64_MIN;
	int rows;
	do {
		sqlite3_bind_int64(stmt, 1, after);
		sqlite3_bind_int(stmt, 2, PAGE_ROWS);
		enum err err = ERR_OK;
		int step = SQLITE_DONE;
		for (rows = 0;
		     err == ERR_OK && (step = sqlite3_step(stmt)) == SQLITE_ROW;
		     rows++) {
			after = sqlite3_column_int64(stmt, 0);
			err = hand_over(to, stmt);
		}
		if (err == ERR_OK && step != SQLITE_DONE)
			err = store_fail(s, sqlite3_sql(stmt));
		sqlite3_reset(stmt);
		if (err != ERR_OK)
			return err;
	} while (rows == PAGE_ROWS);
	return ERR_OK;
}

enum err
store_find_user(struct store *s, int64_t id, store_user_fn *fn, void *arg)
{
	return find(s, STMT_FIND_USER, id,
	    &(struct receiver){ .user = fn, .arg = arg });
}

enum err
store_find_customer(
    struct store *s, int64_t id, store_customer_fn *fn, void *arg)
{
	return find(s, STMT_FIND_CUSTOMER, id,
	    &(struct receiver){ .customer = fn, .arg = arg });
}

enum err
store_list_users(struct store *s, const struct user_filter *filter,
    store_user_fn *fn, void *arg)
{
	sqlite3_stmt *stmt = store_statement(s, STMT_LIST_USERS);
	if (stmt == NULL ||
	    bind_needle(stmt, 3, filter->name_needle) != SQLITE_OK ||
	    bind_needle(stmt, 4, filter->role_needle) != SQLITE_OK)
		return store_fail(s, sql[STMT_LIST_USERS]);
	return list(s, stmt, &(struct receiver){ .user = fn, .arg = arg });
}

enum err
store_list_customers(struct store *s, const struct customer_filter *filter,
    store_customer_fn *fn, void *arg)
{
	enum stmt which = filter->sales_id == NULL ? STMT_LIST_CUSTOMERS
						   : STMT_LIST_CUSTOMERS_OF;
	sqlite3_stmt *stmt = store_statement(s, which);
	if (stmt == NULL ||
	    bind_needle(stmt, 3, filter->name_needle) != SQLITE_OK)
		return store_fail(s, sql[which]);
	if (filter->sales_id != NULL)
		sqlite3_bind_int64(stmt, 4, *filter->sales_id);
	return list(s, stmt, &(struct receiver){ .customer = fn, .arg = arg });
}

enum err
store_check(struct store *s)
{
	sqlite3_stmt *stmt = store_statement(s, STMT_CHECK);
	if (stmt == NULL)
		return store_fail(s, sql[STMT_CHECK]);
	int step = sqlite3_step(stmt);
	enum err err = step == SQLITE_ROW || step == SQLITE_DONE
			   ? ERR_OK
			   : store_fail(s, sql[STMT_CHECK]);
	sqlite3_reset(stmt);
	return err;
}
