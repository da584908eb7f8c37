/*
 * test_memory.c: the n-th allocation fails, for every n, on the way of each
 * kind of request through the API: the answer is right, or it is 500 or 503;
 * nothing leaks, what is acknowledged has been done, and the next is answered.
 *
 * SPDX-License-Identifier: MIT
 */
#include "memory.h"

#include "../lib/capture.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/temp.h"
#include "answer/app.h"
#include "lib/json_strict.h"
#include "park/scoreboard.h"
#include "request/admit.h"
#include "store/admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALLOCATIONS_MAX = 5000 /* far more than any of these needs */ };

static const char json[] = "application/json";
static const char merge[] = "application/merge-patch+json";

/* if_match and key: NULL if they are not sent. */
static const struct kind {
	const char *method, *target;
	int status;
	const char *content_type, *body, *if_match, *key, *encoding;
} kinds[] = {
	{ .method = "GET", .target = "/", .status = 200 },
	{ .method = "GET", .target = "/healthz", .status = 200 },
	{ .method = "GET", .target = "/capacity", .status = 200 },
	{ .method = "GET", .target = "/readyz", .status = 200 },
	{ .method = "OPTIONS", .target = "/users", .status = 200 },
	{ .method = "GET", .target = "/users", .status = 200 },
	{ .method = "GET", .target = "/users?name=JOHN", .status = 200 },
	{ .method = "GET",
	    .target = "/users?role:in=sales,manager&name:ne=x&sort=-name&"
		      "limit=1&total=true",
	    .status = 200 },
	{ .method = "GET",
	    .target = "/users?sort=name&limit=1&after=chuck+norris,3&id:gt=0",
	    .status = 200 },
	{ .method = "GET", .target = "/users?embed=customers", .status = 200 },
	{ .method = "GET", .target = "/users/1", .status = 200 },
	{ .method = "GET",
	    .target = "/users/1?embed=customers",
	    .status = 200 },
	{ .method = "GET", .target = "/users/1/customers", .status = 200 },
	{ .method = "GET",
	    .target = "/customers?salesId=1&name=an",
	    .status = 200 },
	{ .method = "GET",
	    .target = "/docking.apib",
	    .status = 200,
	    .encoding = "gzip" },
	{ .method = "GET", .target = "/users/9", .status = 404 },
	{ .method = "GET", .target = "/users?nmae=John", .status = 400 },
	{ .method = "GET", .target = "/users?name=%zz", .status = 400 },
	{ .method = "PUT", .target = "/users", .status = 405 },
	{ .method = "POST",
	    .target = "/users",
	    .status = 201,
	    .content_type = json,
	    .body = "{\"name\":\"Ada \\u00dcnal\",\"role\":\"sales\"}" },
	{ .method = "POST",
	    .target = "/customers",
	    .status = 201,
	    .content_type = json,
	    .body = "{\"name\":\"Ada\",\"salesId\":\"1\"}",
	    .key = "k1" },
	{ .method = "POST",
	    .target = "/customers",
	    .status = 422,
	    .content_type = json,
	    .body = "{\"name\":\"Ada\",\"salesId\":\"9\"}" },
	{ .method = "POST",
	    .target = "/customers",
	    .status = 422,
	    .content_type = json,
	    .body = "{\"name\":\"\",\"mail\":\"x\",\"id\":1}" },
	{ .method = "POST",
	    .target = "/users",
	    .status = 400,
	    .content_type = json,
	    .body = "{\"name\":\"Ada\",}" },
	{ .method = "POST",
	    .target = "/users",
	    .status = 415,
	    .content_type = "text/plain",
	    .body = "x" },
	{ .method = "PATCH",
	    .target = "/users/1",
	    .status = 200,
	    .content_type = merge,
	    .body = "{\"name\":\"Grace B. Hopper\"}",
	    .if_match = "\"1\"" },
	{ .method = "PUT",
	    .target = "/customers/1",
	    .status = 200,
	    .content_type = json,
	    .body = "{\"name\":\"Ada\",\"salesId\":\"2\"}",
	    .if_match = "*" },
	{ .method = "PUT",
	    .target = "/users/3",
	    .status = 412,
	    .content_type = json,
	    .body = "{\"name\":\"Ada\",\"role\":\"sales\"}",
	    .if_match = "\"2\"" },
	{ .method = "DELETE",
	    .target = "/customers/2",
	    .status = 204,
	    .if_match = "\"1\"" },
	{ .method = "DELETE",
	    .target = "/users/1",
	    .status = 409,
	    .if_match = "\"1\"" },
};

