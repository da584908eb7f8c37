/*
 * test_workflow_answers.c: which answers a workflow goes on with, and what it
 * takes from them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../measure/feed.h"
#include "plan_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define EIGHTY "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
/* clang-format on */

/* Any other answer is the workflow's failure; its sentence says which request
 * it was, what is wrong, what was expected, and how the answer begins. */
static void
test_malformed(void)
{
	static const char no_id[] =
	    "no string or number at '/0/id' to take salesId from; ";
	static const struct {
		int step;
		long status;
		const char *body;
		size_t length; /* 0: of the string */
		const char *what, *shown;
	} rows[] = {
		{ 0, 500, "<html>\r\n", 0, "status 500", "\"<html>  \"" },
		{ 1, 500, "oops", 0, "status 500", "\"oops\"" },
		{ 0, 404, "[]", 0, "status 404", "\"[]\"" },
		{ 0, 201, "[]", 0, "status 201", "\"[]\"" },
		{ 1, 204, "", 0, "status 204", "\"\"" },
		{ 0, 301, "", 0, "status 301", "\"\"" },
		{ 0, 200, "", 0, "not JSON (byte 0: ", "\"\"" },
		{ 0, 200, "<html>", 0, "not JSON (", "\"<html>\"" },
		{ 1, 200, "<html>", 0, "not JSON (", "\"<html>\"" },
		{ 0, 200, "[{\"id\":\"1\"", 0,
		    "not JSON (byte 10: ", "\"[{\"id\":\"1\"\"" },
		{ 1, 200, "[{\"id\":\"1\"", 0,
		    "not JSON (byte 10: ", "\"[{\"id\":\"1\"\"" },
		{ 0, 200, "[{\"id\":\"1\"}] x", 0, "not JSON (",
		    "\"[{\"id\":\"1\"}] x\"" },
		{ 0, 200, "[]\0", 3, "not JSON (byte 2: ", "\"[] \"" },
		{ 0, 200, "null", 0, "not JSON (it is null)", "\"null\"" },
		{ 0, 200, "{}", 0, "not a JSON array", "\"{}\"" },
		{ 1, 200, "{}", 0, "not a JSON array", "\"{}\"" },
		{ 0, 200, "12", 0, "not a JSON array", "\"12\"" },
		{ 1, 200, "\"no\"", 0, "not a JSON array", "\"\"no\"\"" },
		{ 0, 200, "[1]", 0, no_id, "\"[1]\"" },
		{ 0, 200, "[null]", 0, no_id, "\"[null]\"" },
		{ 0, 200, "[[]]", 0, no_id, "\"[[]]\"" },
		{ 0, 200, "[{}]", 0, no_id, "\"[{}]\"" },
		{ 0, 200, "[{\"id\":null}]", 0, no_id, "\"[{\"id\":null}]\"" },
		{ 0, 200, "[{\"id\":true}]", 0, no_id, "\"[{\"id\":true}]\"" },
		{ 0, 200, "[{\"id\":\"1\\u0000\"}]", 0, no_id,
		    "\"[{\"id\":\"1\\u0000\"}]\"" },
		/* Nothing of it can steer a terminal. */
		{ 0, 500, "\x1b[31m\a\b\t\x7f!", 0, "status 500",
		    "\" [31m    !\"" },
		{ 0, 500,
		    "\xc2\x9b"
		    "31m",
		    0, "status 500", "\"  31m\"" },
		/* What is not UTF-8 is not passed on. */
		{ 0, 500, "M\xfcller \xff\xfe", 0, "status 500",
		    "\"M?ller ??\"" },
		{ 0, 500, "\xc3", 0, "status 500", "\"?\"" },
		{ 0, 500, "\xed\xa0\x80\xc0\x80", 0, "status 500",
		    "\"?????\"" },
		{ 0, 500, "J\xc3\xbcrgen \xf0\x9f\x98\x80", 0, "status 500",
		    "\"J\xc3\xbcrgen \xf0\x9f\x98\x80\"" },
		/* Cut to 80 bytes, between characters. */
		{ 0, 500, EIGHTY, 0, "status 500", "\"" EIGHTY "\"" },
		{ 0, 500, EIGHTY "1", 0, "status 500", "\"" EIGHTY "\"..." },
		{ 0, 500, EIGHTY "\xc3\xbc", 0, "status 500",
		    "\"" EIGHTY "\"..." },
		{ 0, 500, "x\xc3\xbc" EIGHTY, 0, "status 500",
		    "\"x\xc3\xbc"
		    "12345678901234567890123456789012345678901234"
		    "567890123456789012345678901234567\"..." },
	};
	struct plan *plan = plan_fixture_good(NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		char start[256];
		size_t length =
		    rows[i].length > 0 ? rows[i].length : strlen(rows[i].body);
		workflow_init(&w, plan, "John");
		if (rows[i].step == 1)
			feed(&w, 200, feed_john);
		feed_bytes(&w, rows[i].status, rows[i].body, length);
		if (!CHECK_NUMBER(w.state, WORKFLOW_FAILED, "row %zu", i)) {
			workflow_done(&w);
			continue;
		}
		/* "GET TARGET: WHAT...; expected WANTED; got SHOWN" */
		snprintf(start, sizeof(start), "GET %s: %s",
		    rows[i].step == 0 ? "/users?name=John"
				      : "/customers?salesId=1",
		    rows[i].what);
		CHECK(strncmp(w.error, start, strlen(start)) == 0,
		    "row %zu: '%s' begins with '%s'", i, w.error, start);
		CHECK(strstr(w.error, "; expected 200 with a JSON array; ") !=
			  NULL,
		    "row %zu: '%s'", i, w.error);
		const char *got = strstr(w.error, "; got ");
		CHECK_TEXT(
		    got == NULL ? NULL : got + 6, rows[i].shown, "row %zu", i);
		CHECK_TEXT(w.result, NULL, "row %zu", i);
		workflow_done(&w);
	}
	plan_free(plan);
}

