/*
 * test_admin_upkeep.c: reset, check and backup.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/harness.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static long long
size_of(const char *file)
{
	struct stat st;
	return stat(file, &st) == 0 ? (long long)st.st_size : -1;
}

/* Everything is as on the first day: records, ids, and the file's length. */
static void
test_reset(void)
{
	char *db = admin_database("reset.db");
	long long size = size_of(db);
	admin_expect(db,
	    (const char *const[]){
		"generate", "--users=2000", "--customers=2000", NULL },
	    0, NULL);
	admin_sql(db, "UPDATE users SET name = 'x' WHERE id = 1;"
		      "DELETE FROM customers WHERE id = 2");
	admin_expect(db, (const char *const[]){ "reset", NULL }, 0,
	    "reset to 3 users and 5 customers\n");
	char *after = admin_export(db);
	CHECK_TEXT(after, admin_first_data, "the first data");
	CHECK_NUMBER(size_of(db), size, "the file's length");
	admin_expect(db,
	    (const char *const[]){
		"generate", "--users=1", "--customers=1", NULL },
	    0, NULL);
	CHECK_NUMBER(admin_number(db, "SELECT max(id) FROM users"), 4, "ids");
	CHECK_NUMBER(
	    admin_number(db, "SELECT max(id) FROM customers"), 6, "ids");
	admin_expect(db, (const char *const[]){ "check", NULL }, 0,
	    "ok: 4 users, 6 customers\n");
	free(after);
	free(db);
}

/* What check finds, by how it came about. */
static void
test_check(void)
{
	static const struct {
		const char *sql, *out;
	} rows[] = {
		{ "SELECT 1", NULL },
		{ "UPDATE users SET name = 'Zoë' WHERE id = 2",
		    "users 2: name_key is not the casefolded name\n" },
		{ "UPDATE users SET name_key = 'x' WHERE id = 2",
		    "users 2: name_key is not the casefolded name\n"
		    "users_text: it does not say what the records do\n" },
		{ "UPDATE users SET role_key = '' WHERE id > 1",
		    "users 2: role_key is not the casefolded role\n"
		    "users 3: role_key is not the casefolded role\n" },
		{ "UPDATE customers SET name_key = name WHERE id = 5",
		    "customers 5: name_key is not the casefolded name\n"
		    "customers_text: it does not say what the records do\n" },
		{ "UPDATE users SET name = CAST(x'ff' AS TEXT) WHERE id = 1",
		    "users 1: name_key is not the casefolded name\n" },
		{ "DELETE FROM users WHERE id = 1",
		    "customers 1: there is no such one in users\n"
		    "customers 2: there is no such one in users\n"
		    "users_text: it does not say what the records do\n" },
		{ "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema"
		  " WHERE name = 'customers_by_sales'",
		    "the file: Page 6" }, /* and SQLite's words */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[32];
		snprintf(name, sizeof(name), "check-%zu.db", i);
		char *db = admin_database(name);
		admin_sql(db, rows[i].sql);
		const char *out = rows[i].out != NULL
				      ? rows[i].out
				      : "ok: 3 users, 5 customers\n";
		bool whole = out[strlen(out) - 1] == '\n';
		struct outcome o =
		    admin_run(db, (const char *const[]){ "check", NULL });
		CHECK_NUMBER(o.code, rows[i].out != NULL, "row %zu", i);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK(strncmp(o.out, out, strlen(out)) == 0 &&
			  (!whole || strlen(o.out) == strlen(out)),
		    "row %zu: %s", i, o.out);
		outcome_done(&o);
		free(db);
	}
}

/* A page that is overwritten is found, not stumbled over; and of very many
 * faults a hundred are told. */
static void
test_check_damage(void)
{
	char *db = admin_database("damage.db");
	FILE *file = fopen(db, "r+b");
	if (file == NULL || fseek(file, 4L * 4096, SEEK_SET) != 0)
		abort();
	for (int i = 0; i < 4096; i++)
		putc(0x55, file);
	fclose(file);
	struct outcome o =
	    admin_run(db, (const char *const[]){ "check", NULL });
	CHECK_NUMBER(o.code, 1, "%s", o.err);
	CHECK_TEXT(o.err, "", "a damaged page");
	CHECK(strncmp(o.out, "the file: ", 10) == 0, "%s", o.out);
	outcome_done(&o);
	free(db);

	db = admin_database("faults.db");
	admin_expect(db,
	    (const char *const[]){ "generate", "--users=150", NULL }, 0, NULL);
	admin_sql(db, "UPDATE users SET name_key = 'X'");
	o = admin_run(db, (const char *const[]){ "check", NULL });
	CHECK_NUMBER(o.code, 1, "%s", o.err);
	CHECK(strstr(o.out, "users 100: ") != NULL &&
		  strstr(o.out, "users 101: ") == NULL &&
		  strstr(o.out, "\nand 54 more\n") != NULL,
	    "%s", o.out);
	outcome_done(&o);
	free(db);
}

/* A copy has all, is a database by itself, and goes its own way. */
static void
test_backup(void)
{
	char *db = admin_database("backup.db");
	char *copy = temp_file("it's a copy; DROP.db");
	admin_expect(db,
	    (const char *const[]){
		"generate", "--users=2000", "--customers=2000", NULL },
	    0, NULL);
	char *before = admin_export(db);
	admin_expect(db, (const char *const[]){ "backup", copy, NULL }, 0, "");
	admin_expect(db, (const char *const[]){ "reset", NULL }, 0, NULL);
	char *after = admin_export(copy);
	CHECK_TEXT(after, before, "the copy");
	admin_expect(copy, (const char *const[]){ "check", NULL }, 0,
	    "ok: 2003 users, 2005 customers\n");
	admin_expect(copy,
	    (const char *const[]){ "generate", "--users=1", NULL }, 0, NULL);
	CHECK_NUMBER(
	    admin_number(copy, "SELECT max(id) FROM users"), 2004, "ids");
	free(before);
	free(after);
	free(copy);
	free(db);
}

/* Indexes that a killed run left out are made by the next start of a server and
 * by who writes, and what only reads does without them. */
static void
test_missing_indexes(void)
{
	static const struct {
		const char *args[3]; /* none: docking-fcgi -t */
		bool makes;
	} rows[] = {
		{ { NULL }, true },
		{ { "generate", "--users=1" }, true },
		{ { "import", "/dev/null" }, true },
		{ { "reset" }, true },
		{ { "check" }, false },
		{ { "export" }, false },
	};
	char *db = admin_database("indexes.db");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *name = rows[i].args[0];
		admin_sql(db, "DROP TABLE IF EXISTS users_text;"
			      "DROP TABLE IF EXISTS customers_text;"
			      "DROP INDEX IF EXISTS users_by_name;"
			      "DROP INDEX IF EXISTS customers_by_name");
		if (name == NULL)
			admin_test_server(db);
		else
			admin_expect(db, rows[i].args, 0, NULL);
		CHECK_NUMBER(
		    admin_number(db, "SELECT count(*) FROM sqlite_schema WHERE"
				     " name GLOB '*_by_name' OR"
				     " name GLOB '*_text'"),
		    rows[i].makes ? 4 : 0, "%s", name);
	}
	free(db);
}

CU_TestInfo admin_upkeep_tests[] = {
	{ "reset goes back to the first day", test_reset },
	{ "check finds what is wrong", test_check },
	{ "check finds damage, and not too much", test_check_damage },
	{ "a backup is a database", test_backup },
	{ "missing indexes are made by who writes", test_missing_indexes },
	CU_TEST_INFO_NULL,
};