static const struct config config = {
	.passwords = true, .threads = 1, .max_parked = 1000
};

/* What is compared of an answer. */
struct seen {
	int status;
	char *headers; /* owned, as body */
	char *body;
};

static void
seen_done(struct seen *seen)
{
	free(seen->headers);
	free(seen->body);
}

static char *
text_of(const struct buffer *b)
{
	char *text = strndup(b->bytes != NULL ? b->bytes : "", b->length);
	if (text == NULL)
		abort();
	return text;
}

/* The n-th allocation fails; 0: none. Returns whether it was asked for. */
static bool
ask(struct app *app, const struct kind *kind, size_t n, struct seen *ret)
{
	struct request request;
	struct response response;
	char *body = NULL;
	if (kind->body != NULL && (body = strdup(kind->body)) == NULL)
		abort();
	request_init(&request, kind->method, kind->target);
	request.user = "ada";
	request.protected = true;
	request.content_type = kind->content_type;
	request.if_match = kind->if_match;
	request.accept_encoding = kind->encoding;
	request.idempotency_key = kind->key;
	request.body = body;
	request.body_length = body != NULL ? strlen(body) : 0;
	response_init(&response);
	memory_fail_at(n);
	admit(&request, &config);
	app_answer(app, &request, &response);
	store_end_reading(app->store);
	bool failed = memory_end();
	*ret = (struct seen){ .status = response.status,
		.headers = text_of(&response.headers),
		.body = text_of(&response.body) };
	response_done(&response);
	request_done(&request);
	return failed;
}

/* A sanitizer gives out some blocks by itself, and counts all. */
static long
leaked_since(long live)
{
	return program_is_slow() ? 0 : memory_live() - live;
}

static struct store *
open_or_abort(const char *file)
{
	struct store *store = NULL;
	char why[256] = "";
	if (store_open(file, &store, why, sizeof(why)) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", file, why);
		abort();
	}
	return store;
}

static enum err
add_text(void *arg, const struct record *record)
{
	buffer_printf(arg, "%d %" PRId64 " v%" PRId64 " %s %s %" PRId64 "\n",
	    record->kind, record->id, record->version, record->name,
	    record->role != NULL ? record->role : "", record->sales_id);
	return ERR_OK;
}

/* All records as text, which the caller frees. */
static char *
records_of(struct store *store)
{
	struct buffer all = { .bytes = NULL };
	for (int kind = 0; kind < RECORD__MAX; kind++) {
		struct store_query query = { .kind = (enum record_kind)kind };
		struct store_cursor cursor = { .started = false };
		bool more = true;
		while (more && store_list(store, &query, &cursor, 100, add_text,
				   &all, &more) == ERR_OK)
			;
		store_cursor_free(&cursor);
	}
	char *text = text_of(&all);
	buffer_free(&all);
	return text;
}

static void
reset(struct store *store)
{
	if (store_begin(store) != ERR_OK || store_reset(store) != ERR_OK ||
	    store_commit(store) != ERR_OK)
		abort();
}

/* What must come of a kind when nothing fails, and what the records are
 * before and after it. */
struct expected {
	struct seen answer;
	char *before, *after;
};

static struct expected
find_expected(struct app *app, const struct kind *kind)
{
	struct expected e;
	e.before = records_of(app->store);
	ask(app, kind, 0, &e.answer);
	e.after = records_of(app->store);
	CHECK_NUMBER(e.answer.status, kind->status, "%s %s: %s", kind->method,
	    kind->target, e.answer.body);
	return e;
}

