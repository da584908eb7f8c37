/*
 * test_resolve.c: method and target to route, id and selection.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/resolve.h"
#include "request/selection.h"

#include <stdio.h>
#include <string.h>

/* Every path of the contract has its route, decoded; only data routes are
 * delayed. */
static void
test_found(void)
{
	static const struct {
		const char *target, *pattern, *id;
		bool delayed;
	} rows[] = {
		{ "/", "/", NULL, false },
		{ "/?", "/", NULL, false },
		{ "/healthz", "/healthz", NULL, false },
		{ "/users", "/users", NULL, true },
		{ "/users?", "/users", NULL, true },
		{ "/%75sers", "/users", NULL, true },
		{ "/users/1", "/users/{id}", "1", true },
		{ "/users/%31", "/users/{id}", "1", true },
		{ "/users/a+b", "/users/{id}", "a+b", true },
		{ "/users/a%20b", "/users/{id}", "a b", true },
		{ "/users/1/customers", "/users/{id}/customers", "1", true },
		{ "/customers", "/customers", NULL, true },
		{ "/customers/2", "/customers/{id}", "2", true },
		{ "/openapi.yaml", "/openapi.yaml", NULL, false },
		{ "/docking.apib", "/docking.apib", NULL, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct request r;
		request_init(&r, "GET", rows[i].target);
		CHECK_NUMBER(resolve(&r), ERR_OK, "'%s'", rows[i].target);
		CHECK_TEXT(
		    r.resolved.route == NULL ? NULL : r.resolved.route->pattern,
		    rows[i].pattern, "'%s'", rows[i].target);
		CHECK_TEXT(r.id, rows[i].id, "'%s'", rows[i].target);
		CHECK_NUMBER(request_is_delayed(&r), rows[i].delayed,
		    "delay of '%s'", rows[i].target);
		request_done(&r);
	}
}

/* What is no route is 404 at once: a path is compared whole, case and all,
 * and one segment is an id only if it is not empty. */
static void
test_not_found(void)
{
	static const char *const targets[] = { "", "*", "//", "/users/",
		"/users//", "/users//1", "/users/1/", "/users/1/2",
		"/users/1/customers/", "/users//customers",
		"/users/1/customers/2", "/customers/1/x", "/users/%2F",
		"//users", "/Users", "/users.", "/user", "/userss", "/customer",
		"/customers/", "/healthz/", "/favicon.ico", "/users/1%2F",
		"users" };
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		struct request r;
		request_init(&r, "GET", targets[i]);
		CHECK_NUMBER(resolve(&r), ERR_NOT_FOUND, "'%s'", targets[i]);
		CHECK_NUMBER(r.err, ERR_NOT_FOUND, "'%s'", targets[i]);
		CHECK(!request_is_delayed(&r), "delay of '%s'", targets[i]);
		request_done(&r);
	}
}

/* A path that is badly encoded is 400, and says how. */
static void
test_bad_path(void)
{
	static const struct {
		const char *target, *detail;
	} rows[] = {
		{ "/users/%", "the path is badly encoded ('%' is not followed "
			      "by two hexadecimal digits)" },
		{ "/users/%ff", "the path is badly encoded (it is not UTF-8 "
				"once decoded)" },
		{ "/users/%00", "the path is badly encoded (a NUL character is "
				"not allowed)" },
		{ "/users/%0d", "the path is badly encoded (a control "
				"character is not allowed)" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct request r;
		request_init(&r, "GET", rows[i].target);
		CHECK_NUMBER(
		    resolve(&r), ERR_BAD_REQUEST, "'%s'", rows[i].target);
		CHECK_TEXT(r.detail, rows[i].detail, "'%s'", rows[i].target);
		CHECK(!request_is_delayed(&r), "delay of '%s'", rows[i].target);
		request_done(&r);
	}
}

/* The Allow header of a route, in a static buffer. */
static const char *
allowed(const struct route *route)
{
	static char value[100];
	char methods[ROUTE_ALLOWED_SIZE];
	route_write_allowed(route, methods);
	snprintf(value, sizeof(value), "Allow: %s", methods);
	return value;
}

/* A method is allowed where the contract has it, case and all; any other is
 * 405 at once, and says what is allowed; it is 404 where there is no route. */
static void
test_methods(void)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"PATCH", "DELETE", "OPTIONS", "TRACE", "get", "" };
	static const struct {
		const char *target, *allow;
		bool data;
	} rows[] = {
		{ "/", "Allow: GET, HEAD, OPTIONS", false },
		{ "/healthz", "Allow: GET, HEAD, OPTIONS", false },
		{ "/capacity", "Allow: GET, HEAD, OPTIONS", false },
		{ "/readyz", "Allow: GET, HEAD, OPTIONS", false },
		{ "/metrics", "Allow: GET, HEAD, OPTIONS", false },
		{ "/users", "Allow: GET, HEAD, POST, OPTIONS", true },
		{ "/users/1", "Allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS",
		    true },
		{ "/users/1/customers", "Allow: GET, HEAD, OPTIONS", true },
		{ "/customers", "Allow: GET, HEAD, POST, OPTIONS", true },
		{ "/customers/1",
		    "Allow: GET, HEAD, PUT, PATCH, DELETE, OPTIONS", true },
	};
	for (size_t t = 0; t < sizeof(rows) / sizeof(rows[0]); t++) {
		for (size_t i = 0; i < sizeof(methods) / sizeof(*methods);
		     i++) {
			char word[20];
			snprintf(word, sizeof(word), " %s", methods[i]);
			bool known = methods[i][0] != '\0' &&
				     strstr(rows[t].allow, word) != NULL;
			struct request r;
			request_init(&r, methods[i], rows[t].target);
			CHECK_NUMBER(resolve(&r), known ? ERR_OK : ERR_METHOD,
			    "%s %s", methods[i], rows[t].target);
			CHECK_NUMBER(request_is_delayed(&r),
			    known && rows[t].data &&
				strcmp(methods[i], "OPTIONS") != 0,
			    "delay of %s %s", methods[i], rows[t].target);
			CHECK_TEXT(allowed(r.resolved.route), rows[t].allow,
			    "%s", rows[t].target);
			request_done(&r);
		}
	}
	struct request r;
	request_init(&r, "POST", "/nothing");
	CHECK_NUMBER(resolve(&r), ERR_NOT_FOUND, "POST /nothing");
	request_done(&r);
}

