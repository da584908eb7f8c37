/*
 * test_workflow.c: the task as a state machine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/workflow.h"
#include "../lib/harness.h"

#include <stdio.h>
#include <string.h>

static void
feed(struct workflow *w, long status, const char *body)
{
	workflow_feed(w, status, body, strlen(body));
}

static const char john[] =
    "[{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}]\n";

/* Whatever is not unreserved in RFC 3986 is percent-encoded, byte by byte. */
static void
test_targets(void)
{
	static const struct {
		const char *value, *encoded;
	} rows[] = {
		{ "John", "John" },
		{ "John Liu", "John%20Liu" },
		{ "a&b=c", "a%26b%3Dc" },
		{ "a+b", "a%2Bb" },
		{ "100%", "100%25" },
		{ "J\xc3\xbcrgen", "J%C3%BCrgen" },
		{ "\xf0\x9f\x98\x80", "%F0%9F%98%80" },
		{ "AZaz09-._~", "AZaz09-._~" },
		{ "/?#[]@!$'()*,;:", "%2F%3F%23%5B%5D%40%21%24%27%28%29%2A%2C"
				     "%3B%3A" },
		{ "\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D" },
		{ "\r\nX: y", "%0D%0AX%3A%20y" },
		{ "\x01\x7f\xff", "%01%7F%FF" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		workflow_init(&w, rows[i].value);
		CHECK_NUMBER(w.state, WORKFLOW_NEXT, "'%s'", rows[i].value);
		CHECK_NUMBER(w.step, 0, "'%s'", rows[i].value);
		CHECK(!workflow_is_last_step(&w), "'%s'", rows[i].value);
		CHECK(
		    strncmp(w.target, "/users?name=", 12) == 0, "%s", w.target);
		CHECK_TEXT(
		    w.target + 12, rows[i].encoded, "'%s'", rows[i].value);
		workflow_done(&w);
	}
}

/* The first match's id is asked for, encoded likewise; the customers are the
 * result, compact and in the server's order of members and records. */
static void
test_good(void)
{
	struct workflow w;
	workflow_init(&w, "n");
	feed(&w, 200,
	    "[{\"name\":\"A\",\"id\":\"a b&\\u00fc\"},{\"id\":\"2\"}]");
	CHECK_NUMBER(w.state, WORKFLOW_NEXT, "the first answer");
	CHECK_NUMBER(w.step, 1, "the first answer");
	CHECK(workflow_is_last_step(&w), "the first answer");
	CHECK_TEXT(
	    w.target, "/customers?salesId=a%20b%26%C3%BC", "the first match");
	workflow_done(&w);

	workflow_init(&w, "John");
	feed(&w, 200, john);
	CHECK_TEXT(w.target, "/customers?salesId=1", "John");
	feed(&w, 200,
	    " [ { \"salesId\": \"1\", \"id\": \"9\" },\n { \"id\": \"3\" } "
	    "]\n");
	CHECK_NUMBER(w.state, WORKFLOW_DONE, "John's customers");
	CHECK_TEXT(w.result,
	    "[{\"salesId\":\"1\",\"id\":\"9\"},{\"id\":\"3\"}]",
	    "John's customers");
	CHECK_TEXT(w.error, NULL, "John's customers");
	CHECK_TEXT(w.target, NULL, "John's customers");
	workflow_done(&w);
}

/* An empty array is the original's sentence, word by word. */
static void
test_nobody(void)
{
	struct workflow w;
	workflow_init(&w, "Nobody");
	feed(&w, 200, "[]\n");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "Nobody");
	CHECK_TEXT(
	    w.error, "Sales Nobody cannot be found from the server", "Nobody");
	CHECK_TEXT(w.result, NULL, "Nobody");
	CHECK_TEXT(w.target, NULL, "Nobody");
	workflow_done(&w);

	workflow_init(&w, "Chuck");
	feed(&w, 200, "[{\"id\":\"3\"}]");
	feed(&w, 200, "[]\n");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "Chuck");
	CHECK_TEXT(w.error, "Sales Chuck has no customers!", "Chuck");
	workflow_done(&w);
}