static void
check_answer(const struct kind *kind, size_t n, const struct expected *e,
    const struct seen *got, const char *records)
{
	struct jsoncheck_error error = { .at = 0 };
	bool refused = got->status == 500 || got->status == 503;
	CHECK(refused || got->status == kind->status, "%s %s: %zu: %d",
	    kind->method, kind->target, n, got->status);
	/* A refusal may lack its own sentence, or all of its body. */
	if (refused || got->status >= 400) {
		CHECK(got->body[0] == '\0' ||
			  jsoncheck(JSONCHECK_STORED, got->body,
			      strlen(got->body), &error),
		    "%s %s: %zu: %s: %s", kind->method, kind->target, n,
		    error.why, got->body);
	} else {
		CHECK_TEXT(got->body, e->answer.body, "%s %s: %zu",
		    kind->method, kind->target, n);
		CHECK_TEXT(got->headers, e->answer.headers, "%s %s: %zu",
		    kind->method, kind->target, n);
	}
	/* What is acknowledged is there; what is not may be there whole, if
	 * only the answer found no memory. */
	bool changed = strcmp(records, e->after) == 0;
	CHECK(changed || (refused && strcmp(records, e->before) == 0),
	    "%s %s: %zu: %d and\n%s", kind->method, kind->target, n,
	    got->status, records);
}

/* One try on a connection of its own, so that all that the answer needs is
 * asked for anew. Returns whether there was an n-th allocation. */
static bool
try(const char *file, struct scoreboard *scoreboard, const struct kind *kind,
    size_t n, const struct expected *e)
{
	long live = memory_live();
	struct app app = { .store = open_or_abort(file),
		.config = &config,
		.scoreboard = scoreboard };
	struct seen got;
	bool failed = ask(&app, kind, n, &got);
	char *records = records_of(app.store);
	check_answer(kind, n, e, &got, records);
	/* Memory is there again, and so is the service. */
	struct seen again;
	ask(&app, &kinds[1], 0, &again);
	CHECK_NUMBER(again.status, 200, "%s %s: %zu: then /healthz",
	    kind->method, kind->target, n);
	if (strcmp(records, e->before) != 0)
		reset(app.store);
	seen_done(&again);
	seen_done(&got);
	free(records);
	store_close(app.store);
	cache_clear(&app.cache);
	gzip_free(app.gzip);
	CHECK_NUMBER(leaked_since(live), 0, "%s %s: %zu: blocks leaked",
	    kind->method, kind->target, n);
	return failed;
}

/* For every n. */
static void
test_requests(void)
{
	char *file = temp_file("memory.db");
	struct scoreboard *scoreboard = scoreboard_open(NULL);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *kind = &kinds[i];
		char log[500];
		struct app app = { .store = open_or_abort(file),
			.config = &config,
			.scoreboard = scoreboard };
		struct expected e = find_expected(&app, kind);
		reset(app.store);
		store_close(app.store);
		cache_clear(&app.cache);
		gzip_free(app.gzip);
		capture_begin();
		size_t n = 1;
		while (
		    n < ALLOCATIONS_MAX && try(file, scoreboard, kind, n, &e))
			n++;
		capture_end(log, sizeof(log));
		CHECK(n > 1 || strcmp(kind->target, "/") == 0,
		    "%s %s: nothing failed", kind->method, kind->target);
		CHECK(n < ALLOCATIONS_MAX, "%s %s: no end", kind->method,
		    kind->target);
		seen_done(&e.answer);
		free(e.before);
		free(e.after);
	}
	scoreboard_close(scoreboard);
	free(file);
}

/* A database that cannot be opened for want of memory can be opened later. */
static void
test_open(void)
{
	char *file = temp_file("memory-open.db");
	bool failed = true;
	size_t n;
	for (n = 1; n < ALLOCATIONS_MAX && failed; n++) {
		struct store *store = NULL;
		char why[256] = "";
		long live = memory_live();
		memory_fail_at(n);
		enum err err = store_open(file, &store, why, sizeof(why));
		failed = memory_end();
		CHECK(failed || err == ERR_OK, "%zu: %s", n, why);
		CHECK((err == ERR_OK) == (store != NULL), "%zu", n);
		CHECK(err == ERR_OK || why[0] != '\0', "%zu", n);
		if (err == ERR_OK)
			CHECK_NUMBER(store_check(store), ERR_OK, "%zu", n);
		store_close(store);
		CHECK_NUMBER(leaked_since(live), 0, "%zu: leaked", n);
	}
	CHECK(n > 2 && n < ALLOCATIONS_MAX, "%zu", n);
	free(file);
}

static CU_TestInfo tests[] = {
	{ "any request without memory", test_requests },
	{ "a database without memory", test_open },
	CU_TEST_INFO_NULL,
};

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "memory", .pTests = tests },
	    CU_SUITE_INFO_NULL,
	});
}
