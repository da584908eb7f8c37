/*
 * test_open.c: what becomes of a file that is opened as a store: one that
 * is made, kept, or refused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../suites.h"

#include "../../../../lib/files.h"
#include "../../../../lib/harness.h"
#include "../../../../lib/temp.h"
#include "../store_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The first start gives the original's data, in the original's order. */
static void
test_first_data(void)
{
	char *file = temp_file("first.db");
	struct store *store = store_fixture_open(file);
	store_fixture_check_users(
	    store, NULL, NULL, store_fixture_users, "all users");
	store_fixture_check_customers(
	    store, NULL, NULL, store_fixture_customers, "all customers");
	CHECK_NUMBER(store_check(store), ERR_OK, "check");
	store_close(store);
	store_close(NULL);
	free(file);
}

/* A later start keeps what is there, and does not seed again. */
static void
test_second_open(void)
{
	char *file = temp_file("second.db");
	store_close(store_fixture_open(file));
	store_fixture_sql(
	    file, "DELETE FROM customers; DELETE FROM users WHERE id > 1");
	struct store *store = store_fixture_open(file);
	store_fixture_check_users(
	    store, NULL, NULL, "1 John Liu/sales;", "users");
	store_fixture_check_customers(store, NULL, NULL, "", "customers");
	store_close(store);
	free(file);
}

/* An existing file without a byte is no database yet: it becomes one. */
static void
test_empty_file(void)
{
	char *file = temp_file("empty.db");
	file_write_text(file, "");
	struct store *store = store_fixture_open(file);
	store_fixture_check_users(
	    store, NULL, NULL, store_fixture_users, "users");
	store_close(store);
	free(file);
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
		if (rows[i].bytes != NULL)
			file_write_text(file, rows[i].bytes);
		else
			store_fixture_sql(file, rows[i].sql);
		size_t before_length = 0, after_length = 0;
		char *before = file_read(file, &before_length);
		struct store *store = NULL;
		char why[256] = "";
		CHECK_NUMBER(store_open(file, &store, why, sizeof(why)),
		    rows[i].bytes != NULL ? ERR_STORE_DAMAGED : ERR_STORE, "%s",
		    rows[i].what);
		CHECK(store == NULL, "%s", rows[i].what);
		CHECK(strstr(why, rows[i].why) != NULL, "%s: %s", rows[i].what,
		    why);
		char *after = file_read(file, &after_length);
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
			struct store_fixture_seen seen = { .count = 0 };
			close(gate[1]);
			if (read(gate[0], &byte, 1) != 0) /* until it closes */
				_exit(2);
			if (store_open(file, &store, why, sizeof(why)) !=
			    ERR_OK) {
				fprintf(stderr, "%s: %s\n", file, why);
				_exit(3);
			}
			store_fixture_list(store,
			    &(struct store_query){ .kind = RECORD_USER },
			    store_fixture_see, &seen);
			store_close(store);
			_exit(strcmp(seen.text, store_fixture_users) == 0 ? 0
									  : 4);
		}
		close(gate[0]);
		close(gate[1]);
		for (int i = 0; i < PROCESSES; i++) {
			int status = -1;
			waitpid(pids[i], &status, 0);
			CHECK_NUMBER(
			    status, 0, "round %d, process %d", round, i);
		}
		struct store *store = store_fixture_open(file);
		store_fixture_check_customers(store, NULL, NULL,
		    store_fixture_customers, "one set of data");
		store_close(store);
		free(file);
	}
}

CU_TestInfo store_open_tests[] = {
	{ "the first data is the original's", test_first_data },
	{ "a second start keeps the data", test_second_open },
	{ "an empty file becomes a database", test_empty_file },
	{ "what is not ours is left alone", test_refusals },
	{ "an unusable name is refused", test_unusable_names },
	{ "four processes start at once", test_first_start_at_once },
	CU_TEST_INFO_NULL,
};
