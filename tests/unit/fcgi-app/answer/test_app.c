/*
 * test_app.c: the whole API as a plain function, on a real database and
 * without a web server.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/capture.h"
#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "../store/store_fixture.h"
#include "answer/app.h"
#include "contract/route.h"
#include "request/admit.h"
#include "request/after.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct config config = { .passwords = true, .max_parked = 2 };

/* The value of a header, in a static buffer, or NULL. */
static const char *
header(const struct response *response, const char *name)
{
	static char value[200];
	char start[40];
	char headers[600];
	snprintf(start, sizeof(start), "%s: ", name);
	snprintf(headers, sizeof(headers), "%.*s",
	    (int)response->headers.length,
	    response->headers.bytes == NULL ? "" : response->headers.bytes);
	const char *found = strstr(headers, start);
	if (found == NULL)
		return NULL;
	found += strlen(start);
	snprintf(
	    value, sizeof(value), "%.*s", (int)strcspn(found, "\r"), found);
	return value;
}

static void
answer(struct app *app, const char *method, const char *target,
    struct response *response)
{
	struct request request;
	request_init(&request, method, target);
	response_init(response);
	admit(&request, &config);
	app_answer(app, &request, response);
	store_end_reading(app->store);
	request_done(&request);
}

static void
check_body(
    const struct response *response, const char *expected, const char *target)
{
	size_t length = expected == NULL ? 0 : strlen(expected);
	CHECK(response->body.length == length &&
		  (length == 0 ||
		      memcmp(response->body.bytes, expected, length) == 0),
	    "%s: got '%.*s', expected '%s'", target, (int)response->body.length,
	    response->body.bytes == NULL ? "" : response->body.bytes,
	    expected == NULL ? "" : expected);
}

#define JOHN  "{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}"
#define BRUCE "{\"id\":\"2\",\"name\":\"Bruce Lee\",\"role\":\"sales\"}"
#define CHUCK "{\"id\":\"3\",\"name\":\"Chuck Norris\",\"role\":\"manager\"}"
#define ANDY  "{\"id\":\"1\",\"name\":\"Andy Ziemmer\",\"salesId\":\"1\"}"
#define MIKE  "{\"id\":\"2\",\"name\":\"Michael Jordan\",\"salesId\":\"1\"}"

/* Every route answers with the contract's bytes and type. */
static void
test_answers(void)
{
	static const char json[] = "application/json";
	static const struct {
		const char *target, *content_type, *body;
	} rows[] = {
		{ "/", "text/html; charset=utf-8", "Docking API" },
		{ "/healthz", json, "{\"status\":\"ok\"}\n" },
		{ "/readyz", json, "{\"status\":\"ok\"}\n" },
		{ "/users", json, "[" JOHN "," BRUCE "," CHUCK "]\n" },
		{ "/users?role=sales", json, "[" JOHN "," BRUCE "]\n" },
		{ "/users?name=JOHN", json, "[" JOHN "]\n" },
		{ "/users?name=", json, "[" JOHN "," BRUCE "," CHUCK "]\n" },
		{ "/users?name=nobody", json, "[]\n" },
		{ "/users?name=%C5%BFale&role=%C5%BFale", json, "[]\n" },
		{ "/users?role=%C5%BFALE", json, "[" JOHN "," BRUCE "]\n" },
		{ "/users/1", json, JOHN "\n" },
		{ "/customers?salesId=1", json, "[" ANDY "," MIKE "]\n" },
		{ "/customers?salesId=1&name=AND", json, "[" ANDY "]\n" },
		{ "/customers?salesId=", json, "[]\n" },
		{ "/customers?salesId=01", json, "[]\n" },
		{ "/customers?salesId=1+", json, "[]\n" },
		{ "/customers/%31", json, ANDY "\n" },
	};
	char *file = temp_file("app.db");
	struct app app = { .store = store_fixture_open(file),
		.config = &config,
		.scoreboard = scoreboard_open(NULL) };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;
		answer(&app, "GET", rows[i].target, &response);
		CHECK_NUMBER(response.status, 200, "%s", rows[i].target);
		CHECK_TEXT(response.content_type, rows[i].content_type, "%s",
		    rows[i].target);
		CHECK_TEXT(
		    header(&response, "Allow"), NULL, "%s", rows[i].target);
		check_body(&response, rows[i].body, rows[i].target);
		response_done(&response);
	}
	store_close(app.store);
	cache_clear(&app.cache);
	scoreboard_close(app.scoreboard);
	free(file);
}

/* Every refusal is a problem with its own sentence; 405 says what is
 * allowed, and OPTIONS that alone. */
