/*
 * test_admin_refusals.c: what docking-admin does not do: exit statuses, one
 * line that says why, and that nothing is changed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

/* A bad command line is 64 and one line. */
static void
test_usage(void)
{
	static const struct {
		const char *args[4];
		const char *line;
	} rows[] = {
		{ { NULL }, "give a command; there are: generate, import, "
			    "export, reset, check, backup" },
		{ { "frobnicate" }, "'frobnicate' is not a command; there are: "
				    "generate, import, export, reset, check, "
				    "backup" },
		{ { "generate" }, "generate: how many?" },
		{ { "generate", "--users=-1" }, "--users: '-1' is not a whole "
						"number from 0 to 100000000" },
		{ { "generate", "--users=100000001" }, "--users: '1" },
		{ { "generate", "--customers=x" }, "--customers: 'x'" },
		{ { "generate", "--users=1", "--seed=1.5" }, "--seed: '1.5'" },
		{ { "generate", "--users=1", "x" }, "'x' is an argument too" },
		{ { "check", "--seed=1" }, "--seed is for generate only" },
		{ { "check", "--users=1" }, "--users is for generate only" },
		{ { "reset", "now" }, "reset: 'now' is an argument too many" },
		{ { "export", "a", "b" }, "export: 'b' is a second file" },
		{ { "backup" }, "backup: give the file" },
	};
	char *db = admin_database("usage.db");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = admin_run(db, rows[i].args);
		CHECK_NUMBER(o.code, EX_USAGE, "row %zu", i);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(admin_is_line(o.err, rows[i].line), "row %zu: %s", i,
		    o.err);
		outcome_done(&o);
	}
	char *after = admin_export(db);
	CHECK_TEXT(after, admin_first_data, "nothing is changed");
	free(after);
	free(db);
}

/* Help that is asked for goes to stdout, with exit status 0. */
static void
test_help(void)
{
	static const struct {
		const char *arg, *says;
	} rows[] = {
		{ "--help", "backup" },
		{ "--help", "(DOCKING_DB, else" },
		{ "--version", "docking-admin " DOCKING_VERSION "\nSQLite 3." },
		{ "-V", ", json-c 0." },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = program_run(
		    (const char *const[]){
			program_built("docking-admin"), rows[i].arg, NULL },
		    NULL);
		CHECK_NUMBER(o.code, EX_OK, "row %zu", i);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK(strstr(o.out, rows[i].says) != NULL, "row %zu: %s", i,
		    o.out);
		outcome_done(&o);
	}
}

/* A database that is not there, or not ours, is refused and left alone. */
static void
test_databases(void)
{
	static const struct {
		const char *args[3];
		const char *db;
		int code;
		const char *line;
	} rows[] = {
		{ { "check" }, "missing.db", EX_NOINPUT, "is no database" },
		{ { "export" }, "missing.db", EX_NOINPUT, "is no database" },
		{ { "backup", "/dev/null/x" }, "missing.db", EX_NOINPUT,
		    "is no database" },
		{ { "check" }, "zero.db", EX_NOINPUT, "is no database" },
		{ { "check" }, "folder.db", EX_NOINPUT, "is not a file" },
		{ { "reset" }, "folder.db", EX_NOINPUT, "is not a file" },
		{ { "check" }, "letter.db/x", EX_NOINPUT, "Not a directory" },
		{ { "reset" }, "nowhere/x.db", EX_CANTCREAT, "unable to open" },
		{ { "import" }, "nowhere/x.db", EX_CANTCREAT,
		    "unable to open" },
		{ { "check" }, "letter.db", EX_CONFIG, "not a database" },
		{ { "reset" }, "letter.db", EX_CONFIG, "not a database" },
		{ { "import" }, "letter.db", EX_CONFIG, "not a database" },
		{ { "reset" }, "other.db", EX_CONFIG, "another program's" },
		{ { "import" }, "other.db", EX_CONFIG, "another program's" },
		{ { "export" }, "later.db", EX_CONFIG, "schema version is 3" },
	};
	char *zero = temp_file("zero.db");
	char *folder = temp_file("folder.db");
	char *letter = temp_file("letter.db");
	char *other = temp_file("other.db");
	char *later = admin_database("later.db");
	mkdir(folder, 0700);
	file_write_text(zero, "");
	file_write_text(letter, "Dear friend,\n");
	admin_sql(
	    other, "CREATE TABLE users (x); INSERT INTO users VALUES (7)");
	admin_sql(later, "PRAGMA user_version = 3");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *db = temp_file("%s", rows[i].db);
		struct outcome o = admin_run(db, rows[i].args);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu", i);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(admin_is_line(o.err, rows[i].line), "row %zu: %s", i,
		    o.err);
		outcome_done(&o);
		free(db);
	}
	char *text = file_read(letter, NULL);
	CHECK_TEXT(text, "Dear friend,\n", "the letter is left alone");
	CHECK_NUMBER(admin_number(other, "SELECT x FROM users"), 7,
	    "another's is left alone");
	char *missing = temp_file("missing.db");
	CHECK(access(missing, F_OK) != 0, "none is made");
	free(missing);
	free(text);
	free(zero);
	free(folder);
	free(letter);
	free(other);
	free(later);
}

