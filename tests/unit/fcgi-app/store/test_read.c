/*
 * test_read.c: records that are found and listed, and the errors of a
 * database that cannot be read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/seconds.h"
#include "../../../lib/temp.h"
#include "store_fixture.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A record is found by its id alone. */
static void
test_find(void)
{
	static const struct {
		int64_t id;
		const char *user, *customer;
	} rows[] = {
		{ 1, "1 John Liu/sales;", "1 Andy Ziemmer/1;" },
		{ 3, "3 Chuck Norris/manager;", "3 Kobe Bryant/2;" },
		{ 5, NULL, "5 Jack Bledie/2;" },
		{ 0, NULL, NULL },
		{ -1, NULL, NULL },
		{ INT64_MAX, NULL, NULL },
	};
	char *file = temp_file("find.db");
	struct store *store = store_fixture_open(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct store_fixture_seen user = { .count = 0 };
		struct store_fixture_seen customer = { .count = 0 };
		CHECK_NUMBER(store_find(store, RECORD_USER, rows[i].id,
				 store_fixture_see, &user),
		    rows[i].user != NULL ? ERR_OK : ERR_NOT_FOUND,
		    "user %" PRId64, rows[i].id);
		CHECK_TEXT(user.text, rows[i].user != NULL ? rows[i].user : "",
		    "user %" PRId64, rows[i].id);
		CHECK_NUMBER(store_find(store, RECORD_CUSTOMER, rows[i].id,
				 store_fixture_see, &customer),
		    rows[i].customer != NULL ? ERR_OK : ERR_NOT_FOUND,
		    "customer %" PRId64, rows[i].id);
		CHECK_TEXT(customer.text,
		    rows[i].customer != NULL ? rows[i].customer : "",
		    "customer %" PRId64, rows[i].id);
	}
	store_close(store);
	free(file);
}

/* Needles are found anywhere, an empty one matches all, filters combine with
 * AND, and '%', '_' and quotes are plain characters. */
static void
test_filters(void)
{
	static const struct {
		const char *name, *role, *expected;
	} users[] = {
		{ "", "", store_fixture_users },
		{ "john", NULL, "1 John Liu/sales;" },
		{ "liu", NULL, "1 John Liu/sales;" },
		{ "n l", NULL, "1 John Liu/sales;" },
		{ "e", NULL, "2 Bruce Lee/sales;" },
		{ "u", NULL, store_fixture_users },
		{ NULL, "ale", "1 John Liu/sales;2 Bruce Lee/sales;" },
		{ "u", "manager", "3 Chuck Norris/manager;" },
		{ "john", "manager", "" },
		{ "John", NULL, "" }, /* the caller folds, not the store */
		{ "%", NULL, "" },
		{ "_", NULL, "" },
		{ "j_hn", NULL, "" },
		{ "*", NULL, "" },
		{ "'", NULL, "" },
		{ "' OR 1 --", NULL, "" },
	};
	static const int64_t one = 1, two = 2, nine = 9;
	static const struct {
		const char *name;
		const int64_t *sales_id;
		const char *expected;
	} customers[] = {
		{ "", NULL, store_fixture_customers },
		{ NULL, &one, "1 Andy Ziemmer/1;2 Michael Jordan/1;" },
		{ "", &two, "3 Kobe Bryant/2;4 Nick Kamar/2;5 Jack Bledie/2;" },
		{ "k", &two,
		    "3 Kobe Bryant/2;4 Nick Kamar/2;5 Jack Bledie/2;" },
		{ "ck", &two, "4 Nick Kamar/2;5 Jack Bledie/2;" },
		{ "ck", &one, "" },
		{ NULL, &nine, "" },
		{ "%", NULL, "" },
	};
	char *file = temp_file("filters.db");
	struct store *store = store_fixture_open(file);
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		char row[64];
		snprintf(row, sizeof(row), "users row %zu", i);
		store_fixture_check_users(store, users[i].name, users[i].role,
		    users[i].expected, row);
	}
	for (size_t i = 0; i < sizeof(customers) / sizeof(customers[0]); i++) {
		char row[64];
		snprintf(row, sizeof(row), "customers row %zu", i);
		store_fixture_check_customers(store, customers[i].name,
		    customers[i].sales_id, customers[i].expected, row);
	}
	/* And found where they are part of a name. */
	store_fixture_sql(file,
	    "INSERT INTO users (name, name_key, role, role_key)"
	    "VALUES ('100%_', '100%_', 'x', 'x');"
	    "INSERT INTO users_text (users_text) VALUES ('rebuild')");
	store_fixture_check_users(
	    store, "%_", NULL, "4 100%_/x;", "a name with %%_");
	store_fixture_check_users(
	    store, "00%_", NULL, "4 100%_/x;", "and more of it");
	store_close(store);
	free(file);
}

/* A listing longer than a page is whole and in order, also around the page's
 * size, and an id is never given twice. */
