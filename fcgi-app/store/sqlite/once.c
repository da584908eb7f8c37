/*
 * once.c: idempotency keys: requests that are carried out only once. A key is
 * stored in the same transaction as its change, so either both are on the disk
 * or neither.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/once.h"

enum { KEY_LIFE_S = 24 * 60 * 60 };

/* clang-format off */
static const char find_key[] =
	"SELECT id, request = ?3 FROM idempotency_keys"
	" WHERE who = ?1 AND key = ?2 AND made_at > ?4";
static const char keep_key[] =
	"INSERT OR REPLACE INTO idempotency_keys"
	" (who, key, request, made_at, id) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char forget_keys[] =
	"DELETE FROM idempotency_keys WHERE made_at <= ?1";
/* clang-format on */

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

enum err
once_find(struct store *s, const struct store_idempotency *once, int64_t now_s,
    int64_t *ret_id)
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

enum err
once_keep(struct store *s, const struct store_idempotency *once, int64_t now_s,
    int64_t id)
{
	sqlite3_stmt *stmt = key_statement(s, keep_key, once, now_s);
	if (stmt == NULL)
		return store_fail(s, keep_key);
	sqlite3_bind_int64(stmt, 5, id);
	enum err err = store_run_bound(s, stmt);
	if (err != ERR_OK)
		return err;
	stmt = store_statement(s, forget_keys);
	if (stmt == NULL)
		return store_fail(s, forget_keys);
	sqlite3_bind_int64(stmt, 1, now_s - KEY_LIFE_S);
	return store_run_bound(s, stmt);
}
