/*
 * store_write.c: changes. Each is a transaction that begins as a writer (one
 * that begins as a reader could fail for good, whatever the timeout) and looks
 * at what it depends on inside: so of two that do not go together one sees
 * what the other has done. SQLite has written all to the disk when COMMIT
 * returns.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store_sqlite.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEY_LIFE_S = 24 * 60 * 60 };

/* Of the time, in commits; and no longer than this, in nanoseconds. */
enum { READERS_SHARE = 2, LONGEST_SHARE_NS = 20000000 };

static const char sales_role[] = "sales";

/* clang-format off */
static const char add_user[] =
	"INSERT INTO users (id, name, name_key, role, role_key)"
	" VALUES (?1, ?2, ?3, ?4, ?5)";
static const char add_customer[] =
	"INSERT INTO customers (id, name, name_key, sales_id)"
	" SELECT ?1, ?2, ?3, ?4"
	" WHERE EXISTS (SELECT 1 FROM users WHERE id = ?4 AND role = 'sales')";
static const char change_user[] =
	"UPDATE users SET name = ?2, name_key = ?3, role = ?4, role_key = ?5,"
	" version = ?6 WHERE id = ?1";
static const char change_customer[] =
	"UPDATE customers SET name = ?2, name_key = ?3, sales_id = ?4,"
	" version = ?6 WHERE id = ?1"
	" AND EXISTS (SELECT 1 FROM users WHERE id = ?4 AND role = 'sales')";
static const char remove_user[] = "DELETE FROM users WHERE id = ?1";
static const char remove_customer[] = "DELETE FROM customers WHERE id = ?1";
static const char count_customers[] =
	"SELECT count(*) FROM customers WHERE sales_id = ?1";
static const char find_key[] =
	"SELECT id, request = ?3 FROM idempotency_keys"
	" WHERE who = ?1 AND key = ?2 AND made_at > ?4";
static const char keep_key[] =
	"INSERT OR REPLACE INTO idempotency_keys"
	" (who, key, request, made_at, id) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char forget_keys[] =
	"DELETE FROM idempotency_keys WHERE made_at <= ?1";
/* clang-format on */

enum err
store_begin_writing(struct store *s)
{
	s->beginning = true;
	enum err err = store_run(s, "BEGIN IMMEDIATE", "begin");
	s->beginning = false;
	if (err != ERR_OK)
		return err;
	s->journal_left = true;
	err = store_has_indexes(s, &s->indexed);
	if (err != ERR_OK)
		store_rollback(s);
	return err;
}

/* Begin a change: alone, or as a part of a group. */
static enum err
begin(struct store *s)
{
	if (!s->grouped)
		return store_begin_writing(s);
	/* SQLite rolls back by itself if the disk fails. What follows would
	 * be a transaction of its own. */
	if (sqlite3_get_autocommit(s->db)) {
		snprintf(s->error, sizeof(s->error),
		    "a change before it ended the transaction");
		return ERR_STORE;
	}
	return store_run(s, "SAVEPOINT change", "savepoint");
}

/* Keep the change if all went well, else undo it. */
static enum err
end(struct store *s, enum err err)
{
	if (!s->grouped) {
		if (err == ERR_OK)
			err = store_commit(s);
		if (err != ERR_OK)
			store_rollback(s);
		/* The pages that it took, which may be all that the cache can
		 * hold; the next one mostly finds that another process has
		 * written since, and drops them anyway. */
		sqlite3_db_release_memory(s->db);
		return err;
	}
	if (err == ERR_OK)
		return store_run(s, "RELEASE change", "release");
	sqlite3_exec(
	    s->db, "ROLLBACK TO change; RELEASE change", NULL, NULL, NULL);
	return err;
}

enum err
store_begin_group(struct store *s)
{
	enum err err = store_begin_writing(s);
	s->grouped = err == ERR_OK;
	s->begun_ns = store_now_ns();
	return err;
}

enum err
store_end_group(struct store *s)
{
	s->grouped = false;
	/* While one commits, nobody can read; until then, nobody else can
	 * write. So those who read get a share of the time. */
	int64_t wait_ns =
	    s->begun_ns + READERS_SHARE * s->commit_ns - store_now_ns();
	if (wait_ns > LONGEST_SHARE_NS)
		wait_ns = LONGEST_SHARE_NS;
	if (wait_ns > 0)
		nanosleep(&(struct timespec){ .tv_nsec = (long)wait_ns }, NULL);
	int64_t start_ns = store_now_ns();
	enum err err = end(s, ERR_OK);
	s->commit_ns = store_now_ns() - start_ns;
	return err;
}

/* A journal that stays saves a commit from making and removing one, but every
 * transaction that reads looks into it. A change of the mode removes it, if
 * nobody writes. */
void
store_rest(struct store *s)
{
	if (!s->journal_left ||
	    strcmp(store_journal_mode(sqlite3_libversion_number()),
		"PERSIST") != 0)
		return;
	sqlite3_exec(s->db,
	    "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = PERSIST", NULL,
	    NULL, NULL);
	s->journal_left = false;
}