static void
test_paging(void)
{
	char *file = temp_file("paging.db");
	struct store *store = store_fixture_open(file);
	static const int totals[] = { 2047, 2048, 2049, 4096, 4097, 9000 };
	int have = 3;
	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
		char sql[400];
		snprintf(sql, sizeof(sql),
		    "WITH RECURSIVE n(i) AS"
		    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		    "INSERT INTO users (name, name_key, role, role_key)"
		    " SELECT 'N' || i, 'n' || i, 'r', 'r' FROM n;",
		    totals[i] - have);
		store_fixture_sql(file, sql);
		have = totals[i];
		struct store_fixture_seen seen = { .in_order = true };
		CHECK_NUMBER(store_fixture_list(store,
				 &(struct store_query){ .kind = RECORD_USER },
				 store_fixture_count, &seen),
		    ERR_OK, "%d users", have);
		CHECK_NUMBER((long long)seen.count, have, "%d users", have);
		CHECK(seen.in_order, "%d users", have);
	}
	store_fixture_sql(file,
	    "DELETE FROM users WHERE id = 9000;"
	    "INSERT INTO users (name, name_key, role, role_key)"
	    " VALUES ('last', 'last', 'r', 'r');"
	    "INSERT INTO users_text (users_text) VALUES ('rebuild')");
	store_fixture_check_users(
	    store, "last", NULL, "9001 last/r;", "a new id");
	store_close(store);
	free(file);
}

static enum err
stop_at_second(void *arg, const struct record *record)
{
	int *count = arg;
	(void)record;
	return ++*count == 2 ? ERR_NO_MEMORY : ERR_OK;
}

/* What a callback returns ends the listing, and the store stays usable. */
static void
test_callback_stops(void)
{
	char *file = temp_file("stops.db");
	struct store *store = store_fixture_open(file);
	int count = 0;
	CHECK_NUMBER(store_fixture_list(store,
			 &(struct store_query){ .kind = RECORD_USER },
			 stop_at_second, &count),
	    ERR_NO_MEMORY, "listing");
	CHECK_NUMBER(count, 2, "calls");
	count = 1;
	CHECK_NUMBER(store_find(store, RECORD_USER, 1, stop_at_second, &count),
	    ERR_NO_MEMORY, "find");
	store_fixture_check_users(
	    store, NULL, NULL, store_fixture_users, "afterwards");
	store_close(store);
	free(file);
}

/* A database that another program holds is ERR_BUSY after 5 s, not for ever,
 * and can be read again once it is free. */
static void
test_busy(void)
{
	char *file = temp_file("busy.db");
	struct store *store = store_fixture_open(file);
	sqlite3 *other;
	/* journal_mode is the file's own in WAL only; there, readers are
	 * kept out by the locking mode. */
	if (sqlite3_open(file, &other) != SQLITE_OK ||
	    sqlite3_exec(other,
		"PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
		"UPDATE users SET role = 'x'",
		NULL, NULL, NULL) != SQLITE_OK)
		abort();
	double start_s = clock_now_s();
	struct store_fixture_seen seen = { .count = 0 };
	CHECK_NUMBER(
	    store_find(store, RECORD_USER, 1, store_fixture_see, &seen),
	    ERR_BUSY, "locked");
	double waited_s = clock_now_s() - start_s;
	CHECK(waited_s >= 4 && waited_s < 15, "%g s", waited_s);
	CHECK(strstr(store_error(store), "locked") != NULL, "%s",
	    store_error(store));
	sqlite3_close(other);
	CHECK_NUMBER(
	    store_find(store, RECORD_USER, 1, store_fixture_see, &seen), ERR_OK,
	    "free");
	CHECK_TEXT(seen.text, "1 John Liu/sales;", "not the other's change");
	store_close(store);
	free(file);
}

/* A database whose tables are gone is ERR_STORE with SQLite's words, and so
 * is its check. */
static void
test_broken(void)
{
	char *file = temp_file("broken.db");
	struct store *store = store_fixture_open(file);
	store_fixture_sql(file, "DROP TABLE customers; DROP TABLE users");
	struct store_fixture_seen seen = { .count = 0 };
	CHECK_NUMBER(
	    store_find(store, RECORD_USER, 1, store_fixture_see, &seen),
	    ERR_STORE, "find");
	CHECK(strstr(store_error(store), "no such table") != NULL, "%s",
	    store_error(store));
	CHECK_NUMBER(store_check(store), ERR_STORE, "check");
	CHECK_NUMBER(store_fixture_list(store,
			 &(struct store_query){ .kind = RECORD_USER },
			 store_fixture_see, &seen),
	    ERR_STORE, "users");
	CHECK_NUMBER(store_fixture_list(store,
			 &(struct store_query){ .kind = RECORD_CUSTOMER },
			 store_fixture_see, &seen),
	    ERR_STORE, "customers");
	store_close(store);
	free(file);
}

CU_TestInfo store_read_tests[] = {
	{ "records are found by id", test_find },
	{ "filters match", test_filters },
	{ "long listings are whole and in order", test_paging },
	{ "a callback can stop a listing", test_callback_stops },
	{ "a locked database is busy", test_busy },
	{ "a broken database is an error", test_broken },
	CU_TEST_INFO_NULL,
};