#define USER "{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\",\"role\":\"b\"}\n"
#define NAMED(text)                                                            \
	"{\"type\":\"user\",\"id\":\"9\",\"role\":\"b\",\"name\":\"" text      \
	"\"}\n"
#define WITH_ID(text)                                                          \
	"{\"type\":\"user\",\"name\":\"A\",\"role\":\"b\",\"id\":" text "}\n"
#define FIFTY "12345678901234567890123456789012345678901234567890"

/* What import refuses: 65, the line, the member and the reason; and no line
 * before it is imported either. */
static void
test_imports(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *why;
	} rows[] = {
		{ BYTES(USER USER), ":2: id: there is a user 9 already" },
		{ BYTES(WITH_ID("\"2\"")),
		    ":1: id: there is a user 2 already" },
		{ BYTES(
		      USER "{\"type\":\"customer\",\"id\":\"5\",\"name\":\"A\","
			   "\"salesId\":\"1\"}\n"),
		    ":2: id: there is a customer 5 already" },
		{ BYTES(
		      USER "{\"type\":\"customer\",\"id\":\"9\",\"name\":\"A\","
			   "\"salesId\":\"10\"}\n"),
		    ":2: salesId: there is no user 10 with role sales" },
		{ BYTES("{\"type\":\"customer\",\"id\":\"9\",\"name\":\"A\","
			"\"salesId\":\"3\"}\n"),
		    ":1: salesId: there is no user 3 with role sales" },
		{ BYTES("{\"type\":\"customer\",\"id\":\"9\",\"name\":\"A\","
			"\"salesId\":\"9\"}\n" USER),
		    ":1: salesId: there is no user 9 " },
		{ BYTES("{\"type\":\"customer\",\"id\":\"9\",\"name\":\"A\","
			"\"salesId\":\"01\"}\n"),
		    ":1: salesId: '01' is not an id" },
		{ BYTES(USER "\n"), ":2: the line: byte 0: expected a value" },
		{ BYTES("  \n"), ":1: the line: byte 2: expected a value" },
		{ BYTES(WITH_ID("1")), ":1: id: is not a string" },
		{ BYTES(WITH_ID("null")), ":1: id: is not a string" },
		{ BYTES(WITH_ID("\"\"")), ":1: id: '' is not an id" },
		{ BYTES(WITH_ID("\"-1\"")), ":1: id: '-1' is not an id" },
		{ BYTES(WITH_ID("\"09\"")), ":1: id: '09' is not an id" },
		{ BYTES(WITH_ID("\" 9\"")), ":1: id: ' 9' is not an id" },
		{ BYTES(WITH_ID("\"9223372036854775808\"")),
		    ":1: id: '9223372036854775808' is not an id" },
		{ BYTES(WITH_ID("{\"a\":\"9\"}")), ":1: id: is not a string" },
		{ BYTES("{\"type\":{\"user\":\"x\"}}"),
		    ":1: type: is not a string" },
		{ BYTES(NAMED("")), ":1: name: must have 1 to 200 characters" },
		{ BYTES(NAMED(FIFTY FIFTY FIFTY FIFTY "x")),
		    ":1: name: must have 1 to 200 characters" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"role\":\"" FIFTY "123456789012345\"}"),
		    ":1: role: must have 1 to 64 characters" },
		{ BYTES(NAMED("a\tb")), "a string with a control character" },
		{ BYTES(NAMED("a\\u0000b")),
		    "a string with a control character" },
		{ BYTES(NAMED("a\\nb")), "a string with a control character" },
		{ BYTES(NAMED("a\x7f")), "a string with a control character" },
		{ BYTES(NAMED("a\0b")), ":1: the line: byte 44: a string with "
					"a control character" },
		{ BYTES(NAMED("\xff")),
		    ":1: the line: byte 43: a string that is not UTF-8" },
		{ BYTES(NAMED("\xc0\x80")),
		    ":1: the line: byte 43: a string that is not UTF-8" },
		{ BYTES(NAMED("\xed\xa0\x80")),
		    ":1: the line: byte 43: a string that is not UTF-8" },
		{ BYTES(NAMED("\\ud83d")),
		    "byte 43: a string with half a surrogate pair" },
		{ BYTES(NAMED("\\ude00")),
		    "byte 43: a string with half a surrogate pair" },
		{ BYTES(NAMED("\\ud83d\\u0041")),
		    "byte 43: a string with half a surrogate pair" },
		{ BYTES(NAMED("\\q")),
		    ":1: the line: byte 43: a string with a bad" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\"}"),
		    ":1: role: is missing" },
		{ BYTES("{}"), ":1: type: is missing" },
		{ BYTES("{\"type\":\"boss\"}"),
		    ":1: type: 'boss' is not user or customer" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"salesId\":\"1\"}"),
		    ":1: salesId: is not a member; there are: type, id, "
		    "name, role" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"n\\u0061me\":\"B\"}"),
		    ":1: the line: byte 35: a second member \"n\\u0061me\"" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"name\":\"B\",\"role\":\"b\"}"),
		    ":1: the line: byte 35: a second member \"name\" in an" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"\\u001b[31m\":\"b\"}"),
		    ":1: the line: byte 36: a string with a control "
		    "character" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"role\":\"b\"} {}\n"),
		    ":1: the line: byte 47: expected the end, got '{'" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\","
			"\"role\":\"b\",}\n"),
		    ":1: the line: byte 46: expected a member's name" },
		{ BYTES("{\"type\":\"user\",\"id\":\"9\",\"name\":\"A\n"),
		    ":1: the line: byte 33: expected '\"', got the end" },
		{ BYTES("[\"user\"]\n"), ":1: the line: is not an object" },
		{ BYTES("\"user\"\n"), ":1: the line: is not an object" },
		{ BYTES("\xef\xbb\xbf{}\n"),
		    ":1: the line: byte 0: a byte order mark" },
	};
	char *db = admin_database("imports.db");
	char *file = temp_file("in.jsonl");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		file_write(file, rows[i].bytes, rows[i].length);
		struct outcome o = admin_run(
		    db, (const char *const[]){ "import", file, NULL });
		CHECK_NUMBER(o.code, EX_DATAERR, "row %zu", i);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(admin_is_line(o.err, file) &&
			  admin_is_line(o.err, rows[i].why),
		    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
	char *after = admin_export(db);
	CHECK_TEXT(after, admin_first_data, "nothing is changed");
	free(after);

	/* Not there, and a new database of which nothing is to be seen. */
	struct outcome o = admin_run(
	    db, (const char *const[]){ "import", "/nowhere/x", NULL });
	CHECK_NUMBER(o.code, EX_NOINPUT, "%s", o.err);
	outcome_done(&o);
	char *fresh = temp_file("fresh.db");
	file_write_text(file, USER "x\n");
	o = admin_run(fresh, (const char *const[]){ "import", file, NULL });
	CHECK_NUMBER(o.code, EX_DATAERR, "%s", o.err);
	outcome_done(&o);
	free(admin_database("fresh.db"));
	after = admin_export(fresh);
	CHECK_TEXT(after, admin_first_data, "the server makes it afterwards");
	free(after);
	free(fresh);
	free(file);
	free(db);
}

