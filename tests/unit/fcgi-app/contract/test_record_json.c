/*
 * test_record_json.c: records to the exact bytes of the contract.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "contract/record_json.h"

#include <string.h>

/* Empties body. */
static void
check_json(struct buffer *body, const char *expected)
{
	CHECK_NUMBER(buffer_error(body), ERR_OK, "%s", expected);
	CHECK(body->length == strlen(expected) &&
		  memcmp(body->bytes, expected, body->length) == 0,
	    "got '%.*s', expected '%s'", (int)body->length,
	    body->bytes == NULL ? "" : body->bytes, expected);
	buffer_free(body);
}

/* Members in the contract's order, ids as strings, compact; what JSON must
 * escape is escaped, and nothing else. */
static void
test_user(void)
{
	static const struct {
		struct record user;
		const char *expected;
	} rows[] = {
		{ { .id = 1, .name = "John Liu", .role = "sales" },
		    "{\"id\":\"1\",\"name\":\"John Liu\",\"role\":"
		    "\"sales\"}" },
		{ { .id = INT64_MAX, .name = "", .role = "" },
		    "{\"id\":\"9223372036854775807\","
		    "\"name\":\"\",\"role\":\"\"}" },
		{ { .id = 2, .name = "say \"hi\" \\ a/b", .role = "<&>'" },
		    "{\"id\":\"2\",\"name\":\"say \\\"hi\\\" \\\\ a/b\","
		    "\"role\":\"<&>'\"}" },
		{ { .id = 3, .name = "\nb\tc\x1f", .role = "\x7f" },
		    "{\"id\":\"3\",\"name\":\"\\u000ab\\u0009c\\u001f\","
		    "\"role\":\"\x7f\"}" },
		{ { .id = 4,
		      .name = "J\xc3\xbcrgen",
		      .role = "\xf0\x9f\x9a\xa2" },
		    "{\"id\":\"4\",\"name\":\"J\xc3\xbcrgen\","
		    "\"role\":\"\xf0\x9f\x9a\xa2\"}" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer body = { .bytes = NULL };
		record_json_add(&body, &rows[i].user);
		check_json(&body, rows[i].expected);
	}
}

/* A customer's salesId is a string as well; an open object is one whose end
 * is missing. */
static void
test_customer(void)
{
	struct record customer = { .kind = RECORD_CUSTOMER,
		.id = 3,
		.name = "Kobe Bryant",
		.sales_id = 2 };
	struct buffer body = { .bytes = NULL };
	record_json_add(&body, &customer);
	record_json_add_open(&body, &customer);
	check_json(&body,
	    "{\"id\":\"3\",\"name\":\"Kobe Bryant\",\"salesId\":\"2\"}"
	    "{\"id\":\"3\",\"name\":\"Kobe Bryant\",\"salesId\":\"2\"");
}

CU_TestInfo record_json_tests[] = {
	{ "a user's bytes", test_user },
	{ "a customer's bytes", test_customer },
	CU_TEST_INFO_NULL,
};