/* A listing's query is a selection, one user's may ask for the customers, the
 * other routes know none; OPTIONS asks about the route and its query does not
 * matter. */
static void
test_queries(void)
{
	static const struct {
		const char *method, *target;
		enum err expected;
		int conditions;
	} rows[] = {
		{ "GET", "/users?name=a&role=b", ERR_OK, 2 },
		{ "GET", "/users?name=%41+b", ERR_OK, 1 },
		{ "HEAD", "/users?role=b", ERR_OK, 1 },
		{ "GET", "/users?name=a?b", ERR_OK, 1 },
		{ "GET", "/users?limit=1", ERR_OK, 0 },
		{ "GET", "/users/1?embed=customers", ERR_OK, 0 },
		{ "GET", "/users/1/customers?name=a", ERR_OK, 1 },
		{ "GET", "/customers?name=a&salesId=1", ERR_OK, 2 },
		{ "GET", "/users?salesId=1", ERR_BAD_REQUEST, 0 },
		{ "GET", "/customers?role=b", ERR_BAD_REQUEST, 0 },
		{ "GET", "/customers?salesid=1", ERR_BAD_REQUEST, 0 },
		{ "GET", "/customers?embed=customers", ERR_BAD_REQUEST, 0 },
		{ "GET", "/users/1?name=a", ERR_BAD_REQUEST, 0 },
		{ "GET", "/users/1?embed=x", ERR_BAD_REQUEST, 0 },
		{ "GET", "/users/1?embed=customers&x", ERR_BAD_REQUEST, 0 },
		{ "GET", "/customers/1?embed=customers", ERR_BAD_REQUEST, 0 },
		{ "POST", "/users?limit=1", ERR_BAD_REQUEST, 0 },
		{ "DELETE", "/users/1?embed=customers", ERR_BAD_REQUEST, 0 },
		{ "GET", "/?name=a", ERR_BAD_REQUEST, 0 },
		{ "GET", "/healthz?v", ERR_BAD_REQUEST, 0 },
		{ "GET", "/nothing?%zz", ERR_NOT_FOUND, 0 },
		{ "PUT", "/users?%zz", ERR_METHOD, 0 },
		{ "OPTIONS", "/users?%zz", ERR_OK, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct request r;
		request_init(&r, rows[i].method, rows[i].target);
		CHECK_NUMBER(resolve(&r), rows[i].expected, "%s %s",
		    rows[i].method, rows[i].target);
		CHECK_NUMBER(
		    r.selection == NULL ? 0 : (int)r.selection->query.count,
		    rows[i].conditions, "%s", rows[i].target);
		CHECK_NUMBER(r.embed,
		    rows[i].expected == ERR_OK &&
			strstr(rows[i].target, "1?embed") != NULL,
		    "%s", rows[i].target);
		if (rows[i].expected != ERR_OK)
			CHECK(!request_is_delayed(&r), "delay of %s",
			    rows[i].target);
		request_done(&r);
	}
}

/* A target of 4,096 bytes is allowed, one more is 414; "after" is not counted,
 * and what a Link must encode as often as it stands there. */
static void
test_long_target(void)
{
	static const struct {
		const char *begin;
		char filler;
		size_t most;
	} rows[] = {
		{ "/users?name=", 'a', 4096 },
		{ "/users?sort=name&after=x,1&name=", 'a', 4096 + 10 },
		{ "/users?name=", '"', 12 + (4096 - 12) / 3 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (size_t over = 0; over <= 1; over++) {
			char target[2 * ROUTE_TARGET_MAX];
			memset(target, rows[i].filler, sizeof(target));
			memcpy(target, rows[i].begin, strlen(rows[i].begin));
			target[rows[i].most + over] = '\0';
			struct request r;
			request_init(&r, "GET", target);
			CHECK_NUMBER(resolve(&r),
			    over ? ERR_TARGET_TOO_LONG : ERR_OK,
			    "row %zu + %zu", i, over);
			request_done(&r);
		}
}

/* What was refused while it was read stays refused. */
static void
test_refused_before(void)
{
	struct request r;
	request_init(&r, "GET", "/users");
	request_refuse(&r, ERR_BAD_REQUEST, "half a %s", "body");
	CHECK_NUMBER(resolve(&r), ERR_BAD_REQUEST, "refused");
	CHECK_TEXT(r.detail, "half a body", "refused");
	CHECK(!request_is_delayed(&r), "refused");
	request_done(&r);
}

CU_TestInfo resolve_tests[] = {
	{ "every path of the contract has its route", test_found },
	{ "other paths have none", test_not_found },
	{ "a badly encoded path is refused", test_bad_path },
	{ "methods are the route's", test_methods },
	{ "queries are the route's", test_queries },
	{ "a long target is refused", test_long_target },
	{ "a refusal is final", test_refused_before },
	CU_TEST_INFO_NULL,
};
