/*
 * write.c: changes. Each reads the records that it depends on inside its own
 * transaction, so of two conflicting changes the second sees the first. When
 * COMMIT returns, SQLite has written everything to the disk.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/text.h"
#include "store/admin.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/once.h"
#include "store/sqlite/transaction.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

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
/* clang-format on */

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

/* Update the table of trigrams, if it exists. */
static enum err
write_text(struct store *s, enum record_kind kind, const char *sql[RECORD__MAX],
    int64_t id, const char *name)
{
	if (!s->has_name_indexes)
		return ERR_OK;
	sqlite3_stmt *stmt = store_statement(s, sql[kind]);
	if (stmt == NULL)
		return store_fail(s, sql[kind]);
	char *key = text_casefold(name, strlen(name));
	if (key == NULL)
		return ERR_NO_MEMORY;
	sqlite3_bind_int64(stmt, 1, id);
	sqlite3_bind_text(stmt, 2, key, -1, free);
	return store_run_bound(s, stmt);
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
		err = store_run_bound(s, stmt);
	if (err == ERR_OK && sqlite3_changes(s->db) == 0)
		err = ERR_NO_SALESPERSON;
	if (err != ERR_OK)
		return err;
	record->id = sqlite3_last_insert_rowid(s->db);
	record->version = 1;
	return add_text(s, record->kind, record->id, record->name);
}

static enum err
create_once(struct store *s, struct record *record,
    const struct store_idempotency *once)
{
	int64_t now_s = (int64_t)time(NULL);
	enum err err = once_find(s, once, now_s, &record->id);
	record->version = 1;
	if (err != ERR_NOT_FOUND)
		return err;
	err = store_add(s, record);
	return err != ERR_OK ? err : once_keep(s, once, now_s, record->id);
}

enum err
store_create(struct store *s, struct record *record,
    const struct store_idempotency *once)
{
	record->id = -1;
	enum err err = store_begin_change(s);
	if (err != ERR_OK)
		return err;
	return store_end_change(s,
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
		err = store_run_bound(s, stmt);
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
	enum err err = store_run_bound(s, stmt);
	return err != ERR_OK ? err
			     : remove_text(s, now->kind, now->id, now->name);
}

/* A change that is being carried out. */
struct change_call {
	struct store *store;
	store_change_fn *decide;
	void *arg;
	bool remove;
	int64_t *ret_customers;
};

/* A store_record_fn: now stays valid, because its statement is reset only after
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
	enum err err = store_begin_change(call->store);
	if (err != ERR_OK)
		return err;
	return store_end_change(
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
