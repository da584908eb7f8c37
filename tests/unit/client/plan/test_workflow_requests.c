/*
 * test_workflow_requests.c: what a workflow asks for: its plan, with the values
 * in it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../measure/feed.h"
#include "plan_fixture.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Whatever is not unreserved in RFC 3986 is percent-encoded, byte by byte. */
static void
test_targets(void)
{
	struct plan *plan = plan_fixture_good(NULL);
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
	struct plan *plan = plan_fixture_good(orders);
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
	struct plan *plan = plan_fixture_good(orders);
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
	struct plan *plan = plan_fixture_good(
	    "{'name': 'n', 'input': {'variable': 'x', 'values': ['x']},"
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

CU_TestInfo workflow_requests_tests[] = {
	{ "targets are percent-encoded", test_targets },
	{ "requests are the plan's", test_requests },
	{ "no value adds a header", test_header_injection },
	{ "threads share a plan", test_shared_plan },
	CU_TEST_INFO_NULL,
};