static void
test_refusals(void)
{
	static const struct {
		const char *method, *target;
		int status;
		const char *allow, *body;
	} rows[] = {
		{ "GET", "/users/9", 404, NULL,
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"User ID 9 not found\","
		    "\"message\":\"User ID 9 not found\"}\n" },
		{ "GET", "/users/01", 404, NULL,
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"User ID 01 not found\","
		    "\"message\":\"User ID 01 not found\"}\n" },
		{ "GET", "/customers/%22", 404, NULL,
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"Customer ID \\\" not found\","
		    "\"message\":\"Customer ID \\\" not found\"}\n" },
		{ "GET", "/nothing", 404, NULL,
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,"
		    "\"detail\":\"there is nothing at this path\","
		    "\"message\":\"there is nothing at this path\"}\n" },
		{ "OPTIONS", "/nothing", 404, NULL,
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,"
		    "\"detail\":\"there is nothing at this path\","
		    "\"message\":\"there is nothing at this path\"}\n" },
		{ "GET", "/users/1?x=1", 400, NULL,
		    "{\"type\":\"BadRequest\",\"title\":\"Bad Request\","
		    "\"status\":400,\"detail\":\"query parameter 'x' is "
		    "unknown; this route knows: embed\","
		    "\"message\":\"query parameter 'x' is unknown; this route "
		    "knows: embed\"}\n" },
		{ "PUT", "/users", 405, "GET, HEAD, POST, OPTIONS",
		    "{\"type\":\"MethodNotAllowed\","
		    "\"title\":\"Method Not Allowed\",\"status\":405,"
		    "\"detail\":\"this method is not allowed here; allowed: "
		    "GET, HEAD, POST, OPTIONS\","
		    "\"message\":\"this method is not allowed here; allowed: "
		    "GET, HEAD, POST, OPTIONS\"}\n" },
		{ "OPTIONS", "/users", 200, "GET, HEAD, POST, OPTIONS", NULL },
		{ "OPTIONS", "/users/9", 200,
		    "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", NULL },
	};
	char *file = temp_file("app-refusals.db");
	struct app app = { .store = store_fixture_open(file),
		.config = &config,
		.scoreboard = scoreboard_open(NULL) };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;
		answer(&app, rows[i].method, rows[i].target, &response);
		CHECK_NUMBER(response.status, rows[i].status, "%s %s",
		    rows[i].method, rows[i].target);
		CHECK_TEXT(response.content_type,
		    rows[i].body == NULL ? NULL : "application/problem+json",
		    "%s %s", rows[i].method, rows[i].target);
		CHECK_TEXT(header(&response, "Allow"), rows[i].allow, "%s %s",
		    rows[i].method, rows[i].target);
		check_body(&response, rows[i].body, rows[i].target);
		response_done(&response);
	}
	store_close(app.store);
	cache_clear(&app.cache);
	scoreboard_close(app.scoreboard);
	free(file);
}

/* Reading is open; who writes is known by name, over a connection that nobody
 * else reads, to a server that has been told who may. What a client says of
 * itself does not count, and what is missing is said. */
static void
test_writers(void)
{
	static const char off[] = "writing is off: start the server with "
				  "--passwords FILE; bash run.sh passwd NAME "
				  "makes one";
	static const char nobody[] = "the web server has not said who sent "
				     "this; see --passwords";
	static const char open[] = "who writes needs a password, and passwords "
				   "are only taken over TLS, or from "
				   "127.0.0.0/8 and ::1";
	static const struct {
		bool passwords, protected;
		const char *user, *authorization;
		enum err err;
		const char *why; /* NULL: as the error says */
	} rows[] = {
		{ true, true, "ada", "Basic x", ERR_OK, NULL },
		{ false, true, "ada", "Basic x", ERR_WRITING_OFF, off },
		{ false, false, NULL, NULL, ERR_WRITING_OFF, off },
		{ true, false, "ada", "Basic x", ERR_WRITING_OFF, open },
		{ true, false, NULL, NULL, ERR_WRITING_OFF, open },
		{ true, true, NULL, "Basic x", ERR_WRITING_OFF, nobody },
		{ true, true, NULL, NULL, ERR_UNAUTHORIZED, NULL },
	};
	static const char *const writes[][2] = { { "POST", "/users" },
		{ "PUT", "/users/1" }, { "PATCH", "/customers/1" },
		{ "DELETE", "/customers/1" } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct config c = { .passwords = rows[i].passwords };
		struct request r;
		for (size_t k = 0; k < sizeof(writes) / sizeof(writes[0]);
		     k++) {
			request_init(&r, writes[k][0], writes[k][1]);
			r.user = rows[i].user;
			r.authorization = rows[i].authorization;
			r.protected = rows[i].protected;
			admit(&r, &c);
			bool may = r.err != ERR_WRITING_OFF &&
				   r.err != ERR_UNAUTHORIZED;
			CHECK_NUMBER(may ? ERR_OK : r.err, rows[i].err,
			    "row %zu: %s", i, writes[k][0]);
			CHECK_TEXT(may ? NULL : r.detail, rows[i].why,
			    "row %zu: %s", i, writes[k][0]);
			request_done(&r);
		}
		request_init(&r, "GET", "/users/1");
		r.user = rows[i].user;
		r.protected = rows[i].protected;
		admit(&r, &c);
		CHECK_NUMBER(r.err, ERR_OK, "row %zu: GET", i);
		request_done(&r);
	}
}

