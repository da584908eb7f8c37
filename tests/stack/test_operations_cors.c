/*
 * test_operations_cors.c: what scripts of web pages from elsewhere may do.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <stdlib.h>

struct row {
	const char *method, *target, *origin; /* NULL: none is sent */
	int status;
	const char *allowed; /* origin; NULL: none */
	bool methods;        /* are told: it is asked before a request */
};

/* Answers of the program and of the web server, good ones and errors. */
static void
check_rows(
    const char *cors, const struct row rows[], size_t count, const char *vary)
{
	struct stack stack;
	char setting[200];
	char *passwords = operations_passwords();
	snprintf(setting, sizeof(setting), "DOCKING_CORS=%s", cors);
	if (!stack_start(&stack, (const char *const[]){ "DOCKING_DELAY=0",
				     setting, passwords, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const struct {
			const char *name, *value;
		} headers[] = {
			{ "Access-Control-Allow-Origin", rows[i].allowed },
			{ "Timing-Allow-Origin", rows[i].allowed },
			{ "Access-Control-Expose-Headers",
			    rows[i].allowed == NULL
				? NULL
				: "ETag, Link, Location, Retry-After, "
				  "Server-Timing, X-Request-Id, "
				  "X-Total-Count" },
			{ "Access-Control-Allow-Methods",
			    rows[i].methods
				? "GET, HEAD, POST, PUT, PATCH, DELETE"
				: NULL },
			{ "Access-Control-Allow-Headers",
			    rows[i].methods ? "*, Authorization" : NULL },
			{ "Access-Control-Max-Age",
			    rows[i].methods ? "600" : NULL },
			{ "Access-Control-Allow-Credentials", NULL },
			{ "Vary", vary },
			{ "X-Content-Type-Options", "nosniff" },
		};
		char origin[100] = "Content-Length: 0\r\n";
		struct http_answer answer;
		if (rows[i].origin != NULL)
			snprintf(origin, sizeof(origin),
			    "Origin: %s\r\nContent-Length: 0\r\n",
			    rows[i].origin);
		char *bytes = operations_send(stack.port, rows[i].method,
		    rows[i].target, origin, &answer);
		CHECK_NUMBER(
		    answer.status, rows[i].status, "%s, row %zu", cors, i);
		for (size_t h = 0; h < sizeof(headers) / sizeof(headers[0]);
		     h++) {
			char *value = answer.status == 0 ? NULL
							 : http_header(&answer,
							       headers[h].name);
			CHECK_TEXT(value, headers[h].value, "%s, row %zu: %s",
			    cors, i, headers[h].name);
			free(value);
		}
		free(bytes);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
}

#define COUNT_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Unless it is asked for, no page may: not one header tells of it. */
static void
test_none(void)
{
	static const struct row rows[] = {
		{ "GET", "/users", "https://a.example", 200, NULL, false },
		{ "POST", "/users", "https://a.example", 401, NULL, false },
		{ "OPTIONS", "/users", "https://a.example", 200, NULL, false },
	};
	check_rows("", rows, COUNT_OF(rows), NULL);
}

/* With * every page may, and answers do not depend on it. */
static void
test_all(void)
{
	static const struct row rows[] = {
		{ "GET", "/users", "https://a.example", 200, "*", false },
		{ "GET", "/users", NULL, 200, "*", false },
		{ "GET", "/users", "null", 200, "*", false },
		{ "GET", "/nothing", "https://a.example", 404, "*", false },
		{ "POST", "/users", "https://a.example", 401, "*", false },
		{ "OPTIONS", "/users/1", "https://a.example", 200, "*", true },
	};
	check_rows("*", rows, COUNT_OF(rows), NULL);
}

/* With a list only pages from there may, each told its own origin; whoever
 * keeps an answer is told that it depends on that. */
static void
test_some(void)
{
	static const char a[] = "https://a.example";
	static const char b[] = "http://127.0.0.1:8080";
	static const struct row rows[] = {
		{ "GET", "/users", a, 200, a, false },
		{ "GET", "/users", b, 200, b, false },
		{ "POST", "/users", b, 401, b, false },
		{ "GET", "/nothing", a, 404, a, false },
		{ "OPTIONS", "/users", a, 200, a, true },
		{ "OPTIONS", "/users", b, 200, b, true },
		{ "OPTIONS", "/users", "https://c.example", 200, NULL, false },
		{ "GET", "/users", NULL, 200, NULL, false },
		{ "GET", "/users", "https://a.example.evil", 200, NULL, false },
		{ "GET", "/users", "https://aXexample", 200, NULL, false },
		{ "GET", "/users", "http://a.example", 200, NULL, false },
		{ "GET", "/users", "https://a.example:444", 200, NULL, false },
		{ "GET", "/users", "null", 200, NULL, false },
	};
	check_rows("https://a.example,http://127.0.0.1:8080", rows,
	    COUNT_OF(rows), "Origin");
}

CU_TestInfo operations_cors_tests[] = {
	{ "no page may, if nothing is said", test_none },
	{ "every page may", test_all },
	{ "pages from some origins may", test_some },
	CU_TEST_INFO_NULL,
};
