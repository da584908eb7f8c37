/*
 * test_link.c: the way to a listing's next page, there and back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/after.h"
#include "request/link.h"
#include "request/query.h"

#include <stdio.h>
#include <string.h>

#define SHIP "\xf0\x9f\x9a\xa2"

/* What is written is read, in the shorter of its two forms. */
static void
test_after(void)
{
	static const struct {
		enum field sort;
		const char *key;
		int64_t sales_id, id;
		const char *value;
	} rows[] = {
		{ FIELD_ID, "", 0, 7, "7" },
		{ FIELD_SALES_ID, "", 2, INT64_MAX, "2,9223372036854775807" },
		{ FIELD_NAME, "john", 0, 1, "john,1" },
		{ FIELD_NAME, "john liu", 0, 1, "john%20liu,1" },
		{ FIELD_NAME, "michael jordan", 0, 2, "michael%20jordan,2" },
		{ FIELD_ROLE, "", 0, 3, ",3" },
		{ FIELD_ROLE, ",", 0, 3, "LA.3" },
		{ FIELD_NAME, "a.5,6", 0, 3, "YS41LDY.3" },
		{ FIELD_NAME, SHIP SHIP SHIP, 0, 0, "8J-aovCfmqLwn5qi.0" },
		{ FIELD_NAME, "\xc3\xb6\xc3\xbf", 0, 4, "w7bDvw.4" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char value[100] = "";
		const char *why;
		struct buffer b = { .bytes = NULL };
		struct store_cursor read = { .id = -1 };
		struct store_cursor cursor = { .id = rows[i].id,
			.sales_id = rows[i].sales_id };
		buffer_add_text(&cursor.key, rows[i].key);
		after_write(&cursor, rows[i].sort, &b);
		memcpy(value, b.bytes, b.length);
		CHECK_TEXT(value, rows[i].value, "row %zu", i);
		CHECK_NUMBER(
		    query_decode(value, true, &why), ERR_OK, "row %zu", i);
		CHECK_NUMBER(after_read(value, rows[i].sort, &read), ERR_OK,
		    "row %zu", i);
		CHECK(read.started, "row %zu", i);
		CHECK_NUMBER(read.id, rows[i].id, "row %zu", i);
		CHECK_NUMBER(read.sales_id, rows[i].sales_id, "row %zu", i);
		CHECK(read.key.length == strlen(rows[i].key) &&
			  (read.key.length == 0 ||
			      memcmp(read.key.bytes, rows[i].key,
				  read.key.length) == 0),
		    "row %zu: '%.*s'", i, (int)read.key.length, read.key.bytes);
		store_cursor_free(&read);
		store_cursor_free(&cursor);
		buffer_free(&b);
	}
}

/* What was never written is refused. */
static void
test_bad_after(void)
{
	static const struct {
		enum field sort;
		const char *value;
	} rows[] = {
		{ FIELD_ID, "" }, { FIELD_ID, "01" }, { FIELD_ID, "a,1" },
		{ FIELD_ID, ",1" }, { FIELD_ID, "YQ.1" },
		{ FIELD_SALES_ID, "1" }, { FIELD_SALES_ID, "2.1" },
		{ FIELD_SALES_ID, ",1" },
		{ FIELD_SALES_ID, "99999999999999999999999999,1" },
		{ FIELD_NAME, "1" }, { FIELD_NAME, "x," },
		{ FIELD_NAME, "x,-1" }, { FIELD_NAME, "x." },
		{ FIELD_NAME, "x.1" },    /* half a byte */
		{ FIELD_NAME, "Y Q.1" },  /* no digit of base64url */
		{ FIELD_NAME, "YQ==.1" }, /* padded */
		{ FIELD_NAME, "AA.1" },   /* NUL */
		{ FIELD_NAME, "_w.1" },   /* not UTF-8 */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct store_cursor cursor = { .id = 0 };
		CHECK_NUMBER(after_read(rows[i].value, rows[i].sort, &cursor),
		    ERR_BAD_REQUEST, "'%s'", rows[i].value);
		store_cursor_free(&cursor);
	}
}

/* A Link is the target as a URI, with another "after". */
static void
test_link(void)
{
	static const struct {
		const char *target, *link;
	} rows[] = {
		{ "/users", "/users?after=7" },
		{ "/users?", "/users?after=7" },
		{ "/users?limit=2", "/users?limit=2&after=7" },
		{ "/users?after=3&&limit=2&", "/users?limit=2&after=7" },
		{ "/users?%61ft%65r=3&x=after", "/users?x=after&after=7" },
		{ "/users?name=\"<\xc3\xb6>\"",
		    "/users?name=%22%3C%C3%B6%3E%22&after=7" },
		{ "/users?name=%22+a", "/users?name=%22+a&after=7" },
	};
	static const struct selection by_id = { .limit = 1 };
	static const struct store_cursor next = { .id = 7 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char line[200] = "", expected[200];
		struct buffer b = { .bytes = NULL };
		link_write(&b, rows[i].target, &by_id, &next);
		memcpy(line, b.bytes, b.length);
		snprintf(expected, sizeof(expected),
		    "Link: <%s>; rel=\"next\"\r\n", rows[i].link);
		CHECK_TEXT(line, expected, "%s", rows[i].target);
		/* What stands in it is as long as what was counted. */
		CHECK(link_length(rows[i].link) <= link_length(rows[i].target),
		    "%s", rows[i].target);
		buffer_free(&b);
	}
}

CU_TestInfo link_tests[] = {
	{ "where a page begins is read as it was written", test_after },
	{ "where none can begin is refused", test_bad_after },
	{ "a Link is a URI", test_link },
	CU_TEST_INFO_NULL,
};
