/*
 * admin.c: runs docking-admin, and looks at its database.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/harness.h"
#include "../lib/temp.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char admin_first_data[] = "{\"type\":\"user\",\"id\":\"1\",\"name\":"
				"\"John Liu\",\"role\":\"sales\"}\n"
				"{\"type\":\"user\",\"id\":\"2\",\"name\":"
				"\"Bruce Lee\",\"role\":\"sales\"}\n"
				"{\"type\":\"user\",\"id\":\"3\",\"name\":"
				"\"Chuck Norris\",\"role\":\"manager\"}\n"
				"{\"type\":\"customer\",\"id\":\"1\",\"name\":"
				"\"Andy Ziemmer\",\"salesId\":\"1\"}\n"
				"{\"type\":\"customer\",\"id\":\"2\",\"name\":"
				"\"Michael Jordan\",\"salesId\":\"1\"}\n"
				"{\"type\":\"customer\",\"id\":\"3\",\"name\":"
				"\"Kobe Bryant\",\"salesId\":\"2\"}\n"
				"{\"type\":\"customer\",\"id\":\"4\",\"name\":"
				"\"Nick Kamar\",\"salesId\":\"2\"}\n"
				"{\"type\":\"customer\",\"id\":\"5\",\"name\":"
				"\"Jack Bledie\",\"salesId\":\"2\"}\n";

void
admin_test_server(const char *db)
{
	setenv("DOCKING_DB", db, 1);
	struct outcome o = program_run(
	    (const char *const[]){ program_built("docking-fcgi"), "-t", NULL },
	    NULL);
	unsetenv("DOCKING_DB");
	CHECK_NUMBER(o.code, 0, "%s: %s", db, o.err);
	CHECK_TEXT(o.err, "", "%s", db);
	outcome_done(&o);
}

char *
admin_database(const char *name)
{
	char *db = temp_file("%s", name);
	admin_test_server(db);
	return db;
}

static void
make_args(const char *all[], const char *db, const char *const args[])
{
	size_t count = 0;
	all[count++] = program_built("docking-admin");
	all[count++] = "--db";
	all[count++] = db;
	for (size_t i = 0; args[i] != NULL && count < PROGRAM_ARGS_MAX - 1; i++)
		all[count++] = args[i];
	all[count] = NULL;
}

struct outcome
admin_run(const char *db, const char *const args[])
{
	const char *all[PROGRAM_ARGS_MAX];
	make_args(all, db, args);
	return program_run(all, NULL);
}

void
admin_expect(
    const char *db, const char *const args[], int code, const char *out)
{
	struct outcome o = admin_run(db, args);
	CHECK_NUMBER(o.code, code, "%s", args[0]);
	CHECK_TEXT(o.err, "", "%s", args[0]);
	if (out != NULL)
		CHECK_TEXT(o.out, out, "%s", args[0]);
	outcome_done(&o);
}

pid_t
admin_start(const char *db, const char *const args[], const char *err)
{
	const char *all[PROGRAM_ARGS_MAX];
	make_args(all, db, args);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		int fd = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(fd, STDERR_FILENO);
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execv(all[0], (char *const *)(uintptr_t)all);
		_exit(127);
	}
	return pid;
}

char *
admin_export(const char *db)
{
	struct outcome o =
	    admin_run(db, (const char *const[]){ "export", NULL });
	CHECK_NUMBER(o.code, 0, "export: %s", o.err);
	char *out = o.out;
	o.out = NULL;
	outcome_done(&o);
	return out;
}

static sqlite3 *
open_or_abort(const char *db)
{
	sqlite3 *other;
	if (sqlite3_open(db, &other) != SQLITE_OK)
		abort();
	sqlite3_busy_timeout(other, 5000);
	return other;
}

void
admin_sql(const char *db, const char *sql)
{
	char *error = NULL;
	sqlite3 *other = open_or_abort(db);
	if (sqlite3_exec(other, sql, NULL, NULL, &error) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", db, error);
		abort();
	}
	sqlite3_close(other);
}

long long
admin_number(const char *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *other = open_or_abort(db);
	if (sqlite3_prepare_v2(other, sql, -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(other));
		abort();
	}
	long long number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(other);
	return number;
}

bool
admin_is_line(const char *text, const char *part)
{
	static const char program[] = "docking-admin: ";
	const char *end = strchr(text, '\n');
	return strncmp(text, program, strlen(program)) == 0 &&
	       strstr(text, part) != NULL && end != NULL && end[1] == '\0';
}