/* Nothing is written over what is there, and a write that fails is 73 or 74
 * and leaves no file. */
static void
test_outputs(void)
{
	static const struct {
		const char *command, *file;
		const char *line;
	} rows[] = {
		{ "backup", "there", "File exists" },
		{ "export", "there", "File exists" },
		{ "backup", "outputs.db", "File exists" },
		{ "export", "outputs.db", "File exists" },
		{ "backup", "nowhere/x", "No such file or directory" },
		{ "export", "nowhere/x", "No such file or directory" },
	};
	char *db = admin_database("outputs.db");
	char *there = temp_file("there");
	file_write_text(there, "keep");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *file = temp_file("%s", rows[i].file);
		struct outcome o = admin_run(
		    db, (const char *const[]){ rows[i].command, file, NULL });
		CHECK_NUMBER(o.code, EX_CANTCREAT, "row %zu", i);
		CHECK(admin_is_line(o.err, rows[i].line), "row %zu: %s", i,
		    o.err);
		outcome_done(&o);
		free(file);
	}
	char *text = file_read(there, NULL);
	CHECK_TEXT(text, "keep", "what is there");
	free(text);
	const char *const full[] = { program_built("docking-admin"), "--db", db,
		"export", NULL };
	struct outcome o =
	    program_run(full, &(struct program_files){ .out = "/dev/full" });
	CHECK_NUMBER(o.code, EX_IOERR, "a full disk");
	CHECK(admin_is_line(o.err, "standard output: No space left"), "%s",
	    o.err);
	outcome_done(&o);
	/* More than 8 blocks of 1 KiB may not be written. */
	char command[4200];
	char *copy = temp_file("copy");
	snprintf(command, sizeof(command),
	    "trap '' XFSZ; ulimit -f 8; exec %s --db '%s' backup '%s'",
	    program_built("docking-admin"), db, copy);
	o = program_run(
	    (const char *const[]){ "bash", "-c", command, NULL }, NULL);
	CHECK_NUMBER(o.code, EX_IOERR, "%s", o.err);
	CHECK(access(copy, F_OK) != 0, "no half of a copy is left");
	outcome_done(&o);
	free(copy);
	free(there);
	free(db);
}

/* Customers need somebody in sales. */
static void
test_nobody_in_sales(void)
{
	char *db = admin_database("nobody.db");
	admin_sql(db, "UPDATE users SET role = 'presales', role_key = "
		      "'presales'");
	struct outcome o = admin_run(
	    db, (const char *const[]){ "generate", "--customers=1", NULL });
	CHECK_NUMBER(o.code, EX_DATAERR, "%s", o.err);
	CHECK(admin_is_line(o.err, "somebody with role sales"), "%s", o.err);
	outcome_done(&o);
	CHECK_NUMBER(
	    admin_number(db, "SELECT count(*) FROM customers"), 5, "customers");
	free(db);
}

CU_TestInfo admin_refusals_tests[] = {
	{ "--help and --version", test_help },
	{ "bad command lines", test_usage },
	{ "databases that are none of ours", test_databases },
	{ "imports that are wrong", test_imports },
	{ "outputs that cannot be written", test_outputs },
	{ "customers of nobody", test_nobody_in_sales },
	CU_TEST_INFO_NULL,
};
