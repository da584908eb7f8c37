/*
 * test_target.c: the URL of a server.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "engine/target.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* Any http or https URL is taken; a path stays, a slash at the end goes. */
static void
test_good(void)
{
	static const struct {
		const char *url, *base_url;
		bool resolved;
	} rows[] = {
		{ "http://127.0.0.1:5000", "http://127.0.0.1:5000", false },
		{ "http://127.0.0.1", "http://127.0.0.1", false },
		{ "http://127.0.0.1:5000/", "http://127.0.0.1:5000", false },
		{ "http://127.0.0.1:5000//", "http://127.0.0.1:5000", false },
		{ "http://127.0.0.1/api/v1/", "http://127.0.0.1/api/v1",
		    false },
		{ "HTTP://127.0.0.1", "HTTP://127.0.0.1", false },
		{ "https://127.0.0.1", "https://127.0.0.1", false },
		{ "http://[::1]:5000", "http://[::1]:5000", false },
		{ "http://localhost:5000", "http://localhost:5000", true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct target t;
		int code = -1;
		char *why = target_init(&t, rows[i].url, &code);
		CHECK_TEXT(why, NULL, "%s", rows[i].url);
		CHECK_TEXT(t.base_url, rows[i].base_url, "%s", rows[i].url);
		CHECK_NUMBER(t.timeout_ms, 60000, "%s", rows[i].url);
		CHECK(t.cacert == NULL && !t.insecure, "%s", rows[i].url);
		CHECK(
		    (t.resolve != NULL) == rows[i].resolved, "%s", rows[i].url);
		free(why);
		target_done(&t);
	}
}

/* A name is resolved here and once, as libcurl wants to be told it. */
static void
test_resolved(void)
{
	struct target t;
	int code;
	char *why = target_init(&t, "http://localhost:5000", &code);
	CHECK_TEXT(why, NULL, "localhost");
	if (CHECK(t.resolve != NULL, "localhost")) {
		const char *entry = t.resolve->data;
		CHECK(strncmp(entry, "localhost:5000:", 15) == 0, "%s", entry);
		CHECK(strstr(entry, "127.0.0.1") != NULL ||
			  strstr(entry, "[::1]") != NULL,
		    "%s", entry);
		CHECK(strstr(entry, ":,") == NULL, "%s", entry);
	}
	free(why);
	target_done(&t);
}

/* Anything else is a usage error that names it; a host that is not known is a
 * server that is not there. */
static void
test_bad(void)
{
	static const char scheme[] = "is not an http or https URL";
	static const char query[] = "has a query or a fragment";
	static const struct {
		const char *url, *why;
		int code;
	} rows[] = {
		{ "", scheme, EX_USAGE },
		{ "x", scheme, EX_USAGE },
		{ "127.0.0.1:5000", scheme, EX_USAGE },
		{ "localhost", scheme, EX_USAGE },
		{ "http://", scheme, EX_USAGE },
		{ "http://:5000", scheme, EX_USAGE },
		{ "http://127.0.0.1:65536", scheme, EX_USAGE },
		{ "http://127.0.0.1:x", scheme, EX_USAGE },
		{ "http://127.0.0.1:-1", scheme, EX_USAGE },
		{ "http://[::1", scheme, EX_USAGE },
		{ "http://a b/", scheme, EX_USAGE },
		{ "http://127.0.0.1/a b", scheme, EX_USAGE },
		{ "ftp://127.0.0.1", scheme, EX_USAGE },
		{ "file:///etc/passwd", scheme, EX_USAGE },
		{ "gopher://127.0.0.1", scheme, EX_USAGE },
		{ "http://127.0.0.1/?a=b", query, EX_USAGE },
		{ "http://127.0.0.1?", query, EX_USAGE },
		{ "http://127.0.0.1/#a", query, EX_USAGE },
		{ "http://127.0.0.1/#", query, EX_USAGE },
		{ "http://nowhere.invalid",
		    "http://nowhere.invalid: ", EX_UNAVAILABLE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct target t;
		int code = -1;
		char *why = target_init(&t, rows[i].url, &code);
		if (CHECK(why != NULL, "'%s'", rows[i].url)) {
			CHECK(strstr(why, rows[i].why) != NULL &&
				  strstr(why, rows[i].url) != NULL &&
				  strchr(why, '\n') == NULL,
			    "'%s': %s", rows[i].url, why);
			CHECK_NUMBER(code, rows[i].code, "'%s'", rows[i].url);
		}
		free(why);
		target_done(&t);
	}
}

/* A password is refused without a word of it. */
static void
test_password(void)
{
	struct target t;
	int code;
	char *why = target_init(&t, "http://ann:secret@127.0.0.1/", &code);
	CHECK(why != NULL && strstr(why, "has a user in it") != NULL &&
		  strstr(why, "secret") == NULL,
	    "%s", why);
	CHECK_NUMBER(code, EX_USAGE, "usage");
	free(why);
	target_done(&t);
}

CU_TestInfo target_tests[] = {
	{ "URLs of servers are taken", test_good },
	{ "names are resolved once", test_resolved },
	{ "other URLs are refused", test_bad },
	{ "a password is refused", test_password },
	CU_TEST_INFO_NULL,
};