static void
feed_headers(struct workflow *w, const char *headers, const char *body)
{
	workflow_feed(w, &(struct workflow_answer){ .status = 200,
			     .body = body,
			     .body_length = strlen(body),
			     .headers = headers,
			     .headers_length = strlen(headers) });
}

/* A header's value is that of the first of its name, whatever the case,
 * without the blanks around it; without one the workflow fails. */
static void
test_header_capture(void)
{
	static const struct {
		const char *headers, *value; /* NULL: not there */
	} rows[] = {
		{ "X-Token: abc\r\n", "abc" },
		{ "HTTP/1.1 200 OK\r\nA: b\r\nx-tOKEN:abc\r\n\r\n", "abc" },
		{ "X-Token: \t a b \t\r\n", "a%20b" },
		{ "X-Token: abc\n", "abc" },
		{ "X-Token: abc", "abc" },
		{ "X-Token: 1\r\nX-Token: 2\r\n", "1" },
		{ "X-Token:\r\n", "" },
		{ "X-Token: a:b\r\n", "a%3Ab" },
		{ "X-Token2: no\r\nX-Token: yes\r\n", "yes" },
		{ "My-X-Token: no\r\nX-Token: yes\r\n", "yes" },
		{ "X-Token : no\r\n", NULL },
		{ "X-Token2: no\r\n", NULL },
		{ "X-Token\r\n", NULL },
		{ "A: X-Token: no\r\n", NULL },
		{ "X-Toke", NULL },
		{ "", NULL },
	};
	struct plan *plan = plan_fixture_good(
	    "{'name': 'n', 'input': {'variable': 'x', 'values': ['1']},"
	    " 'steps': [{'target': '/a',"
	    "            'capture': {'token': {'header': 'X-Token'}}},"
	    "           {'target': '/{token}'}]}");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		workflow_init(&w, plan, "1");
		feed_headers(&w, rows[i].headers, "hello");
		if (rows[i].value != NULL)
			CHECK_TEXT(w.target != NULL ? w.target + 1 : NULL,
			    rows[i].value, "'%s'", rows[i].headers);
		else
			CHECK_TEXT(w.error,
			    "GET /a: no header 'X-Token' to take token from; "
			    "expected 2xx; got \"hello\"",
			    "'%s'", rows[i].headers);
		workflow_done(&w);
	}
	/* No headers at all, as if none had been kept. */
	struct workflow w;
	workflow_init(&w, plan, "1");
	feed(&w, 200, "");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "no headers");
	workflow_done(&w);
	plan_free(plan);
}

