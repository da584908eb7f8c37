/*
 * test_workflow.c: a plan as a state machine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/workflow.h"
#include "../lib/harness.h"
#include "../lib/quotes.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A good plan; NULL: the built-in one. */
static struct plan *
plan_of(const char *quoted)
{
	struct plan *plan = NULL;
	char *text = quoted != NULL ? quotes_doubled(quoted) : NULL;
	char *why = text != NULL ? plan_parse("test", text, &plan)
				 : plan_read(NULL, &plan);
	if (why != NULL) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	free(text);
	return plan;
}

static void
feed_bytes(struct workflow *w, long status, const char *body, size_t length)
{
	workflow_feed(
	    w, &(struct workflow_answer){
		   .status = status, .body = body, .body_length = length });
}

static void
feed(struct workflow *w, long status, const char *body)
{
	feed_bytes(w, status, body, strlen(body));
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

static const char john[] =
    "[{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}]\n";

/* Whatever is not unreserved in RFC 3986 is percent-encoded, byte by byte. */
static void
test_targets(void)
{
	struct plan *plan = plan_of(NULL);
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
		workflow_init(&w, plan, rows[i].value);
		CHECK_NUMBER(w.state, WORKFLOW_NEXT, "'%s'", rows[i].value);
		CHECK_NUMBER((long long)w.step, 0, "'%s'", rows[i].value);
		CHECK_TEXT(workflow_name(&w), rows[i].value, "the value");
		CHECK_TEXT(w.method, "GET", "'%s'", rows[i].value);
		CHECK_TEXT(w.body, NULL, "'%s'", rows[i].value);
		CHECK(!workflow_is_last_step(&w), "'%s'", rows[i].value);
		CHECK(
		    strncmp(w.target, "/users?name=", 12) == 0, "%s", w.target);
		CHECK_TEXT(
		    w.target + 12, rows[i].encoded, "'%s'", rows[i].value);
		workflow_done(&w);
	}
	plan_free(plan);
}

/* The first match's id is asked for, encoded likewise; the customers are the
 * result, compact and in the server's order of members and records. */
