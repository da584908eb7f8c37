/*
 * test_store.c: the records, against real files of the real SQLite. Tests
 * write to the files with SQLite itself, as another program would.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../fcgi-app/store.h"
#include "../lib/harness.h"
#include "../lib/temp.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The first data, as db/seed.sql must give it. */
static const char all_users[] = "1 John Liu/sales;2 Bruce Lee/sales;"
				"3 Chuck Norris/manager;";
static const char all_customers[] =
    "1 Andy Ziemmer/1;2 Michael Jordan/1;3 Kobe Bryant/2;4 Nick Kamar/2;"
    "5 Jack Bledie/2;";

static struct store *
open_or_abort(const char *file)
{
	struct store *store = NULL;
	char why[256] = "";
	if (store_open(file, &store, why, sizeof(why)) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", file, why);
		abort();
	}
	return store;
}

/* Run SQL on file as another program would. */
static void
run_sql(const char *file, const char *sql)
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

/* Records as text: "ID NAME/ROLE;" or "ID NAME/SALES_ID;" one after another. */
struct seen {
	char text[1000];
	size_t count;
	int64_t last_id;
	bool in_order;
};

static void
see(struct seen *seen, int64_t id, const char *record)
{
	size_t used = strlen(seen->text);
	snprintf(seen->text + used, sizeof(seen->text) - used, "%s", record);
	if (seen->count++ > 0 && id <= seen->last_id)
		seen->in_order = false;
	seen->last_id = id;
}

static enum err
see_record(void *arg, const struct record *record)
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

/* The whole listing, in the order of ids. Returns the first error. */
static enum err
list(struct store *store, const struct store_query *query, store_record_fn *fn,
    void *arg)
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

/* A needle may be NULL: no condition. */
static void
check_users(struct store *store, const char *name, const char *role,
    const char *expected, const char *row)
{
	struct seen seen = { .in_order = true };
	struct store_value name_value = { .key = (char *)(uintptr_t)name };
	struct store_value role_value = { .key = (char *)(uintptr_t)role };
	struct store_condition conditions[2];
	struct store_query query = { .kind = RECORD_USER,
		.conditions = conditions };
	if (name != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ STORE_NAME, STORE_CONTAINS,
			    &name_value, 1 };
	if (role != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ STORE_ROLE, STORE_CONTAINS,
			    &role_value, 1 };
	CHECK_NUMBER(list(store, &query, see_record, &seen), ERR_OK, "%s", row);
	CHECK_TEXT(seen.text, expected, "%s", row);
}

static void
check_customers(struct store *store, const char *name, const int64_t *sales_id,
    const char *expected, const char *row)
{
	struct seen seen = { .in_order = true };
	struct store_value name_value = { .key = (char *)(uintptr_t)name };
	struct store_value id_value = { .id =
					    sales_id == NULL ? 0 : *sales_id };
	struct store_condition conditions[2];
	struct store_query query = { .kind = RECORD_CUSTOMER,
		.conditions = conditions };
	if (name != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ STORE_NAME, STORE_CONTAINS,
			    &name_value, 1 };
	if (sales_id != NULL)
		query.conditions[query.count++] =
		    (struct store_condition){ STORE_SALES_ID, STORE_EQ,
			    &id_value, 1 };
	CHECK_NUMBER(list(store, &query, see_record, &seen), ERR_OK, "%s", row);
	CHECK_TEXT(seen.text, expected, "%s", row);
}

