/*
 * test_admin_meanwhile.c: what others see while docking-admin works, and what
 * is left when it is stopped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/http.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

enum { BATCH = 50000 /* admin/generate.c */ };

/* Wait until a batch is being committed: its journal has a byte. */
static bool
wait_for_commit(const char *db)
{
	char journal[4200];
	struct stat st;
	snprintf(journal, sizeof(journal), "%s-journal", db);
	for (int i = 0; i < 30000; i++) {
		if (stat(journal, &st) == 0 && st.st_size > 0)
			return true;
		clock_pause_ms(1);
	}
	return false;
}

/* Wait until the first batch is there. */
static bool
wait_for_batch(const char *db)
{
	for (int i = 0; i < 3000; i++) {
		if (admin_number(db, "SELECT max(id) FROM users") > BATCH)
			return true;
		clock_pause_ms(10);
	}
	return false;
}

/* Killed at any time, it leaves whole batches. */
static void
test_killed(void)
{
	char *err = temp_file("killed-err");
	for (int i = 0; i < 3; i++) {
		char name[32];
		snprintf(name, sizeof(name), "killed-%d.db", i);
		char *db = admin_database(name);
		pid_t pid = admin_start(db,
		    (const char *const[]){
			"generate", "--users=100000000", NULL },
		    err);
		/* In a commit, or somewhere in a batch. */
		if (i == 0)
			CHECK(wait_for_commit(db), "%s", name);
		else
			CHECK(wait_for_batch(db), "%s", name);
		clock_pause_ms(i == 2 ? 50 : 0);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		struct outcome o =
		    admin_run(db, (const char *const[]){ "check", NULL });
		CHECK_NUMBER(o.code, 0, "%s: %s", name, o.out);
		outcome_done(&o);
		long long users =
		    admin_number(db, "SELECT count(*) FROM users") - 3;
		CHECK(users % BATCH == 0 && (i == 0 || users > 0),
		    "%s: %lld users", name, users);
		remove(db);
		free(db);
	}
	free(err);
}

/* SIGINT and SIGTERM let the batch end, and what was added is told. */
static void
test_interrupted(void)
{
	static const int signals[] = { SIGINT, SIGTERM };
	char *err = temp_file("interrupted-err");
	for (size_t i = 0; i < 2; i++) {
		int status = 0;
		long long told = -1;
		char name[32];
		snprintf(name, sizeof(name), "interrupted-%zu.db", i);
		char *db = admin_database(name);
		pid_t pid = admin_start(db,
		    (const char *const[]){ "generate", "--users=100000000",
			"--customers=100", NULL },
		    err);
		CHECK(wait_for_batch(db), "%s", name);
		kill(pid, signals[i]);
		waitpid(pid, &status, 0);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 130, "%s: %d",
		    name, status);
		char *text = file_read(err, NULL);
		CHECK(sscanf(text, "docking-admin: added %lld users and 0 ",
			  &told) == 1 &&
			  strstr(text, "docking-admin: interrupted\n") != NULL,
		    "%s", text);
		CHECK(told >= BATCH && told % BATCH == 0, "%lld", told);
		CHECK_NUMBER(admin_number(db, "SELECT count(*) FROM users"),
		    told + 3, "%s", name);
		free(text);
		remove(db);
		free(db);
	}
	free(err);
}

/* Those who wait for a database that another program holds: 5 s are long, so
 * other tests run meanwhile. */
static struct waiting {
	const char *held; /* how */
	const char *args[3];
	sqlite3 *other;
	char *db;
	char *err;
	pid_t pid;
} waiting[] = {
	{ .held = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
		  "UPDATE users SET role = 'x'",
	    .args = { "export" } },
	{ .held = "BEGIN IMMEDIATE", .args = { "reset" } },
	{ .held = "BEGIN IMMEDIATE", .args = { "import", "/dev/null" } },
	{ .held = "BEGIN IMMEDIATE", .args = { "generate", "--users=1" } },
};

enum { WAITING = sizeof(waiting) / sizeof(waiting[0]) };

/* A locked database is waited for, by readers and by writers. */
static void
test_busy_begins(void)
{
	for (size_t i = 0; i < WAITING; i++) {
		char name[32];
		struct waiting *w = &waiting[i];
		snprintf(name, sizeof(name), "busy-%zu.db", i);
		w->db = admin_database(name);
		w->err = temp_file("busy-err-%zu", i);
		if (sqlite3_open(w->db, &w->other) != SQLITE_OK ||
		    sqlite3_exec(w->other, w->held, NULL, NULL, NULL) !=
			SQLITE_OK)
			abort();
		w->pid = admin_start(w->db, w->args, w->err);
	}
	clock_pause_ms(200);
	for (size_t i = 0; i < WAITING; i++)
		CHECK_NUMBER(waitpid(waiting[i].pid, NULL, WNOHANG), 0,
		    "%s waits", waiting[i].args[0]);
}