/* What is expected of an answer is what is said, and nothing else. */
static void
test_expectations(void)
{
	static const char any[] = "{}";
	static const struct {
		const char *expect;
		long status;
		const char *body;
		const char *error; /* behind "GET /1: "; NULL: none */
	} rows[] = {
		{ any, 200, "<html>", NULL },
		{ any, 204, "", NULL },
		{ any, 299, "", NULL },
		{ any, 199, "", "status 199; expected 2xx; got \"\"" },
		{ any, 300, "", "status 300; expected 2xx; got \"\"" },
		{ "{'status': 404}", 404, "gone", NULL },
		{ "{'status': 404}", 200, "here",
		    "status 200; expected 404; got \"here\"" },
		{ "{'type': 'array'}", 200, "[]", NULL },
		{ "{'type': 'object'}", 200, "{}", NULL },
		{ "{'type': 'string'}", 200, "\"\"", NULL },
		{ "{'type': 'number'}", 200, "0", NULL },
		{ "{'type': 'number'}", 200, "-1.5e3", NULL },
		{ "{'type': 'boolean'}", 200, "false", NULL },
		{ "{'type': 'boolean'}", 200, "0",
		    "not a JSON boolean; expected 2xx with a JSON boolean; got "
		    "\"0\"" },
		{ "{'type': 'number'}", 200, "\"1\"",
		    "not a JSON number; expected 2xx with a JSON number; got "
		    "\"\"1\"\"" },
		{ "{'type': 'object', 'status': 201}", 201, "[]",
		    "not a JSON object; expected 201 with a JSON object; got "
		    "\"[]\"" },
		{ "{'nonEmpty': ''}", 200, "[0]", NULL },
		{ "{'nonEmpty': ''}", 200, "\"a\"", NULL },
		{ "{'nonEmpty': '/a/0'}", 200, "{\"a\":[{\"b\":1}]}", NULL },
		{ "{'nonEmpty': '/a~1b'}", 200, "{\"a/b\":\"c\"}", NULL },
		{ "{'nonEmpty': ''}", 200, "{}",
		    "nothing in ''; expected 2xx; got \"{}\"" },
		{ "{'nonEmpty': '/a'}", 200, "{\"a\":\"\"}",
		    "nothing in '/a'; expected 2xx; got \"{\"a\":\"\"}\"" },
		{ "{'nonEmpty': '/a'}", 200, "{\"a\":7}",
		    "no array, object or string at '/a'; expected 2xx; got "
		    "\"{\"a\":7}\"" },
		{ "{'nonEmpty': '/a'}", 200, "[]",
		    "no array, object or string at '/a'; expected 2xx; got "
		    "\"[]\"" },
		{ "{'nonEmpty': ''}", 200, "<html>",
		    "not JSON (byte 0: expected a value, got '<'); "
		    "expected 2xx; got "
		    "\"<html>\"" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[512];
		char error[256];
		snprintf(text, sizeof(text),
		    "{'name': 'n', 'input': {'variable': 'x', 'values': ['1']},"
		    " 'steps': [{'target': '/{x}', 'expect': %s}]}",
		    rows[i].expect);
		snprintf(error, sizeof(error), "GET /1: %s",
		    rows[i].error != NULL ? rows[i].error : "");
		struct plan *plan = plan_fixture_good(text);
		struct workflow w;
		workflow_init(&w, plan, "1");
		feed(&w, rows[i].status, rows[i].body);
		CHECK_TEXT(w.error, rows[i].error != NULL ? error : NULL,
		    "%s of %s", rows[i].expect, rows[i].body);
		CHECK_NUMBER(w.state,
		    rows[i].error != NULL ? WORKFLOW_FAILED : WORKFLOW_DONE,
		    "%s of %s", rows[i].expect, rows[i].body);
		workflow_done(&w);
		plan_free(plan);
	}
}

CU_TestInfo workflow_answers_tests[] = {
	{ "each malformed answer is named", test_malformed },
	{ "a header's value is captured", test_header_capture },
	{ "expectations are met or named", test_expectations },
	CU_TEST_INFO_NULL,
};
