/*
 * test_operations_log.c: the access log, a line a request, and the id by which
 * a client finds its own there.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"
#include "../lib/temp.h"
#include "lib/json_strict.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Requests, in this order, and what the log must say of them. */
static const struct {
	const char *method, *target, *headers;
	int status;
	const char *id; /* in the log; NULL: that of the answer, a new one */
	const char *path, *query; /* path NULL: refused by the web server, and
				     query is the request's first line */
	bool delayed;
} rows[] = {
	{ "GET", "/users/1", "", 200, NULL, "/users/1", "", true },
	{ "GET", "/users/1", "X-Request-Id: mine/1:a@b.c~d_e+f=g-h\r\n", 200,
	    "mine/1:a@b.c~d_e+f=g-h", "/users/1", "", true },
	{ "GET", "/users?name=a%22b%5C&x", "", 400, NULL, "/users",
	    "name=a%22b%5C&x", false },
	{ "GET", "/users?name=\"\\", "", 200, NULL, "/users", "name=%22%5C",
	    true },
	{ "GET", "/nothing\xc3\xa4", "", 404, NULL, "/nothing%C3%A4", "",
	    false },
	{ "GET", "/healthz", "X-Request-Id: a\"b\\c\r\n", 200, NULL, "/healthz",
	    "", false },
	{ "GET", "/healthz", "X-Request-Id: \xff\xfe\r\n", 200, NULL,
	    "/healthz", "", false },
	{ "GET", "/healthz", "X-Request-Id: \",\"status\":999,\"x\":\"\r\n",
	    200, NULL, "/healthz", "", false },
	{ "GET", "/healthz", "X-Request-Id: a\r\nX-Request-Id: b\r\n", 200,
	    NULL, "/healthz", "", false },
	{ "POST", "/users", "X-Request-Id: mine-2\r\nContent-Length: 0\r\n",
	    401, "mine-2", "/users", "", false },
	/* Refused by the web server. */
	{ "GET", "/users?name=a%0A{\"x\":1}", "", 400, NULL, NULL,
	    "GET /users?name=a%0A{\"x\":1} HTTP/1.1", false },
	{ "POST", "/users?a=\"",
	    "X-Request-Id: mine-3\r\nAuthorization: Basic YWRhOng=\r\n"
	    "Content-Length: 0\r\n",
	    401, "mine-3", NULL, "POST /users?a=\" HTTP/1.1", false },
	{ "POST", "/users", "", 411, NULL, NULL, "POST /users HTTP/1.1",
	    false },
	{ "BREW", "/", "X-Request-Id: a\"b\r\n", 501, NULL, NULL, "  HTTP/1.1",
	    false },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static const char *
member(struct json_object *line, const char *name)
{
	return json_object_get_string(json_object_object_get(line, name));
}

static bool
is_time(const char *text)
{
	struct tm tm;
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
	return rest != NULL && rest[0] == '.' &&
	       strspn(rest + 1, "0123456789") == 6 &&
	       strcmp(rest + 7, "Z") == 0;
}

static void
check_line(struct json_object *line, size_t i, const char *answer_id)
{
	static const char *const members[] = { "time", "id", "client", "user",
		"method", "path", "query", "status", "bytes", "duration_us",
		"timing" };
	static const char *const of_refused[] = { "time", "id", "client",
		"user", "method", "request", "status", "bytes", "duration_us",
		"timing" };
	bool refused = rows[i].path == NULL;
	const char *const *wanted = refused ? of_refused : members;
	size_t count = refused ? 10 : 11;
	size_t k = 0;
	json_object_object_foreach(line, name, value)
	{
		(void)value;
		CHECK_TEXT(name, k < count ? wanted[k] : NULL, "row %zu", i);
		k++;
	}
	CHECK_NUMBER((long long)k, (long long)count, "row %zu: members", i);
	CHECK(is_time(member(line, "time")), "row %zu: %s", i,
	    member(line, "time"));
	CHECK_TEXT(member(line, "id"),
	    rows[i].id != NULL ? rows[i].id : answer_id, "row %zu: id", i);
	CHECK_TEXT(member(line, "client"), "127.0.0.1", "row %zu", i);
	CHECK_TEXT(member(line, "path"), rows[i].path, "row %zu: path", i);
	CHECK_TEXT(member(line, refused ? "request" : "query"), rows[i].query,
	    "row %zu: query", i);
	CHECK_NUMBER(
	    json_object_get_int(json_object_object_get(line, "status")),
	    rows[i].status, "row %zu: status", i);
	int64_t us =
	    json_object_get_int64(json_object_object_get(line, "duration_us"));
	CHECK(us > 0 && (!rows[i].delayed || us >= 60000), "row %zu: %lld us",
	    i, (long long)us);
	CHECK((strncmp(member(line, "timing"), "delay;dur=60, app;dur=", 22) ==
		  0) == rows[i].delayed,
	    "row %zu: timing %s", i, member(line, "timing"));
}

/* The next line of the log, or NULL at its end. Each is JSON, strictly. */
static struct json_object *
next_line(FILE *log)
{
	char line[16000];
	if (fgets(line, sizeof(line), log) == NULL)
		return NULL;
	struct jsoncheck_error error;
	struct json_object *object =
	    jsoncheck(JSONCHECK_UNIQUE, line, strlen(line), &error)
		? json_tokener_parse(line)
		: NULL;
	CHECK(json_object_is_type(object, json_type_object), "%s", line);
	return object;
}

/* The id in an answer, which the caller frees, or NULL. */
static char *
send_row(int port, size_t i)
{
	struct http_answer answer;
	char *bytes = operations_send(
	    port, rows[i].method, rows[i].target, rows[i].headers, &answer);
	CHECK_NUMBER(answer.status, rows[i].status, "row %zu", i);
	char *id =
	    answer.status == 0 ? NULL : http_header(&answer, "X-Request-Id");
	CHECK(id != NULL, "row %zu: id", i);
	if (id != NULL && rows[i].id != NULL)
		CHECK_TEXT(id, rows[i].id, "row %zu: the client's own", i);
	free(bytes);
	return id;
}

enum { HTTP2_REQUESTS = 2 };

/* Requests on a connection that is no request itself. */
static void
send_over_http2(int port)
{
	char url[60];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/capacity", port);
	for (int i = 0; i < HTTP2_REQUESTS; i++) {
		struct outcome o = program_run(
		    (const char *const[]){ "curl", "-s", "-w",
			"%{http_version} %{http_code}", "-o", "/dev/null",
			"--http2-prior-knowledge", url, NULL },
		    NULL);
		CHECK_TEXT(o.out, "2 200", "%s", o.err);
		outcome_done(&o);
	}
}

/* Each request is a line, whatever it has in it, and its id is the one that its
 * answer told. */
static void
test_lines(void)
{
	struct stack stack;
	char *ids[ROWS];
	char *copy = temp_file("access.log");
	char *passwords = operations_passwords();
	/* One web server, so that the lines are in the requests' order. */
	if (!stack_start(
		&stack, (const char *const[]){ "DOCKING_DELAY=0.06", passwords,
			    "DOCKING_DELAY_MODEL=sleep", NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	for (size_t i = 0; i < ROWS; i++)
		ids[i] = send_row(stack.port, i);
	send_over_http2(stack.port);
	/* What is in memory is written at the end, and then removed. */
	char *name = stack_log(&stack, "access");
	CHECK(link(name, copy) == 0, "%s", name);
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	FILE *log = fopen(copy, "r");
	if (log == NULL)
		abort();
	/* The first is run.sh's, which asked whether the server answers. */
	json_object_put(next_line(log));
	for (size_t i = 0; i < ROWS; i++) {
		struct json_object *line = next_line(log);
		if (CHECK(line != NULL, "row %zu", i))
			check_line(line, i, ids[i]);
		json_object_put(line);
		free(ids[i]);
	}
	for (size_t i = 0; i < HTTP2_REQUESTS; i++) {
		struct json_object *line = next_line(log);
		if (CHECK(line != NULL, "over HTTP/2"))
			CHECK_TEXT(
			    member(line, "path"), "/capacity", "over HTTP/2");
		json_object_put(line);
	}
	CHECK(fgetc(log) == EOF, "one line a request");
	fclose(log);
	free(name);
	free(copy);
	free(passwords);
}

CU_TestInfo operations_log_tests[] = {
	{ "a line a request", test_lines },
	CU_TEST_INFO_NULL,
};