/* And after 5 s it is 75. */
static void
test_busy_ends(void)
{
	for (size_t i = 0; i < WAITING; i++) {
		int status = 0;
		struct waiting *w = &waiting[i];
		waitpid(w->pid, &status, 0);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EX_TEMPFAIL,
		    "%s: %d", w->args[0], status);
		char *text = file_read(w->err, NULL);
		CHECK(strstr(text, w->db) != NULL, "%s: %s", w->args[0], text);
		sqlite3_close(w->other);
		char *after = admin_export(w->db);
		CHECK_TEXT(after, admin_first_data, "%s", w->args[0]);
		free(after);
		free(text);
		free(w->err);
		free(w->db);
	}
}

/* An export is of one moment, whatever others write before its end. */
static void
test_export_of_one_moment(void)
{
	char command[8400];
	char *db = admin_database("moment.db");
	char *err = temp_file("moment-err");
	int status = -1;
	admin_expect(db,
	    (const char *const[]){ "generate", "--users=9000", NULL }, 0, NULL);
	char *expected = admin_export(db);
	char *got = calloc(strlen(expected) + 4096, 1);
	snprintf(command, sizeof(command), "%s --db '%s' export",
	    program_built("docking-admin"), db);
	FILE *pipe = popen(command, "r");
	if (got == NULL || pipe == NULL)
		abort();
	/* It has begun, and gets no further than the pipe is long, so the
	 * other one would be in before its next page. */
	size_t length = fread(got, 1, 1, pipe);
	pid_t pid = admin_start(
	    db, (const char *const[]){ "generate", "--users=1", NULL }, err);
	clock_pause_ms(200);
	length += fread(got + 1, 1, strlen(expected) + 4000, pipe);
	CHECK_NUMBER(pclose(pipe), 0, "export");
	CHECK(strcmp(got, expected) == 0, "got %zu bytes, expected %zu", length,
	    strlen(expected));
	waitpid(pid, &status, 0);
	CHECK_NUMBER(status, 0, "the other one can write in the end");
	free(err);
	free(got);
	free(expected);
	free(db);
}

/* Status of GET path, and its body in ret_body (cut); 0: no answer. */
static int
get(int port, const char *path, char ret_body[256])
{
	char request[256];
	char *bytes = NULL;
	size_t length = 0;
	struct http_answer answer = { .status = 0 };
	snprintf(request, sizeof(request),
	    "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
	if (http_exchange(port, request, strlen(request), &bytes, &length) &&
	    http_parse(bytes, length, false, &answer) > 0)
		snprintf(ret_body, 256, "%.*s", (int)answer.body_length,
		    answer.body);
	free(bytes);
	return answer.status;
}

/* A server answers all the time, and sees what was added and reset. */
static void
test_beside_a_server(void)
{
	struct stack stack;
	char body[256] = "";
	int status = 0;
	size_t answers = 0;
	static const char *const settings[] = { "DOCKING_DELAY=0", NULL };
	if (!stack_start(&stack, settings)) {
		CHECK(false, "the server starts");
		return;
	}
	char *db = temp_file("stack-%d.db", stack.port);
	char *err = temp_file("beside-err");
	pid_t pid = admin_start(db,
	    (const char *const[]){
		"generate", "--users=100000", "--customers=100000", NULL },
	    err);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		CHECK_NUMBER(
		    get(stack.port, "/users/1", body), 200, "%s", body);
		answers++;
		clock_pause_ms(2);
	}
	char *text = file_read(err, NULL);
	CHECK_NUMBER(status, 0, "%s", text);
	CHECK_TEXT(text, "", "stderr");
	CHECK(answers >= 20, "%zu answers", answers);
	CHECK_NUMBER(get(stack.port, "/users/100003", body), 200, "%s", body);
	CHECK_NUMBER(get(stack.port, "/users/100004", body), 404, "%s", body);
	CHECK_NUMBER(
	    get(stack.port, "/customers/100005", body), 200, "%s", body);
	admin_expect(db, (const char *const[]){ "reset", NULL }, 0, NULL);
	CHECK_NUMBER(get(stack.port, "/users/4", body), 404, "%s", body);
	CHECK_NUMBER(get(stack.port, "/users/3", body), 200, "%s", body);
	CHECK_TEXT(body,
	    "{\"id\":\"3\",\"name\":\"Chuck Norris\",\"role\":\"manager\"}\n",
	    "after the reset");
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(text);
	free(err);
	free(db);
}

/* Between two batches of generate, run SQL as a transaction. False: generate
 * has ended. */
