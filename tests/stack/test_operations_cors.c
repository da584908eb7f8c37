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
#include <string.h>

struct row {
	const char *method, *target, *origin; /* NULL: none is sent */
	int status;
	const char *allowed; /* origin; NULL: none */
	bool methods;        /* are told: it is asked before a request */
	const char *header;  /* one more line; NULL: Content-Length: 0 */
};

/* Requests that the web server refuses itself: a wrong password, a body without
 * a length, and one that is too long. */
static const char wrong[] =
    "Authorization: Basic YWRhOndyb25n\r\nContent-Length: 0\r\n";
static const char lengthless[] = "X-A: b\r\n";
static const char too_long[] = "Content-Length: 70000\r\n";

/* Answers of the program and of the web server, good ones and errors. */
static void
check_rows(const char *cors, const struct row rows[], size_t count, bool varies)
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
			    rows[i].methods ? "*, Authorization, Content-Type, "
					      "Docking-Delay, Docking-Fault, "
					      "Idempotency-Key, If-Match, "
					      "If-None-Match, X-Request-Id"
					    : NULL },
			{ "Access-Control-Max-Age",
			    rows[i].methods ? "600" : NULL },
			{ "Access-Control-Allow-Credentials",
			    rows[i].allowed == NULL ||
				    strcmp(rows[i].allowed, "*") == 0
				? NULL
				: "true" },
			{ "X-Content-Type-Options", "nosniff" },
		};
		char sent[200];
		struct http_answer answer;
		snprintf(sent, sizeof(sent), "%s%s%s%s",
		    rows[i].origin == NULL ? "" : "Origin: ",
		    rows[i].origin == NULL ? "" : rows[i].origin,
		    rows[i].origin == NULL ? "" : "\r\n",
		    rows[i].header == NULL ? "Content-Length: 0\r\n"
					   : rows[i].header);
		char *bytes = operations_send(
		    stack.port, rows[i].method, rows[i].target, sent, &answer);
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
		char *vary =
		    answer.status == 0 ? NULL : http_header(&answer, "Vary");
		CHECK_NUMBER(vary != NULL && strstr(vary, "Origin") != NULL,
		    varies, "%s, row %zu: Vary", cors, i);
		free(vary);
		char *id = answer.status == 0
			       ? NULL
			       : http_header(&answer, "X-Request-Id");
		CHECK(id != NULL, "%s, row %zu: id", cors, i);
		free(id);
		free(bytes);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
}

/* Unless it is asked for, no page may: not one header tells of it. */
static void
test_none(void)
{
	static const struct row rows[] = {
		{ "GET", "/users", "https://a.example", 200, NULL, false,
		    NULL },
		{ "POST", "/users", "https://a.example", 401, NULL, false,
		    NULL },
		{ "OPTIONS", "/users", "https://a.example", 200, NULL, false,
		    NULL },
	};
	check_rows("", rows, sizeof(rows) / sizeof(rows[0]), false);
}

/* With * every page may, and answers do not depend on it. */
static void
test_all(void)
{
	static const struct row rows[] = {
		{ "GET", "/users", "https://a.example", 200, "*", false, NULL },
		{ "GET", "/users", NULL, 200, "*", false, NULL },
		{ "GET", "/users", "null", 200, "*", false, NULL },
		{ "GET", "/nothing", "https://a.example", 404, "*", false,
		    NULL },
		{ "POST", "/users", "https://a.example", 401, "*", false,
		    NULL },
		{ "POST", "/users", "https://a.example", 401, "*", false,
		    wrong },
		{ "POST", "/users", NULL, 411, "*", false, lengthless },
		{ "POST", "/users", NULL, 413, "*", false, too_long },
		{ "BREW", "/users", "https://a.example", 501, "*", false,
		    NULL },
		{ "OPTIONS", "/users/1", "https://a.example", 200, "*", true,
		    NULL },
	};
	check_rows("*", rows, sizeof(rows) / sizeof(rows[0]), false);
}

/* With a list only pages from there may, each told its own origin; whoever
 * keeps an answer is told that it depends on that. */
static void
test_some(void)
{
	static const char a[] = "https://a.example";
	static const char b[] = "http://127.0.0.1:8080";
	static const struct row rows[] = {
		{ "GET", "/users", a, 200, a, false, NULL },
		{ "GET", "/users", b, 200, b, false, NULL },
		{ "POST", "/users", b, 401, b, false, NULL },
		{ "POST", "/users", a, 401, a, false, wrong },
		{ "POST", "/users", a, 411, a, false, lengthless },
		{ "POST", "/users", b, 413, b, false, too_long },
		{ "POST", "/users", "https://c.example", 413, NULL, false,
		    too_long },
		{ "GET", "/nothing", a, 404, a, false, NULL },
		{ "OPTIONS", "/users", a, 200, a, true, NULL },
		{ "OPTIONS", "/users", b, 200, b, true, NULL },
		{ "OPTIONS", "/users", "https://c.example", 200, NULL, false,
		    NULL },
		{ "GET", "/users", NULL, 200, NULL, false, NULL },
		{ "GET", "/users", "https://a.example.evil", 200, NULL, false,
		    NULL },
		{ "GET", "/users", "https://aXexample", 200, NULL, false,
		    NULL },
		{ "GET", "/users", "http://a.example", 200, NULL, false, NULL },
		{ "GET", "/users", "https://a.example:444", 200, NULL, false,
		    NULL },
		{ "GET", "/users", "null", 200, NULL, false, NULL },
	};
	check_rows("https://a.example,http://127.0.0.1:8080", rows,
	    sizeof(rows) / sizeof(rows[0]), true);
}

CU_TestInfo operations_cors_tests[] = {
	{ "no page may, if nothing is said", test_none },
	{ "every page may", test_all },
	{ "pages from some origins may", test_some },
	CU_TEST_INFO_NULL,
};