/* The first start gives the original's data, in the original's order. */
static void
test_first_data(void)
{
	char *file = temp_file("first.db");
	struct store *store = open_or_abort(file);
	check_users(store, NULL, NULL, all_users, "all users");
	check_customers(store, NULL, NULL, all_customers, "all customers");
	CHECK_NUMBER(store_check(store), ERR_OK, "check");
	store_close(store);
	store_close(NULL);
	free(file);
}

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
	struct store *store = open_or_abort(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct seen user = { .count = 0 };
		struct seen customer = { .count = 0 };
		CHECK_NUMBER(store_find(store, RECORD_USER, rows[i].id,
				 see_record, &user),
		    rows[i].user != NULL ? ERR_OK : ERR_NOT_FOUND,
		    "user %" PRId64, rows[i].id);
		CHECK_TEXT(user.text, rows[i].user != NULL ? rows[i].user : "",
		    "user %" PRId64, rows[i].id);
		CHECK_NUMBER(store_find(store, RECORD_CUSTOMER, rows[i].id,
				 see_record, &customer),
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
		{ "", "", all_users },
		{ "john", NULL, "1 John Liu/sales;" },
		{ "liu", NULL, "1 John Liu/sales;" },
		{ "n l", NULL, "1 John Liu/sales;" },
		{ "e", NULL, "2 Bruce Lee/sales;" },
		{ "u", NULL, all_users },
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
		{ "", NULL, all_customers },
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
	struct store *store = open_or_abort(file);
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		char row[64];
		snprintf(row, sizeof(row), "users row %zu", i);
		check_users(store, users[i].name, users[i].role,
		    users[i].expected, row);
	}
	for (size_t i = 0; i < sizeof(customers) / sizeof(customers[0]); i++) {
		char row[64];
		snprintf(row, sizeof(row), "customers row %zu", i);
		check_customers(store, customers[i].name, customers[i].sales_id,
		    customers[i].expected, row);
	}
	/* And found where they are part of a name. */
	run_sql(file, "INSERT INTO users (name, name_key, role, role_key)"
		      "VALUES ('100%_', '100%_', 'x', 'x');"
		      "INSERT INTO users_text (users_text) VALUES ('rebuild')");
	check_users(store, "%_", NULL, "4 100%_/x;", "a name with %%_");
	check_users(store, "00%_", NULL, "4 100%_/x;", "and more of it");
	store_close(store);
	free(file);
}

static enum err
see_count(void *arg, const struct record *record)
{
	see(arg, record->id, "");
	return ERR_OK;
}

/* A listing longer than a page is whole and in order, also around the page's
 * size, and an id is never given twice. */
static void
test_paging(void)
{
	char *file = temp_file("paging.db");
	struct store *store = open_or_abort(file);
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
		run_sql(file, sql);
		have = totals[i];
		struct seen seen = { .in_order = true };
		CHECK_NUMBER(
		    list(store, &(struct store_query){ .kind = RECORD_USER },
			see_count, &seen),
		    ERR_OK, "%d users", have);
		CHECK_NUMBER((long long)seen.count, have, "%d users", have);
		CHECK(seen.in_order, "%d users", have);
	}
	run_sql(file, "DELETE FROM users WHERE id = 9000;"
		      "INSERT INTO users (name, name_key, role, role_key)"
		      " VALUES ('last', 'last', 'r', 'r');"
		      "INSERT INTO users_text (users_text) VALUES ('rebuild')");
	check_users(store, "last", NULL, "9001 last/r;", "a new id");
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
	struct store *store = open_or_abort(file);
	int count = 0;
	CHECK_NUMBER(list(store, &(struct store_query){ .kind = RECORD_USER },
			 stop_at_second, &count),
	    ERR_NO_MEMORY, "listing");
	CHECK_NUMBER(count, 2, "calls");
	count = 1;
	CHECK_NUMBER(store_find(store, RECORD_USER, 1, stop_at_second, &count),
	    ERR_NO_MEMORY, "find");
	check_users(store, NULL, NULL, all_users, "afterwards");
	store_close(store);
	free(file);
}

/* A later start keeps what is there, and does not seed again. */
static void
test_second_open(void)
{
	char *file = temp_file("second.db");
	store_close(open_or_abort(file));
	run_sql(file, "DELETE FROM customers; DELETE FROM users WHERE id > 1");
	struct store *store = open_or_abort(file);
	check_users(store, NULL, NULL, "1 John Liu/sales;", "users");
	check_customers(store, NULL, NULL, "", "customers");
	store_close(store);
	free(file);
}

/* An existing file without a byte is no database yet: it becomes one. */
static void
test_empty_file(void)
{
	char *file = temp_file("empty.db");
	fclose(fopen(file, "w"));
	struct store *store = open_or_abort(file);
	check_users(store, NULL, NULL, all_users, "users");
	store_close(store);
	free(file);
}