static bool
run_between_batches(pid_t pid, const char *db, const char *sql)
{
	sqlite3 *other;
	bool done = false;
	if (sqlite3_open(db, &other) != SQLITE_OK)
		abort();
	/* A gap is short, so there is no pause between two tries. */
	while (!done && waitpid(pid, NULL, WNOHANG) == 0)
		done = sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL,
			   NULL) == SQLITE_OK;
	sqlite3_busy_timeout(other, 5000);
	if (done)
		CHECK_NUMBER(sqlite3_exec(other, sql, NULL, NULL, NULL),
		    SQLITE_OK, "%s", sqlite3_errmsg(other));
	sqlite3_close(other);
	return done;
}

/* Whoever makes the indexes while generate does without them: it goes on, and
 * finds them made at its end. */
static void
test_indexes_made_meanwhile(void)
{
	int status = 0;
	char *db = admin_database("meanwhile.db");
	char *err = temp_file("meanwhile-err");
	char *indexes = file_read("db/indexes.sql", NULL);
	char *sql = calloc(strlen(indexes) + 16, 1);
	sprintf(sql, "%s COMMIT", indexes);
	pid_t pid = admin_start(db,
	    (const char *const[]){ "generate", "--users=100000000", NULL },
	    err);
	CHECK(wait_for_batch(db), "it has begun");
	bool made = run_between_batches(pid, db, sql);
	kill(pid, SIGINT);
	waitpid(pid, &status, 0);
	char *text = file_read(err, NULL);
	CHECK(made, "%s", text);
	/* On a slow machine it has waited for the indexes for too long. */
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	CHECK(code == 130 || (program_is_slow() && code == EX_TEMPFAIL),
	    "%d: %s", status, text);
	admin_expect(db, (const char *const[]){ "check", NULL }, 0, NULL);
	remove(db);
	free(text);
	free(sql);
	free(indexes);
	free(err);
	free(db);
}

/* A server starts and answers while another program writes and there are no
 * indexes. */
static void
test_start_beside_a_writer(void)
{
	struct stack stack;
	char setting[4200];
	char body[256] = "";
	sqlite3 *other;
	char *db = admin_database("beside-a-writer.db");
	const char *const settings[] = { "DOCKING_DELAY=0", setting, NULL };
	snprintf(setting, sizeof(setting), "DOCKING_DB=%s", db);
	if (sqlite3_open(db, &other) != SQLITE_OK ||
	    sqlite3_exec(other,
		"DROP TABLE users_text; DROP TABLE customers_text;"
		"DROP INDEX users_by_name; DROP INDEX customers_by_name;"
		"BEGIN IMMEDIATE",
		NULL, NULL, NULL) != SQLITE_OK)
		abort();
	if (stack_start(&stack, settings)) {
		CHECK_NUMBER(get(stack.port, "/users?name=norris", body), 200,
		    "%s", body);
		CHECK_NUMBER(get(stack.port, "/users?sort=-name&limit=1", body),
		    200, "%s", body);
		CHECK_TEXT(body,
		    "[{\"id\":\"1\",\"name\":\"John Liu\","
		    "\"role\":\"sales\"}]\n",
		    "sorted");
		CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	} else {
		CHECK(false, "the server starts");
	}
	sqlite3_close(other);
	free(db);
}

/* On a terminal, and only there, progress is drawn and taken away again. */
static void
test_progress(void)
{
	char *db = admin_database("progress.db");
	char text[4096] = "";
	int status = -1;
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
		abort();
	/* Kept open, or what was written is gone with its last writer. */
	int slave = open(ptsname(terminal), O_RDWR | O_NOCTTY);
	pid_t pid = admin_start(db,
	    (const char *const[]){ "generate", "--users=1000", NULL },
	    ptsname(terminal));
	waitpid(pid, &status, 0);
	CHECK_NUMBER(status, 0, "status");
	fcntl(terminal, F_SETFL, O_NONBLOCK);
	ssize_t length = read(terminal, text, sizeof(text) - 1);
	CHECK(length > 0 && strncmp(text, "\r0 of 1000 users, ", 18) == 0 &&
		  strcmp(text + length - 4, "\r\033[K") == 0,
	    "'%s'", text);
	close(slave);
	close(terminal);
	free(db);
}

CU_TestInfo admin_meanwhile_tests[] = {
	{ "a locked database is waited for", test_busy_begins },
	{ "an export is of one moment", test_export_of_one_moment },
	{ "killed, it leaves whole batches", test_killed },
	{ "interrupted, it tells what it added", test_interrupted },
	{ "a server answers meanwhile", test_beside_a_server },
	{ "indexes that others make meanwhile", test_indexes_made_meanwhile },
	{ "a server starts beside a writer", test_start_beside_a_writer },
	{ "progress is for a terminal", test_progress },
	{ "a locked database is busy", test_busy_ends },
	CU_TEST_INFO_NULL,
};