/* Ready is who would take a request now: not when all places are taken, and
 * not when the server ends; healthy it is all the same. */
static void
test_not_ready(void)
{
	static const struct {
		int parked;
		bool draining;
		int status;
		const char *detail;
	} rows[] = {
		{ 0, false, 200, NULL },
		{ 1, false, 200, NULL },
		{ 2, false, 503, "all places are taken" },
		{ 3, false, 503, "all places are taken" },
		{ 0, true, 503,
		    "the server is ending, and takes no more "
		    "requests" },
	};
	char *file = temp_file("app-ready.db");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct response response;
		struct app app = { .store = store_fixture_open(file),
			.config = &config,
			.scoreboard = scoreboard_open(NULL) };
		for (int k = 0; k < rows[i].parked; k++)
			scoreboard_add_parked(app.scoreboard, 10);
		if (rows[i].draining)
			scoreboard_set_draining(app.scoreboard);
		answer(&app, "GET", "/readyz", &response);
		CHECK_NUMBER(response.status, rows[i].status, "row %zu", i);
		CHECK_TEXT(header(&response, "Retry-After"),
		    rows[i].detail == NULL ? NULL : "1", "row %zu", i);
		buffer_add(&response.body, "", 1);
		CHECK(rows[i].detail == NULL ||
			  strstr(response.body.bytes, rows[i].detail) != NULL,
		    "row %zu: %s", i, response.body.bytes);
		response_done(&response);
		answer(&app, "GET", "/healthz", &response);
		CHECK_NUMBER(response.status, 200, "row %zu", i);
		response_done(&response);
		store_close(app.store);
		scoreboard_close(app.scoreboard);
	}
	free(file);
}

/* A database that fails under a running server is 503 with Retry-After, on
 * every route that reads it and on /healthz, and the log says why. */
static void
test_broken_store(void)
{
	static const char *const targets[] = { "/healthz", "/readyz", "/users",
		"/users/1", "/customers", "/customers/1" };
	char *file = temp_file("app-broken.db");
	struct app app = { .store = store_fixture_open(file),
		.config = &config,
		.scoreboard = scoreboard_open(NULL) };
	store_fixture_sql(file,
	    "DROP TABLE customers; DROP TABLE users;"
	    "DROP TABLE users_text; DROP TABLE customers_text");
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		struct response response;
		char log[500];
		capture_begin();
		answer(&app, "GET", targets[i], &response);
		capture_end(log, sizeof(log));
		CHECK(strstr(log, "database: ") != NULL &&
			  strstr(log, "no such table") != NULL,
		    "%s logs '%s'", targets[i], log);
		CHECK_NUMBER(response.status, 503, "%s", targets[i]);
		CHECK_TEXT(
		    header(&response, "Retry-After"), "5", "%s", targets[i]);
		check_body(&response,
		    "{\"type\":\"StoreUnavailable\","
		    "\"title\":\"Service Unavailable\",\"status\":503,"
		    "\"detail\":\"the database cannot be read or written; the "
		    "server's log says why\",\"message\":\"the database cannot "
		    "be read or written; the server's log says why\"}\n",
		    targets[i]);
		response_done(&response);
	}
	store_close(app.store);
	cache_clear(&app.cache);
	scoreboard_close(app.scoreboard);
	free(file);
}

static void
check_answer(struct app *app, const char *if_none_match, const char *target,
    int status, const char *body)
{
	struct request request;
	struct response response;
	request_init(&request, "GET", target);
	request.if_none_match = if_none_match;
	response_init(&response);
	admit(&request, &config);
	app_answer(app, &request, &response);
	store_end_reading(app->store);
	CHECK_NUMBER(response.status, status, "%s", target);
	check_body(&response, body, target);
	response_done(&response);
	request_done(&request);
}

/* What was given is given again, from the cache, as long as nobody has changed
 * anything; conditions are looked at, and what was not found may be later. */