static void
test_good(void)
{
	struct plan *plan = plan_of(NULL);
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
	feed(&w, 200, john);
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
	struct plan *plan = plan_of(NULL);
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
	struct plan *plan = plan_of(NULL);
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
	struct plan *plan = plan_of(NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		char start[256];
		size_t length =
		    rows[i].length > 0 ? rows[i].length : strlen(rows[i].body);
		workflow_init(&w, plan, "John");
		if (rows[i].step == 1)
			feed(&w, 200, john);
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

/* Get a token with a POST, then make and read an order. */
static const char orders[] =
    "{'name': 'orders', 'input': {'variable': 'user', 'values': ['u']},"
    " 'steps': ["
    "  {'method': 'POST', 'target': '/token',"
    "   'headers': {'Accept': 'text/plain', 'X-User': '<{user}> {{x}'},"
    "   'body': {'{user}': '{user}', 'n': [1, 2.50, true, null, '{{{user}}'],"
    "            'deep': {'a/b': '{user}, {user}'}, 'none': {}},"
    "   'expect': {'status': 201}, 'capture': {'token': {'header': "
    "'X-Token'}}},"
    "  {'method': 'PUT', 'target': '/orders/{user}{?token,user}',"
    "   'headers': {'Authorization': 'Bearer {token}'},"
    "   'body': 'user={user}&token={token}',"
    "   'capture': {'id': {'pointer': '/order/id'},"
    "               'total': {'pointer': '/order/total'}}},"
    "  {'method': 'DELETE', 'target': '/orders/{id}?total={total}'}],"
    " 'result': {'step': 1, 'pointer': '/order'}}";

/* Feed the first answer of orders: its token header. */
static void
feed_token(struct workflow *w, const char *headers)
{
	workflow_feed(w, &(struct workflow_answer){ .status = 201,
			     .body = "",
			     .headers = headers,
			     .headers_length = strlen(headers) });
}

/* Method, body and headers are the plan's, with the values in them: as JSON
 * where the plan has JSON, else as they are; and what was captured is used. */
static void
test_requests(void)
{
	struct plan *plan = plan_of(orders);
	struct workflow w;
	workflow_init(&w, plan, "a \"b\"");
	CHECK_TEXT(w.method, "POST", "token");
	CHECK_TEXT(w.target, "/token", "token");
	CHECK_TEXT(w.body,
	    "{\"{user}\":\"a \\\"b\\\"\","
	    "\"n\":[1,2.50,true,null,\"{a \\\"b\\\"}\"],"
	    "\"deep\":{\"a/b\":\"a \\\"b\\\", a \\\"b\\\"\"},\"none\":{}}",
	    "token");
	CHECK(w.body_is_json, "token");
	CHECK(workflow_needs_headers(&w), "token");
	static const char *const headers[] = { "Accept: text/plain",
		"X-User: <a \"b\"> {x}", NULL };
	for (size_t i = 0; i < 3; i++) {
		char *line = workflow_header(&w, i);
		CHECK_TEXT(line, headers[i], "header %zu", i);
		free(line);
	}
	feed_token(&w, "HTTP/1.1 201 Created\r\nx-token: a/b=\r\n\r\n");

	CHECK_TEXT(w.method, "PUT", "order");
	CHECK_TEXT(w.target,
	    "/orders/a%20%22b%22?token=a%2Fb%3D&user=a%20%22b%22", "order");
	CHECK_TEXT(w.body, "user=a \"b\"&token=a/b=", "order");
	CHECK(!w.body_is_json, "order");
	CHECK(!workflow_needs_headers(&w), "order");
	char *line = workflow_header(&w, 0);
	CHECK_TEXT(line, "Authorization: Bearer a/b=", "order");
	free(line);
	CHECK(workflow_header(&w, 1) == NULL, "order");
	CHECK(!workflow_is_last_step(&w), "order");
	feed(&w, 200, "{\"order\": {\"total\": 9.50, \"id\": \"7/8\"}}");

	CHECK_TEXT(w.method, "DELETE", "the last");
	CHECK_TEXT(w.target, "/orders/7%2F8?total=9.50", "the last");
	CHECK_TEXT(w.body, NULL, "the last");
	CHECK(workflow_header(&w, 0) == NULL, "the last");
	CHECK(workflow_is_last_step(&w), "the last");
	feed(&w, 204, "");
	CHECK_NUMBER(w.state, WORKFLOW_DONE, "the end");
	CHECK_TEXT(w.result, "{\"total\":9.50,\"id\":\"7/8\"}",
	    "the result is an earlier step's");
	CHECK_TEXT(w.target, NULL, "the end");
	workflow_done(&w);
	plan_free(plan);
}

/* Nobody's value can end a header and begin another. */
static void
test_header_injection(void)
{
	static const struct {
		const char *user, *headers;
		const char *x_user, *authorization;
	} rows[] = {
		{ "a\r\nX-Evil: 1", "X-Token: t\r\n", "X-User: <a",
		    "Authorization: Bearer t" },
		{ "a\nX-Evil: 1", "X-Token: t\n", "X-User: <a",
		    "Authorization: Bearer t" },
		{ "\r\n\r\nGET /evil", "X-Token: t\r\n", "X-User: <",
		    "Authorization: Bearer t" },
		{ "a", "X-Token: t\rX-Evil: 1\r\n", "X-User: <a> {x}",
		    "Authorization: Bearer t" },
	};
	struct plan *plan = plan_of(orders);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct workflow w;
		workflow_init(&w, plan, rows[i].user);
		char *line = workflow_header(&w, 1);
		CHECK_TEXT(line, rows[i].x_user, "row %zu", i);
		free(line);
		feed_token(&w, rows[i].headers);
		line = workflow_header(&w, 0);
		CHECK_TEXT(line, rows[i].authorization, "row %zu", i);
		free(line);
		workflow_done(&w);
	}
	plan_free(plan);
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
	struct plan *plan =
	    plan_of("{'name': 'n', 'input': {'variable': 'x', 'values': ['1']},"
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
		    "not JSON (unexpected character); expected 2xx; got "
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
		struct plan *plan = plan_of(text);
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
		struct plan *plan = plan_of(text);
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

static const char shared_body[] = "[1,2.50,true,false,null,[true],\"x\"]";

/* Returns how many bodies were not what they should be. */
static void *
expand_again_and_again(void *plan)
{
	size_t wrong = 0;
	for (int i = 0; i < 20000; i++) {
		struct workflow w;
		workflow_init(&w, plan, "x");
		wrong += w.body == NULL || strcmp(w.body, shared_body) != 0;
		workflow_done(&w);
	}
	return (void *)(uintptr_t)wrong;
}

/* A plan is read by many threads at once: they share no count of references. */
static void
test_shared_plan(void)
{
	struct plan *plan =
	    plan_of("{'name': 'n', 'input': {'variable': 'x', 'values': ['x']},"
		    " 'steps': [{'method': 'POST', 'target': '/',"
		    " 'body': [1, 2.50, true, false, null, [true], '{x}']}],"
		    " 'result': {'pointer': ''}}");
	pthread_t threads[4];
	for (size_t i = 0; i < 4; i++)
		if (pthread_create(
			&threads[i], NULL, expand_again_and_again, plan) != 0)
			abort();
	for (size_t i = 0; i < 4; i++) {
		void *wrong = NULL;
		pthread_join(threads[i], &wrong);
		CHECK(wrong == NULL, "thread %zu: %zu wrong", i,
		    (size_t)(uintptr_t)wrong);
	}
	plan_free(plan);
}

CU_TestInfo workflow_tests[] = {
	{ "targets are percent-encoded", test_targets },
	{ "two answers make a result", test_good },
	{ "nobody and nothing are the original's errors", test_nobody },
	{ "no answer is a failure", test_fail },
	{ "each malformed answer is named", test_malformed },
	{ "requests are the plan's", test_requests },
	{ "no value adds a header", test_header_injection },
	{ "a header's value is captured", test_header_capture },
	{ "expectations are met or named", test_expectations },
	{ "the result is text or JSON", test_result },
	{ "threads share a plan", test_shared_plan },
	CU_TEST_INFO_NULL,
};
