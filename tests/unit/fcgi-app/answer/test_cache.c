/*
 * test_cache.c: answers that are kept.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "answer/cache.h"

#include <stdio.h>
#include <string.h>

static const char json[] = "application/json";

static void
keep(struct cache *cache, const char *target, uint32_t version,
    const char *headers, const char *body)
{
	struct response r;
	response_init(&r);
	r.content_type = json;
	buffer_add_text(&r.headers, headers);
	buffer_add_text(&r.body, body);
	cache_keep(cache, target, version, &r);
	response_done(&r);
}

/* expected NULL: it is not there; else its headers and body. */
static void
check(const struct cache *cache, const char *target, uint32_t version,
    const char *expected)
{
	char text[200] = "";
	struct response r;
	response_init(&r);
	bool found = cache_find(cache, target, version, &r);
	CHECK_NUMBER(found, expected != NULL, "%s", target);
	if (found) {
		snprintf(text, sizeof(text), "%.*s%.*s", (int)r.headers.length,
		    r.headers.length > 0 ? r.headers.bytes : "",
		    (int)r.body.length, r.body.length > 0 ? r.body.bytes : "");
		CHECK_TEXT(text, expected, "%s", target);
		CHECK_TEXT(r.content_type, json, "%s", target);
		CHECK_NUMBER(r.status, 200, "%s", target);
	}
	response_done(&r);
}

/* An answer is that of a target and a version, and no other. */
static void
test_kept(void)
{
	struct cache cache = { 0 };
	check(&cache, "/users/1", 0, NULL);
	keep(&cache, "/users/1", 7, "ETag: \"1\"\r\n", "{}");
	check(&cache, "/users/1", 7, "ETag: \"1\"\r\n{}");
	check(&cache, "/users/1", 8, NULL);
	check(&cache, "/users/1", 6, NULL);
	check(&cache, "/users/10", 7, NULL);
	check(&cache, "/users/", 7, NULL);
	keep(&cache, "/users/1", 8, "", "[]");
	check(&cache, "/users/1", 8, "[]");
	check(&cache, "/users/1", 7, NULL);
	cache_clear(&cache);
	check(&cache, "/users/1", 8, NULL);
}

/* More targets than there are places: each gives its own answer or none. */
static void
test_many(void)
{
	enum { TARGETS = 10 * CACHE_ENTRIES };
	struct cache cache = { 0 };
	int found = 0;
	for (int i = 0; i < TARGETS; i++) {
		char target[32];
		snprintf(target, sizeof(target), "/users/%d", i);
		keep(&cache, target, 1, "", target);
		check(&cache, target, 1, target);
	}
	for (int i = 0; i < TARGETS; i++) {
		char target[32];
		struct response r;
		snprintf(target, sizeof(target), "/users/%d", i);
		response_init(&r);
		if (cache_find(&cache, target, 1, &r)) {
			found++;
			CHECK(r.body.length == strlen(target) &&
				  memcmp(r.body.bytes, target, r.body.length) ==
				      0,
			    "%s: %.*s", target, (int)r.body.length,
			    r.body.bytes);
		}
		response_done(&r);
	}
	CHECK(found > CACHE_ENTRIES / 2 && found <= CACHE_ENTRIES,
	    "%d are left", found);
	cache_clear(&cache);
}

/* Memory has a limit, and what is not an answer for all is not kept. */
static void
test_refused(void)
{
	static const char target[] = "/users";
	char body[CACHE_ENTRY_MAX] = "";
	struct cache cache = { 0 };
	struct response r;
	memset(body, 'x', sizeof(body) - strlen(target));
	keep(&cache, target, 1, "", body);
	response_init(&r);
	CHECK(!cache_find(&cache, target, 2, &r), "another version");
	CHECK(cache_find(&cache, target, 1, &r), "as long as may be");
	response_done(&r);
	cache_clear(&cache);
	body[sizeof(body) - strlen(target)] = 'x';
	keep(&cache, target, 1, "", body);
	check(&cache, target, 1, NULL);

	response_init(&r);
	r.content_type = json;
	r.status = 304;
	cache_keep(&cache, target, 1, &r);
	check(&cache, target, 1, NULL);
	r.status = 200;
	r.headers.failed = true;
	cache_keep(&cache, target, 1, &r);
	check(&cache, target, 1, NULL);
	response_done(&r);
}

CU_TestInfo cache_tests[] = {
	{ "an answer is of a target and a version", test_kept },
	{ "each target has a place", test_many },
	{ "what is not kept", test_refused },
	CU_TEST_INFO_NULL,
};