static void
test_kept(void)
{
	char *file = temp_file("app-kept.db");
	struct app app = { .store = store_fixture_open(file),
		.config = &config,
		.scoreboard = scoreboard_open(NULL) };
	uint32_t version = 0;
	struct response r;
	check_answer(&app, NULL, "/users/1", 200, JOHN "\n");
	response_init(&r);
	CHECK(store_version(app.store, &version), "there is a version");
	CHECK(cache_find(&app.cache, "/users/1", version, &r), "it is kept");
	response_done(&r);
	check_answer(&app, NULL, "/users/1", 200, JOHN "\n");
	check_answer(&app, "\"1\"", "/users/1", 304, NULL);
	check_answer(&app, "\"2\"", "/users/1", 200, JOHN "\n");
	check_answer(&app, NULL, "/users/4?embed=customers", 404,
	    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
	    "\"status\":404,\"detail\":\"User ID 4 not found\","
	    "\"message\":\"User ID 4 not found\"}\n");
	check_answer(&app, NULL, "/users?name=j", 200, "[" JOHN "]\n");
	store_fixture_sql(file,
	    "UPDATE users SET name = 'Jo', name_key = 'jo' WHERE id = 1;"
	    "INSERT INTO users (id, name, name_key, role, role_key)"
	    " VALUES (4, 'Jane', 'jane', 'x', 'x')");
	check_answer(&app, NULL, "/users/1", 200,
	    "{\"id\":\"1\",\"name\":\"Jo\",\"role\":\"sales\"}\n");
	check_answer(&app, NULL, "/users/4?embed=customers", 200,
	    "{\"id\":\"4\",\"name\":\"Jane\",\"role\":\"x\","
	    "\"customers\":[]}\n");
	check_answer(&app, NULL, "/users?name=j", 200,
	    "[{\"id\":\"1\",\"name\":\"Jo\",\"role\":\"sales\"},"
	    "{\"id\":\"4\",\"name\":\"Jane\",\"role\":\"x\"}]\n");
	store_close(app.store);
	cache_clear(&app.cache);
	scoreboard_close(app.scoreboard);
	free(file);
}

/* The target in a Link header. */
static void
read_link(const struct response *r, char *target, size_t size)
{
	static const char begin[] = "Link: <";
	char headers[9000] = "";
	memcpy(headers, r->headers.bytes, r->headers.length);
	const char *link = strstr(headers, begin);
	target[0] = '\0';
	if (link != NULL)
		snprintf(target, size, "%.*s",
		    (int)strcspn(link + strlen(begin), ">"),
		    link + strlen(begin));
}

/* The longest target and the longest name, of letters that become three when
 * they are casefolded: Link leads to the next record, and from there on. */
static void
test_long_link(void)
{
	static const char order[] = "/users?limit=1&sort=-name&name:ne=";
	static const char letter[] = "\U0001D160";
	enum { NAME = 200 };
	char target[ROUTE_TARGET_MAX + 1];
	char name[NAME * (sizeof(letter) - 1) + 1] = "";
	char *file = temp_file("app-link.db");
	struct app app = { .store = store_fixture_open(file),
		.config = &config,
		.scoreboard = scoreboard_open(NULL) };
	struct response r;
	for (int i = 0; i < NAME; i++)
		strcat(name, letter);
	for (int i = 0; i < 2; i++)
		CHECK_NUMBER(store_create(app.store,
				 &(struct record){ .kind = RECORD_USER,
				     .id = -1,
				     .name = name,
				     .role = "x" },
				 NULL),
		    ERR_OK, "a long name");
	memset(target, 'a', sizeof(target));
	target[ROUTE_TARGET_MAX] = '\0';
	memcpy(target, order, strlen(order));
	char link[sizeof(target) + AFTER_MAX];
	snprintf(link, sizeof(link), "%s", target);
	for (int i = 0; i < 3; i++) {
		answer(&app, "GET", link, &r);
		CHECK_NUMBER(r.status, 200, "page %d", i);
		CHECK(r.body.length > 40, "page %d: %.*s", i,
		    (int)r.body.length, r.body.bytes);
		read_link(&r, link, sizeof(link));
		CHECK(strlen(link) > ROUTE_TARGET_MAX, "page %d: %s", i, link);
		response_done(&r);
	}
	store_close(app.store);
	cache_clear(&app.cache);
	scoreboard_close(app.scoreboard);
	free(file);
}

CU_TestInfo app_tests[] = {
	{ "every route gives the contract's bytes", test_answers },
	{ "every refusal is a problem", test_refusals },
	{ "who may write", test_writers },
	{ "ready is who would take a request", test_not_ready },
	{ "a broken database is 503", test_broken_store },
	{ "what was given is given again until something changes", test_kept },
	{ "a long Link leads on", test_long_link },
	CU_TEST_INFO_NULL,
};