/* The whole file, as a new string; *ret_length may be 0. */
static char *
bytes_of(const char *file, size_t *ret_length)
{
	FILE *stream = fopen(file, "rb");
	char *bytes = malloc(1 << 20);
	if (bytes == NULL)
		abort();
	*ret_length = stream == NULL ? 0 : fread(bytes, 1, 1 << 20, stream);
	if (stream != NULL)
		fclose(stream);
	return bytes;
}

/* What is not ours is refused, with the reason, and not a byte of it is
 * changed, nor a file left beside it. */
static void
test_refusals(void)
{
	static const struct {
		const char *what;
		const char *bytes; /* of the file, or NULL */
		const char *sql;   /* that makes it, or NULL */
		const char *why;
	} rows[] = {
		{ "text", "this is a letter to a friend\n", NULL,
		    "file is not a database" },
		{ "another program's", NULL, "CREATE TABLE t (x)",
		    "another program's database" },
		{ "another program's with our version", NULL,
		    "CREATE TABLE users (x); PRAGMA user_version = 1",
		    "another program's database" },
		{ "a later schema's", NULL,
		    "CREATE TABLE t (x); PRAGMA user_version = 3;"
		    "PRAGMA application_id = 1146045259",
		    "schema version is 3, this program's is 2" },
		{ "an empty one of another schema", NULL,
		    "PRAGMA user_version = 7;"
		    "PRAGMA application_id = 1146045259",
		    "schema version is 7, this program's is 2" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *file = temp_file("refused-%zu.db", i);
		char *journal = temp_file("refused-%zu.db-journal", i);
		if (rows[i].bytes != NULL) {
			FILE *stream = fopen(file, "w");
			fputs(rows[i].bytes, stream);
			fclose(stream);
		} else {
			run_sql(file, rows[i].sql);
		}
		size_t before_length, after_length;
		char *before = bytes_of(file, &before_length);
		struct store *store = NULL;
		char why[256] = "";
		CHECK_NUMBER(store_open(file, &store, why, sizeof(why)),
		    rows[i].bytes != NULL ? ERR_STORE_DAMAGED : ERR_STORE, "%s",
		    rows[i].what);
		CHECK(store == NULL, "%s", rows[i].what);
		CHECK(strstr(why, rows[i].why) != NULL, "%s: %s", rows[i].what,
		    why);
		char *after = bytes_of(file, &after_length);
		CHECK(before_length == after_length &&
			  memcmp(before, after, after_length) == 0,
		    "%s is unchanged", rows[i].what);
		CHECK(access(journal, F_OK) != 0, "%s: no journal is left",
		    rows[i].what);
		free(before);
		free(after);
		free(journal);
		free(file);
	}
}

/* A name that cannot be a file is refused with the reason. */
static void
test_unusable_names(void)
{
	char *folder = temp_file("folder.db");
	char *nowhere = temp_file("nowhere/docking.db");
	mkdir(folder, 0700);
	const char *const files[] = { folder, nowhere };
	for (size_t i = 0; i < 2; i++) {
		struct store *store = NULL;
		char why[256] = "";
		CHECK_NUMBER(store_open(files[i], &store, why, sizeof(why)),
		    ERR_STORE, "%s", files[i]);
		CHECK(strstr(why, "unable to open database file") != NULL,
		    "%s: %s", files[i], why);
		store_close(store);
	}
	free(folder);
	free(nowhere);
}

/* Several processes that start at once on nothing: one makes the database,
 * the others wait, all can read it, and there is one set of data. */
static void
test_first_start_at_once(void)
{
	enum { PROCESSES = 4, ROUNDS = 20 };
	for (int round = 0; round < ROUNDS; round++) {
		char *file = temp_file("at-once-%d.db", round);
		int gate[2];
		pid_t pids[PROCESSES];
		if (pipe(gate) != 0)
			abort();
		fflush(stdout);
		for (int i = 0; i < PROCESSES; i++) {
			pids[i] = fork();
			if (pids[i] != 0)
				continue;
			char byte;
			struct store *store = NULL;
			char why[256] = "";
			struct seen seen = { .count = 0 };
			close(gate[1]);
			if (read(gate[0], &byte, 1) != 0) /* until it closes */
				_exit(2);
			if (store_open(file, &store, why, sizeof(why)) !=
			    ERR_OK) {
				fprintf(stderr, "%s: %s\n", file, why);
				_exit(3);
			}
			list(store,
			    &(struct store_query){ .kind = RECORD_USER },
			    see_record, &seen);
			store_close(store);
			_exit(strcmp(seen.text, all_users) == 0 ? 0 : 4);
		}
		close(gate[0]);
		close(gate[1]);
		for (int i = 0; i < PROCESSES; i++) {
			int status = -1;
			waitpid(pids[i], &status, 0);
			CHECK_NUMBER(
			    status, 0, "round %d, process %d", round, i);
		}
		struct store *store = open_or_abort(file);
		check_customers(
		    store, NULL, NULL, all_customers, "one set of data");
		store_close(store);
		free(file);
	}
}

/* WAL only where the bug that can corrupt it is fixed. */
static void
test_journal(void)
{
	static const struct {
		int version;
		const char *expected;
	} rows[] = {
		{ 3040001, "PERSIST" },
		{ 3051002, "PERSIST" },
		{ 3051003, "WAL" },
		{ 3052000, "WAL" },
		{ 4000000, "WAL" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_TEXT(store_journal_mode(rows[i].version),
		    rows[i].expected, "%d", rows[i].version);
}

/* A database that another program holds is ERR_BUSY after 5 s, not for ever,
 * and can be read again once it is free. */
static void
test_busy(void)
{
	char *file = temp_file("busy.db");
	struct store *store = open_or_abort(file);
	sqlite3 *other;
	/* journal_mode is the file's own in WAL only; there, readers are
	 * kept out by the locking mode. */
	if (sqlite3_open(file, &other) != SQLITE_OK ||
	    sqlite3_exec(other,
		"PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
		"UPDATE users SET role = 'x'",
		NULL, NULL, NULL) != SQLITE_OK)
		abort();
	struct timespec start, end;
	clock_gettime(CLOCK_MONOTONIC, &start);
	struct seen seen = { .count = 0 };
	CHECK_NUMBER(store_find(store, RECORD_USER, 1, see_record, &seen),
	    ERR_BUSY, "locked");
	clock_gettime(CLOCK_MONOTONIC, &end);
	CHECK(end.tv_sec - start.tv_sec >= 4 && end.tv_sec - start.tv_sec < 15,
	    "%ld s", (long)(end.tv_sec - start.tv_sec));
	CHECK(strstr(store_error(store), "locked") != NULL, "%s",
	    store_error(store));
	sqlite3_close(other);
	CHECK_NUMBER(store_find(store, RECORD_USER, 1, see_record, &seen),
	    ERR_OK, "free");
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
	struct store *store = open_or_abort(file);
	run_sql(file, "DROP TABLE customers; DROP TABLE users");
	struct seen seen = { .count = 0 };
	CHECK_NUMBER(store_find(store, RECORD_USER, 1, see_record, &seen),
	    ERR_STORE, "find");
	CHECK(strstr(store_error(store), "no such table") != NULL, "%s",
	    store_error(store));
	CHECK_NUMBER(store_check(store), ERR_STORE, "check");
	CHECK_NUMBER(list(store, &(struct store_query){ .kind = RECORD_USER },
			 see_record, &seen),
	    ERR_STORE, "users");
	CHECK_NUMBER(
	    list(store, &(struct store_query){ .kind = RECORD_CUSTOMER },
		see_record, &seen),
	    ERR_STORE, "customers");
	store_close(store);
	free(file);
}

CU_TestInfo store_tests[] = {
	{ "the first data is the original's", test_first_data },
	{ "records are found by id", test_find },
	{ "filters match", test_filters },
	{ "long listings are whole and in order", test_paging },
	{ "a callback can stop a listing", test_callback_stops },
	{ "a second start keeps the data", test_second_open },
	{ "an empty file becomes a database", test_empty_file },
	{ "what is not ours is left alone", test_refusals },
	{ "an unusable name is refused", test_unusable_names },
	{ "four processes start at once", test_first_start_at_once },
	{ "WAL only where it is safe", test_journal },
	{ "a locked database is busy", test_busy },
	{ "a broken database is an error", test_broken },
	CU_TEST_INFO_NULL,
};
