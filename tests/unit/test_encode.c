/*
 * test_encode.c: records to the exact bytes of the contract.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../fcgi-app/encode.h"
#include "../lib/harness.h"

#include <stdlib.h>
#include <string.h>

/* Takes body. */
static void
check_body(enum err err, char *body, size_t length, const char *expected)
{
	CHECK_NUMBER(err, ERR_OK, "%s", expected);
	CHECK(body != NULL && length == strlen(expected) &&
		  memcmp(body, expected, length) == 0,
	    "got '%.*s', expected '%s'", (int)length, body == NULL ? "" : body,
	    expected);
	free(body);
}

/* Members in the contract's order, ids as strings, compact, a newline; what
 * JSON must escape is escaped, and nothing else. */
static void
test_user(void)
{
	static const struct {
		struct user user;
		const char *expected;
	} rows[] = {
		{ { 1, "John Liu", "sales" },
		    "{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}"
		    "\n" },
		{ { INT64_MAX, "", "" }, "{\"id\":\"9223372036854775807\","
					 "\"name\":\"\",\"role\":\"\"}\n" },
		{ { 2, "say \"hi\" \\ a/b", "<&>'" },
		    "{\"id\":\"2\",\"name\":\"say \\\"hi\\\" \\\\ a/b\","
		    "\"role\":\"<&>'\"}\n" },
		{ { 3, "a\nb\tc\x01", "\x7f" },
		    "{\"id\":\"3\",\"name\":\"a\\nb\\tc\\u0001\","
		    "\"role\":\"\x7f\"}\n" },
		{ { 4, "J\xc3\xbcrgen", "\xf0\x9f\x9a\xa2" },
		    "{\"id\":\"4\",\"name\":\"J\xc3\xbcrgen\","
		    "\"role\":\"\xf0\x9f\x9a\xa2\"}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *body = NULL;
		size_t length = 0;
		enum err err = encode_user_body(&rows[i].user, &body, &length);
		check_body(err, body, length, rows[i].expected);
	}
}

/* A customer's salesId is a string as well. */
static void
test_customer(void)
{
	char *body = NULL;
	size_t length = 0;
	enum err err = encode_customer_body(
	    &(struct customer){ .id = 3, .name = "Kobe Bryant", .sales_id = 2 },
	    &body, &length);
	check_body(err, body, length,
	    "{\"id\":\"3\",\"name\":\"Kobe Bryant\",\"salesId\":\"2\"}\n");
}

/* A list without records is an empty array, and records keep their order. */
static void
test_list(void)
{
	char *body = NULL;
	size_t length = 0;
	struct encode_list *list = encode_list_new();
	enum err err = encode_list_body(list, &body, &length);
	check_body(err, body, length, "[]\n");
	encode_list_add_user(list, &(struct user){ 2, "b", "x" });
	encode_list_add_user(list, &(struct user){ 1, "a", "y" });
	err = encode_list_body(list, &body, &length);
	check_body(err, body, length,
	    "[{\"id\":\"2\",\"name\":\"b\",\"role\":\"x\"},"
	    "{\"id\":\"1\",\"name\":\"a\",\"role\":\"y\"}]\n");
	encode_list_free(list);

	list = encode_list_new();
	encode_list_add_customer(list, &(struct customer){ 5, "c", 2 });
	err = encode_list_body(list, &body, &length);
	check_body(err, body, length,
	    "[{\"id\":\"5\",\"name\":\"c\",\"salesId\":\"2\"}]\n");
	encode_list_free(list);
	encode_list_free(NULL);
}

/* One error format: RFC 9457's members, then the original's message. */
static void
test_problem(void)
{
	static const struct {
		enum err err;
		const char *detail, *expected;
	} rows[] = {
		{ ERR_NOT_FOUND, "User ID 9 not found",
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"User ID 9 not found\","
		    "\"message\":\"User ID 9 not found\"}\n" },
		{ ERR_BAD_REQUEST, "'\"'",
		    "{\"type\":\"BadRequest\",\"title\":\"Bad Request\","
		    "\"status\":400,\"detail\":\"'\\\"'\","
		    "\"message\":\"'\\\"'\"}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *body = NULL;
		size_t length = 0;
		enum err err = encode_problem_body(
		    rows[i].err, rows[i].detail, &body, &length);
		check_body(err, body, length, rows[i].expected);
	}
}

CU_TestInfo encode_tests[] = {
	{ "a user's bytes", test_user },
	{ "a customer's bytes", test_customer },
	{ "a list's bytes", test_list },
	{ "a problem's bytes", test_problem },
	CU_TEST_INFO_NULL,
};