/* Bind text and its key at places place and place + 1. */
static enum err
bind_with_key(sqlite3_stmt *stmt, int place, const char *text)
{
	size_t length = strlen(text);
	char *key = text_casefold(text, length);
	if (key == NULL)
		return ERR_NO_MEMORY;
	sqlite3_bind_text(stmt, place, text, (int)length, SQLITE_STATIC);
	sqlite3_bind_text(stmt, place + 1, key, -1, free);
	return ERR_OK;
}

/* Bind a record's texts and salesId: places 2 to 5. */
static enum err
bind_record(sqlite3_stmt *stmt, const struct record *record)
{
	enum err err = bind_with_key(stmt, 2, record->name);
	if (record->kind == RECORD_CUSTOMER)
		sqlite3_bind_int64(stmt, 4, record->sales_id);
	else if (err == ERR_OK)
		err = bind_with_key(stmt, 4, record->role);
	return err;
}

/* Run a statement that is bound and gives no rows. */
static enum err
run_bound(struct store *s, sqlite3_stmt *stmt)
{
	enum err err = ERR_OK;
	if (sqlite3_step(stmt) != SQLITE_DONE) {
		int code = sqlite3_extended_errcode(s->db);
		err = store_fail(s, sqlite3_sql(stmt));
		if (code == SQLITE_CONSTRAINT_PRIMARYKEY)
			err = ERR_BAD_REQUEST;
	}
	sqlite3_reset(stmt);
	return err;
}

/* Names that are searched for are in a table of their own, if it is there. */
static enum err
write_text(struct store *s, enum record_kind kind, const char *sql[RECORD__MAX],
    int64_t id, const char *name)
{
	if (!s->indexed)
		return ERR_OK;
	sqlite3_stmt *stmt = store_statement(s, sql[kind]);
	if (stmt == NULL)
		return store_fail(s, sql[kind]);
	char *key = text_casefold(name, strlen(name));
	if (key == NULL)
		return ERR_NO_MEMORY;
	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_text(stmt, 2, key, -1, free);
	return run_bound(s, stmt);
}

static enum err
add_text(struct store *s, enum record_kind kind, int64_t id, const char *name)
{
	static const char *sql[RECORD__MAX] = {
		"INSERT INTO users_text (rowid, name_key) VALUES (?1, ?2)",
		"INSERT INTO customers_text (rowid, name_key) VALUES (?1, ?2)",
	};
	return write_text(s, kind, sql, id, name);
}

static enum err
remove_text(
    struct store *s, enum record_kind kind, int64_t id, const char *name)
{
	static const char *sql[RECORD__MAX] = {
		"INSERT INTO users_text (users_text, rowid, name_key)"
		" VALUES ('delete', ?1, ?2)",
		"INSERT INTO customers_text (customers_text, rowid, name_key)"
		" VALUES ('delete', ?1, ?2)",
	};
	return write_text(s, kind, sql, id, name);
}

enum err
store_add(struct store *s, struct record *record)
{
	bool is_user = record->kind == RECORD_USER;
	sqlite3_stmt *stmt =
	    store_statement(s, is_user ? add_user : add_customer);
	if (stmt == NULL)
		return store_fail(s, "add");
	if (record->id < 0)
		sqlite3_bind_null(stmt, 1);
	else
		sqlite3_bind_int64(stmt, 1, record->id);
	enum err err = bind_record(stmt, record);
	if (err == ERR_OK)
		err = run_bound(s, stmt);
	if (err == ERR_OK && sqlite3_changes(s->db) == 0)
		err = ERR_NO_SALESPERSON;
	if (err != ERR_OK)
		return err;
	record->id = sqlite3_last_insert_rowid(s->db);
	record->version = 1;
	return add_text(s, record->kind, record->id, record->name);
}

/* --- keys of requests ----------------------------------------------------- */

static sqlite3_stmt *
key_statement(struct store *s, const char *sql,
    const struct store_idempotency *once, int64_t at)
{
	sqlite3_stmt *stmt = store_statement(s, sql);
	if (stmt == NULL)
		return NULL;
	sqlite3_bind_text(stmt, 1, once->who, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 2, once->key, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, once->request, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 4, at);
	return stmt;
}

/* ERR_NOT_FOUND: it has not been carried out. */
static enum err
find_carried_out(struct store *s, const struct store_idempotency *once,
    int64_t now_s, int64_t *ret_id)
{
	sqlite3_stmt *stmt =
	    key_statement(s, find_key, once, now_s - KEY_LIFE_S);
	if (stmt == NULL)
		return store_fail(s, find_key);
	enum err err = ERR_NOT_FOUND;
	int step = sqlite3_step(stmt);
	if (step == SQLITE_ROW) {
		*ret_id = sqlite3_column_int64(stmt, 0);
		err = sqlite3_column_int(stmt, 1) ? ERR_OK : ERR_KEY_REUSED;
	} else if (step != SQLITE_DONE) {
		err = store_fail(s, find_key);
	}
	sqlite3_reset(stmt);
	return err;
}