/* No answer is the caller's sentence. */
static void
test_fail(void)
{
	struct workflow w;
	workflow_init(&w, "John");
	workflow_fail(&w, "GET %s: %s", w.target, "it timed out");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "John");
	CHECK_TEXT(
	    w.error, "GET /users?name=John: it timed out", "the target in it");
	CHECK_TEXT(w.target, NULL, "John");
	workflow_done(&w);
	CHECK(w.error == NULL, "done twice is harmless");
	workflow_done(&w);
}

/* clang-format off */
#define EIGHTY "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
/* clang-format on */

/* Any other answer is the workflow's failure; its sentence says which request
 * it was, what is wrong, what was expected, and how the answer begins. */
static void
test_malformed(void)
{
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
		{ 0, 200, "", 0, "not JSON (it ends too early)", "\"\"" },
		{ 0, 200, "<html>", 0, "not JSON (", "\"<html>\"" },
		{ 1, 200, "<html>", 0, "not JSON (", "\"<html>\"" },
		{ 0, 200, "[{\"id\":\"1\"", 0, "not JSON (it ends too early)",
		    "\"[{\"id\":\"1\"\"" },
		{ 1, 200, "[{\"id\":\"1\"", 0, "not JSON (it ends too early)",
		    "\"[{\"id\":\"1\"\"" },
		{ 0, 200, "[{\"id\":\"1\"}] x", 0, "not JSON (",
		    "\"[{\"id\":\"1\"}] x\"" },
		{ 0, 200, "[]\0", 3, "not JSON (it holds a NUL byte)",
		    "\"[] \"" },
		{ 0, 200, "null", 0, "not JSON (it is null)", "\"null\"" },
		{ 0, 200, "{}", 0, "not an array", "\"{}\"" },
		{ 1, 200, "{}", 0, "not an array", "\"{}\"" },
		{ 0, 200, "12", 0, "not an array", "\"12\"" },
		{ 1, 200, "\"no\"", 0, "not an array", "\"\"no\"\"" },
		{ 0, 200, "[1]", 0,
		    "the first user has no \"id\" that is a "
		    "string",
		    "\"[1]\"" },
		{ 0, 200, "[null]", 0,
		    "the first user has no \"id\" that is "
		    "a string",
		    "\"[null]\"" },
		{ 0, 200, "[[]]", 0,
		    "the first user has no \"id\" that is a "
		    "string",
		    "\"[[]]\"" },
		{ 0, 200, "[{}]", 0,
		    "the first user has no \"id\" that is a "
		    "string",
		    "\"[{}]\"" },
		{ 0, 200, "[{\"id\":1}]", 0,
		    "the first user has no \"id\" "
		    "that is a string",
		    "\"[{\"id\":1}]\"" },
		{ 0, 200, "[{\"id\":\"1\\u0000\"}]", 0,
		    "the first user has no "
		    "\"id\" that is a "
		    "string",
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
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		char start[256];
		size_t length =
		    rows[i].length > 0 ? rows[i].length : strlen(rows[i].body);
		workflow_init(&w, "John");
		if (rows[i].step == 1)
			feed(&w, 200, john);
		workflow_feed(&w, rows[i].status, rows[i].body, length);
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
		CHECK(strstr(w.error,
			  rows[i].step == 0
			      ? "; expected 200 with a JSON array of users; "
			      : "; expected 200 with a JSON array of "
				"customers; ") != NULL,
		    "row %zu: '%s'", i, w.error);
		const char *got = strstr(w.error, "; got ");
		CHECK_TEXT(
		    got == NULL ? NULL : got + 6, rows[i].shown, "row %zu", i);
		CHECK_TEXT(w.result, NULL, "row %zu", i);
		workflow_done(&w);
	}
}

CU_TestInfo workflow_tests[] = {
	{ "targets are percent-encoded", test_targets },
	{ "two answers make a result", test_good },
	{ "nobody and nothing are the original's errors", test_nobody },
	{ "no answer is a failure", test_fail },
	{ "each malformed answer is named", test_malformed },
	CU_TEST_INFO_NULL,
};
