/*
 * test_workflow_results.c: how a workflow ends: with a result, or one sentence.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../measure/feed.h"
#include "plan_fixture.h"

#include <stdio.h>
#include <string.h>

/* The first match's id is asked for, encoded likewise; the customers are the
 * result, compact and in the server's order of members and records. */
static void
test_good(void)
{
	struct plan *plan = plan_fixture_good(NULL);
	struct workflow w;
	workflow_init(&w, plan, "n");
	feed(&w, 200,
	    "[{\"name\":\"A\",\"id\":\"a b&\\u00fc\"},{\"id\":\"2\"}]");
	CHECK_NUMBER(w.state, WORKFLOW_NEXT, "the first answer");
	CHECK_NUMBER((long long)w.step, 1, "the first answer");
	CHECK(workflow_is_last_step(&w), "the first answer");
	CHECK_TEXT(
	    w.target, "/customers?salesId=a%20b%26%C3%BC", "the first match");
	workflow_done(&w);

	workflow_init(&w, plan, "n");
	feed(&w, 200, "[{\"id\":12}]");
	CHECK_TEXT(w.target, "/customers?salesId=12", "a number");
	workflow_done(&w);

	workflow_init(&w, plan, "John");
	feed(&w, 200, feed_john);
	CHECK_TEXT(w.target, "/customers?salesId=1", "John");
	CHECK_TEXT(w.method, "GET", "John");
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
	plan_free(plan);
}

/* An empty array is the original's sentence, word by word. */
static void
test_nobody(void)
{
	struct plan *plan = plan_fixture_good(NULL);
	struct workflow w;
	workflow_init(&w, plan, "Nobody");
	feed(&w, 200, "[]\n");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "Nobody");
	CHECK_TEXT(
	    w.error, "Sales Nobody cannot be found from the server", "Nobody");
	CHECK_TEXT(w.result, NULL, "Nobody");
	CHECK_TEXT(w.target, NULL, "Nobody");
	workflow_done(&w);

	workflow_init(&w, plan, "Chuck");
	feed(&w, 200, "[{\"id\":\"3\"}]");
	feed(&w, 200, "[]\n");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "Chuck");
	CHECK_TEXT(w.error, "Sales Chuck has no customers!", "Chuck");
	workflow_done(&w);
	plan_free(plan);
}

/* No answer is the caller's sentence. */
static void
test_fail(void)
{
	struct plan *plan = plan_fixture_good(NULL);
	struct workflow w;
	workflow_init(&w, plan, "John");
	workflow_fail(&w, "GET %s: %s", w.target, "it timed out");
	CHECK_NUMBER(w.state, WORKFLOW_FAILED, "John");
	CHECK_TEXT(
	    w.error, "GET /users?name=John: it timed out", "the target in it");
	CHECK_TEXT(w.target, NULL, "John");
	workflow_done(&w);
	plan_free(plan);
}

/* The result is the answer's text as it came, to the byte, or what a pointer
 * leads to, as compact JSON. */
static void
test_result(void)
{
	static const struct {
		const char *result;
		const char *body;
		size_t length; /* 0: of the string */
		const char *expected;
		const char *error; /* its beginning */
	} rows[] = {
		{ "{}", "hello\n", 0, "hello\n", NULL },
		{ "{}", "", 0, "", NULL },
		{ "{}", "[ 1 ]", 0, "[ 1 ]", NULL },
		{ "{}", "[ 1 ] and more", 5, "[ 1 ]", NULL },
		{ "{}", "\xff\x1b", 0, "\xff\x1b", NULL },
		{ "{'step': 0}", "<html>", 0, "<html>", NULL },
		{ "{'pointer': ''}", " [ 1, 2.50 ]", 0, "[1,2.50]", NULL },
		{ "{'pointer': '/a/1'}", "{\"a\": [1, \"b\"]}", 0, "\"b\"",
		    NULL },
		{ "{'pointer': '/a'}", "{\"a\": false}", 0, "false", NULL },
		{ "{'pointer': '/b'}", "{\"a\": 1}", 0, NULL,
		    "GET /1: no result at '/b'; expected 2xx; got " },
		{ "{'pointer': '/a'}", "{\"a\": null}", 0, NULL,
		    "GET /1: no result at '/a'; " },
		{ "{'pointer': ''}", "<html>", 0, NULL, "GET /1: not JSON (" },
		/* Else what differs behind it would be taken for equal. */
		{ "{}", "a\0b", 3, NULL,
		    "GET /1: the result holds a NUL byte; " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[512];
		snprintf(text, sizeof(text),
		    "{'name': 'n', 'input': {'variable': 'x', 'values': ['1']},"
		    " 'steps': [{'target': '/{x}'}], 'result': %s}",
		    rows[i].result);
		struct plan *plan = plan_fixture_good(text);
		struct workflow w;
		workflow_init(&w, plan, "1");
		feed_bytes(&w, 200, rows[i].body,
		    rows[i].length > 0 ? rows[i].length : strlen(rows[i].body));
		CHECK_TEXT(w.result, rows[i].expected, "row %zu", i);
		CHECK(rows[i].error == NULL
			  ? w.error == NULL
			  : w.error != NULL && strncmp(w.error, rows[i].error,
						   strlen(rows[i].error)) == 0,
		    "row %zu: '%s'", i, w.error != NULL ? w.error : "");
		workflow_done(&w);
		plan_free(plan);
	}
}

CU_TestInfo workflow_results_tests[] = {
	{ "two answers make a result", test_good },
	{ "nobody and nothing are the original's errors", test_nobody },
	{ "no answer is a failure", test_fail },
	{ "the result is text or JSON", test_result },
	CU_TEST_INFO_NULL,
};