static enum err
keep_carried_out(struct store *s, const struct store_idempotency *once,
    int64_t now_s, int64_t id)
{
	sqlite3_stmt *stmt = key_statement(s, keep_key, once, now_s);
	if (stmt == NULL)
		return store_fail(s, keep_key);
	sqlite3_bind_int64(stmt, 5, id);
	enum err err = run_bound(s, stmt);
	if (err != ERR_OK)
		return err;
	stmt = store_statement(s, forget_keys);
	if (stmt == NULL)
		return store_fail(s, forget_keys);
	sqlite3_bind_int64(stmt, 1, now_s - KEY_LIFE_S);
	return run_bound(s, stmt);
}

static enum err
create_once(struct store *s, struct record *record,
    const struct store_idempotency *once)
{
	int64_t now_s = (int64_t)time(NULL);
	enum err err = find_carried_out(s, once, now_s, &record->id);
	record->version = 1;
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_add(s, record);
	return err != ERR_OK ? err
			     : keep_carried_out(s, once, now_s, record->id);
}

enum err
store_create(struct store *s, struct record *record,
    const struct store_idempotency *once)
{
	record->id = -1;
	enum err err = begin(s);
	if (err != ERR_OK)
		return err;
	return end(s,
	    once == NULL ? store_add(s, record) : create_once(s, record, once));
}

/* --- changes of what is there --------------------------------------------- */

static enum err
check_no_customers(struct store *s, int64_t id, int64_t *ret_customers)
{
	sqlite3_stmt *stmt = store_statement(s, count_customers);
	if (stmt == NULL)
		return store_fail(s, count_customers);
	sqlite3_bind_int64(stmt, 1, id);
	enum err err = ERR_OK;
	if (sqlite3_step(stmt) != SQLITE_ROW)
		err = store_fail(s, count_customers);
	else if ((*ret_customers = sqlite3_column_int64(stmt, 0)) > 0)
		err = ERR_HAS_CUSTOMERS;
	sqlite3_reset(stmt);
	return err;
}

static enum err
write_change(
    struct store *s, const struct record *now, const struct record *wanted)
{
	sqlite3_stmt *stmt = store_statement(
	    s, wanted->kind == RECORD_USER ? change_user : change_customer);
	if (stmt == NULL)
		return store_fail(s, "change");
	sqlite3_bind_int64(stmt, 1, wanted->id);
	sqlite3_bind_int64(stmt, 6, wanted->version);
	enum err err = bind_record(stmt, wanted);
	if (err == ERR_OK)
		err = run_bound(s, stmt);
	if (err == ERR_OK && sqlite3_changes(s->db) == 0)
		err = ERR_NO_SALESPERSON;
	if (err == ERR_OK && strcmp(now->name, wanted->name) != 0) {
		err = remove_text(s, now->kind, now->id, now->name);
		if (err == ERR_OK)
			err = add_text(s, now->kind, now->id, wanted->name);
	}
	return err;
}

static enum err
write_removal(struct store *s, const struct record *now)
{
	sqlite3_stmt *stmt = store_statement(
	    s, now->kind == RECORD_USER ? remove_user : remove_customer);
	if (stmt == NULL)
		return store_fail(s, "remove");
	sqlite3_bind_int64(stmt, 1, now->id);
	enum err err = run_bound(s, stmt);
	return err != ERR_OK ? err
			     : remove_text(s, now->kind, now->id, now->name);
}

/* A change as it is carried out. */
struct change_call {
	struct store *store;
	store_change_fn *decide;
	void *arg;
	bool remove;
	int64_t *ret_customers;
};

/* A store_record_fn: now stays valid, as its statement is not reset before
 * this returns. */
static enum err
change(void *arg, const struct record *now)
{
	struct change_call *call = arg;
	struct store *s = call->store;
	struct record wanted = *now;
	wanted.version++;
	enum err err = call->decide(call->arg, now, &wanted);
	bool leaves = now->kind == RECORD_USER &&
		      (call->remove || strcmp(wanted.role, sales_role) != 0);
	if (err == ERR_OK && leaves)
		err = check_no_customers(s, now->id, call->ret_customers);
	if (err != ERR_OK)
		return err;
	return call->remove ? write_removal(s, now)
			    : write_change(s, now, &wanted);
}

static enum err
change_found(enum record_kind kind, int64_t id, struct change_call *call)
{
	enum err err = begin(call->store);
	if (err != ERR_OK)
		return err;
	return end(
	    call->store, store_find(call->store, kind, id, change, call));
}

enum err
store_change(struct store *s, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers)
{
	return change_found(kind, id,
	    &(struct change_call){ .store = s,
		.decide = fn,
		.arg = arg,
		.ret_customers = ret_customers });
}

enum err
store_remove(struct store *s, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers)
{
	return change_found(kind, id,
	    &(struct change_call){ .store = s,
		.decide = fn,
		.arg = arg,
		.remove = true,
		.ret_customers = ret_customers });
}
