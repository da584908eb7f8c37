/*
 * store_fixture.c: opens stores, and writes down what they list.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store_fixture.h"

#include "../../../lib/harness.h"
#include "store/sqlite/connection.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char store_fixture_users[] = "1 John Liu/sales;2 Bruce Lee/sales;"
				   "3 Chuck Norris/manager;";
const char store_fixture_customers[] =
    "1 Andy Ziemmer/1;2 Michael Jordan/1;3 Kobe Bryant/2;4 Nick Kamar/2;"
    "5 Jack Bledie/2;";

struct store *
store_fixture_open(const char *file)
{
	struct store *store = NULL;
	char why[256] = "";
	if (store_open(file, &store, why, sizeof(why)) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", file, why);
		abort();
	}
	return store;
}

bool
store_fixture_rolls_back(void)
{
	return strcmp(store_journal_mode(sqlite3_libversion_number()),
		   "PERSIST") == 0;
}

void
store_fixture_sql(const char *file, const char *sql)
{
	sqlite3 *db;
	char *error = NULL;
	if (sqlite3_open(file, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", file, error);
		abort();
	}
	sqlite3_close(db);
}

bool
store_fixture_add(struct store *store)
{
	struct record record = { .name = "Once", .role = "x" };
	return store_create(store, &record, NULL) == ERR_OK;
}

static void
see(struct store_fixture_seen *seen, int64_t id, const char *record)
{
	size_t used = strlen(seen->text);
	snprintf(seen->text + used, sizeof(seen->text) - used, "%s", record);
	if (seen->count++ > 0 && id <= seen->last_id)
		seen->in_order = false;
	seen->last_id = id;
}

enum err
store_fixture_see(void *arg, const struct record *record)
{
	char text[300];
	if (record->kind == RECORD_USER)
		snprintf(text, sizeof(text), "%" PRId64 " %s/%s;", record->id,
		    record->name, record->role);
	else
		snprintf(text, sizeof(text), "%" PRId64 " %s/%" PRId64 ";",
		    record->id, record->name, record->sales_id);
	see(arg, record->id, text);
	return ERR_OK;
}

enum err
store_fixture_count(void *arg, const struct record *record)
{
	see(arg, record->id, "");
	return ERR_OK;
}

enum err
store_fixture_list(struct store *store, const struct store_query *query,
    store_record_fn *fn, void *arg)
{
	struct store_cursor cursor = { .started = false };
	enum err err = ERR_OK;
	bool more = true;
	while (err == ERR_OK && more)
		err =
		    store_list(store, query, &cursor, 1000000, fn, arg, &more);
	store_cursor_free(&cursor);
	return err;
}

void
store_fixture_check_users(struct store *store, const char *name,
    const char *role, const char *expected, const char *row)
{
	struct store_fixture_seen seen = { .in_order = true };
	struct store_value name_value = { .key = (char *)(uintptr_t)name };
	struct store_value role_value = { .key = (char *)(uintptr_t)role };
	struct store_condition conditions[2];
	struct store_query query = { .kind = RECORD_USER,
		.conditions = conditions };
	if (name != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ FIELD_NAME, STORE_CONTAINS,
			    &name_value, 1 };
	if (role != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ FIELD_ROLE, STORE_CONTAINS,
			    &role_value, 1 };
	CHECK_NUMBER(
	    store_fixture_list(store, &query, store_fixture_see, &seen), ERR_OK,
	    "%s", row);
	CHECK_TEXT(seen.text, expected, "%s", row);
}

void
store_fixture_check_customers(struct store *store, const char *name,
    const int64_t *sales_id, const char *expected, const char *row)
{
	struct store_fixture_seen seen = { .in_order = true };
	struct store_value name_value = { .key = (char *)(uintptr_t)name };
	struct store_value id_value = { .id =
					    sales_id == NULL ? 0 : *sales_id };
	struct store_condition conditions[2];
	struct store_query query = { .kind = RECORD_CUSTOMER,
		.conditions = conditions };
	if (name != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ FIELD_NAME, STORE_CONTAINS,
			    &name_value, 1 };
	if (sales_id != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ FIELD_SALES_ID, STORE_EQ,
			    &id_value, 1 };
	CHECK_NUMBER(
	    store_fixture_list(store, &query, store_fixture_see, &seen), ERR_OK,
	    "%s", row);
	CHECK_TEXT(seen.text, expected, "%s", row);
}
