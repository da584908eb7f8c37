/*
 * bulk.c: the functions of admin.h: writing many records, and checking all.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/admin.h"

#include "lib/text.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/transaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INTERRUPT_STEPS = 100000 /* of SQLite's machine: some ms */ };

/* Settings of a connection that writes much. Changes that do not fit into the
 * cache are written before the commit, and from then on nobody can read: 50,000
 * records change about 10 MB; the indexes of millions of names may exceed the
 * 256 MB allowed. The sorter's pieces are as large as the cache, which is
 * smaller: small pieces sort faster, and with a second thread twice as fast
 * again. Foreign keys need no check here: the statement that adds a customer
 * looks for the salesperson itself. */
static const char bulk[] = "PRAGMA cache_size = -32768;"
			   "PRAGMA cache_spill = -262144;"
			   "PRAGMA threads = 2;"
			   "PRAGMA foreign_keys = OFF";

/* Each selects damages, a line each; is_key() is defined below. */
/* clang-format off */
static const char *const checks[] = {
	"SELECT 'the file: ' || replace(integrity_check,"
	" '*** in database main ***' || char(10), '')"
	" FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
	"SELECT 'customers ' || c.id || ': salesId ' || sales_id ||"
	" ' is not a user with role sales'"
	" FROM customers c JOIN users u ON u.id = sales_id"
	" WHERE u.role <> 'sales'",
	"SELECT \"table\" || ' ' || rowid || ': there is no such one in ' || parent"
	" FROM pragma_foreign_key_check",
	"SELECT 'users ' || id || ': name_key is not the casefolded name'"
	" FROM users WHERE NOT is_key(name_key, name)",
	"SELECT 'users ' || id || ': role_key is not the casefolded role'"
	" FROM users WHERE NOT is_key(role_key, role)",
	"SELECT 'customers ' || id || ': name_key is not the casefolded name'"
	" FROM customers WHERE NOT is_key(name_key, name)",
};
/* clang-format on */

enum err
store_begin(struct store *s)
{
	enum err err = store_run(s, bulk, "bulk");
	if (err == ERR_OK)
		err = store_begin_writing(s);
	if (err != ERR_OK)
		return err;
	err = store_make_if_empty(s, false);
	if (err == ERR_OK)
		err = store_has_indexes(s, &s->has_name_indexes);
	if (err != ERR_OK)
		store_rollback(s);
	return err;
}

enum err
store_ensure_indexes(struct store *s, bool wait)
{
	bool there = false;
	enum err err = store_has_indexes(s, &there);
	if (err != ERR_OK || there)
		return err;
	s->write_lock_nowait = !wait;
	err = store_begin(s);
	s->write_lock_nowait = false;
	if (err != ERR_OK)
		return err;
	err = store_make_indexes(s);
	if (err == ERR_OK)
		err = store_commit(s);
	if (err != ERR_OK)
		store_rollback(s);
	return err;
}

enum err
store_reset(struct store *s)
{
	/* This also forgets the ids that were given. Debian's SQLite would
	 * overwrite freed pages with zeros, and journal them first, before
	 * store_shrink() gives them back. */
	enum err err = store_run(s,
	    "PRAGMA secure_delete = FAST;"
	    "DROP TABLE IF EXISTS customers_text;"
	    "DROP TABLE IF EXISTS users_text;"
	    "DROP TABLE idempotency_keys;"
	    "DROP TABLE customers; DROP TABLE users",
	    "reset");
	return err != ERR_OK ? err : store_make(s, true);
}

enum err
store_shrink(struct store *s)
{
	return store_run(s, "VACUUM", "vacuum");
}

enum err
store_count_all(struct store *s, int64_t *ret_users, int64_t *ret_customers)
{
	int64_t users = 0;
	enum err err =
	    store_read_number(s, "SELECT count(*) FROM users", &users);
	if (err == ERR_OK)
		err = store_read_number(
		    s, "SELECT count(*) FROM customers", ret_customers);
	if (err == ERR_OK)
		*ret_users = users;
	return err;
}

/* SQL function is_key(key, text): is key the casefolded text? */
static void
sql_is_key(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	const char *key = (const char *)sqlite3_value_text(argv[0]);
	const char *text = (const char *)sqlite3_value_text(argv[1]);
	int length = sqlite3_value_bytes(argv[1]);
	char *folded =
	    text == NULL ? NULL : text_casefold(text, (size_t)length);
	sqlite3_result_int(
	    context, folded != NULL && key != NULL && strcmp(folded, key) == 0);
	free(folded);
}

/* Check that the tables of trigrams agree with the records; they report an
 * error if not. They may be missing (store_drop_indexes()). */
static enum err
check_text(struct store *s, store_damage_fn *fn, void *arg)
{
	static const char *const tables[] = { "users_text", "customers_text" };
	bool there = false;
	enum err err = store_has_indexes(s, &there);
	for (size_t i = 0; err == ERR_OK && there && i < 2; i++) {
		char sql[128];
		snprintf(sql, sizeof(sql),
		    "INSERT INTO %s (%s, rank) VALUES ('integrity-check', 1)",
		    tables[i], tables[i]);
		int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
		if ((code & 0xff) == SQLITE_CORRUPT) {
			snprintf(sql, sizeof(sql),
			    "%s: it does not say what the records do",
			    tables[i]);
			fn(arg, sql);
		} else if (code != SQLITE_OK) {
			err = store_fail(s, "check");
		}
	}
	return err;
}

static enum err
check(struct store *s, const char *query, store_damage_fn *fn, void *arg)
{
	sqlite3_stmt *stmt = NULL;
	enum err err = ERR_OK;
	int step = sqlite3_prepare_v2(s->db, query, -1, &stmt, NULL);
	if (step == SQLITE_OK)
		while ((step = sqlite3_step(stmt)) == SQLITE_ROW) {
			const char *damage =
			    (const char *)sqlite3_column_text(stmt, 0);
			fn(arg,
			    damage == NULL ? "the file is damaged" : damage);
		}
	if (step != SQLITE_DONE)
		err = store_fail(s, "check");
	if ((step & 0xff) == SQLITE_CORRUPT) {
		fn(arg, s->error);
		err = ERR_OK;
	}
	sqlite3_finalize(stmt);
	return err;
}

enum err
store_check_all(struct store *s, store_damage_fn *fn, void *arg)
{
	if (sqlite3_create_function(s->db, "is_key", 2,
		SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_is_key, NULL,
		NULL) != SQLITE_OK)
		return store_fail(s, "check");
	enum err err = ERR_OK;
	for (size_t i = 0;
	     err == ERR_OK && i < sizeof(checks) / sizeof(checks[0]); i++)
		err = check(s, checks[i], fn, arg);
	return err != ERR_OK ? err : check_text(s, fn, arg);
}

enum err
store_backup(struct store *s, const char *file)
{
	sqlite3_stmt *stmt = NULL;
	enum err err = ERR_OK;
	if (sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &stmt, NULL) !=
		SQLITE_OK ||
	    sqlite3_bind_text(stmt, 1, file, -1, SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_DONE)
		err = store_fail(s, "backup");
	sqlite3_finalize(stmt);
	return err;
}

void
store_set_interrupt(struct store *s, int (*fn)(void *arg), void *arg)
{
	sqlite3_progress_handler(s->db, INTERRUPT_STEPS, fn, arg);
}
