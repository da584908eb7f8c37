/*
 * find.c: finds one record, and reads a row of any statement. Rows are handed
 * to a callback and are valid only during the call.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/find.h"

#include "store/sqlite/transaction.h"

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

/* Get the statement that finds a record by its id, already bound. */
static sqlite3_stmt *
find_statement(struct store *s, enum record_kind kind, int64_t id)
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
	sqlite3_stmt *stmt = find_statement(s, kind, id);
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

enum err
store_check(struct store *s)
{
	int64_t number;
	return store_read_number(
	    s, "SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)", &number);
}
