/*
 * test_decode.c: bodies to records, and all that is wrong with them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define U  RECORD_USER, DECODE_WHOLE
#define C  RECORD_CUSTOMER, DECODE_WHOLE
#define UP RECORD_USER, DECODE_PATCH
#define CP RECORD_CUSTOMER, DECODE_PATCH

/* For record 7; a body without a NUL behind it, so that the sanitizers see a
 * step too far. */
static enum err
decode(enum record_kind record, enum decode_form form, const char *body,
    struct change *ret_change, struct body_errors *ret_errors,
    char **ret_detail)
{
	size_t length = strlen(body);
	char *copy = malloc(length > 0 ? length : 1);
	if (copy == NULL)
		abort();
	memcpy(copy, body, length);
	enum err err = decode_change(record, form, "7", copy, length,
	    ret_change, ret_errors, ret_detail);
	free(copy);
	return err;
}

/* What a body says is what is given, and nothing else. */
static void
test_changes(void)
{
	static const struct {
		enum record_kind record;
		enum decode_form form;
		const char *body, *name, *role;
		int64_t sales_id;
	} rows[] = {
		{ U, "{\"name\":\"John Liu\",\"role\":\"sales\"}", "John Liu",
		    "sales", -1 },
		{ U, " {\"role\":\"r\" ,\r\n\"name\":\"n\"} ", "n", "r", -1 },
		{ U,
		    "{\"n\\u0061me\":\"J\\u00fc\xc3\xbc\\/\\\"\",\"role\":\""
		    "\\ud83d\\ude00\"}",
		    "J\xc3\xbc\xc3\xbc/\"", "\xf0\x9f\x98\x80", -1 },
		{ C, "{\"name\":\"Kobe\",\"salesId\":\"2\"}", "Kobe", NULL, 2 },
		{ C, "{\"name\":\"n\",\"salesId\":\"0\"}", "n", NULL, 0 },
		{ C, "{\"name\":\"n\",\"salesId\":\"9223372036854775807\"}",
		    "n", NULL, INT64_MAX },
		{ UP, "{}", NULL, NULL, -1 },
		{ UP, "{\"name\":\"n\"}", "n", NULL, -1 },
		{ UP, "{\"role\":\"r\"}", NULL, "r", -1 },
		{ CP, "{}", NULL, NULL, -1 },
		{ CP, "{\"salesId\":\"7\"}", NULL, NULL, 7 },
		/* the record's own id */
		{ U, "{\"id\":\"7\",\"name\":\"n\",\"role\":\"r\"}", "n", "r",
		    -1 },
		{ CP, "{\"salesId\":\"2\",\"id\":\"\\u0037\"}", NULL, NULL, 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct change change = { .sales_id = -7 };
		struct body_errors errors = { .items = NULL };
		char *detail = NULL;
		CHECK_NUMBER(decode(rows[i].record, rows[i].form, rows[i].body,
				 &change, &errors, &detail),
		    ERR_OK, "%s", rows[i].body);
		CHECK_TEXT(change.name, rows[i].name, "%s", rows[i].body);
		CHECK_TEXT(change.role, rows[i].role, "%s", rows[i].body);
		CHECK_NUMBER(
		    change.sales_id, rows[i].sales_id, "%s", rows[i].body);
		CHECK(
		    errors.items == NULL && errors.count == 0 && detail == NULL,
		    "%s", rows[i].body);
		change_done(&change);
		change_done(&change);
	}
}

/* "POINTER WHAT; POINTER WHAT; …": the errors in their order. */
static void
list_errors(const struct body_errors *errors, char *list, size_t size)
{
	size_t used = 0;
	list[0] = '\0';
	for (size_t i = 0; i < errors->count && used < size; i++)
		used += (size_t)snprintf(list + used, size - used, "%s%s %s",
		    i > 0 ? "; " : "", errors->items[i].pointer,
		    errors->items[i].detail);
}

static void
check_faults(enum record_kind record, enum decode_form form, const char *body,
    const char *expected)
{
	struct change change = { .sales_id = -7 };
	struct body_errors errors = { .items = NULL };
	char *detail = NULL;
	char list[2000];
	CHECK_NUMBER(decode(record, form, body, &change, &errors, &detail),
	    ERR_UNPROCESSABLE, "%s", body);
	list_errors(&errors, list, sizeof(list));
	CHECK_TEXT(list, expected, "%s", body);
	CHECK(change.name == NULL && change.role == NULL &&
		  change.sales_id == -7 && detail == NULL,
	    "nothing else is given: %s", body);
	body_errors_done(&errors);
	body_errors_done(&errors);
}

#define NOT_ID                                                                 \
	"/salesId must be an id: digits, no leading zero, at most "            \
	"9223372036854775807"
#define UNKNOWN(pointer) pointer " is unknown; a user has: name, role"

/* Every error is told, where the body has it; what is missing comes last. */
static void
test_errors(void)
{
	static const struct {
		enum record_kind record;
		enum decode_form form;
		const char *body, *errors;
	} rows[] = {
		/* not an object */
		{ U, "[]", " must be an object, not an array" },
		{ U, "\"a\"", " must be an object, not a string" },
		{ U, "7", " must be an object, not a number" },
		{ U, "-1.5e400 ", " must be an object, not a number" },
		{ U, "true", " must be an object, not a boolean" },
		{ U, "null", " must be an object, not null" },
		{ UP, "null", " must be an object, not null" },
		/* missing */
		{ U, "{}", "/name is missing; /role is missing" },
		{ C, "{}", "/name is missing; /salesId is missing" },
		{ U, "{\"role\":\"r\"}", "/name is missing" },
		{ C, "{\"name\":\"n\"}", "/salesId is missing" },
		/* read-only, unknown */
		{ UP, "{\"id\":\"1\"}", "/id is read-only" },
		{ CP, "{\"id\":null}", "/id is read-only" },
		{ CP, "{\"id\":7}", "/id is read-only" },
		{ UP, "{\"id\":\"07\"}", "/id is read-only" },
		{ UP, "{\"Id\":\"7\"}", UNKNOWN("/Id") },
		{ UP, "{\"salesId\":\"1\"}", UNKNOWN("/salesId") },
		{ UP, "{\"Name\":null}", UNKNOWN("/Name") },
		{ UP, "{\"\":[{\"a\":{}}]}", UNKNOWN("/") },
		{ UP, "{\"a/b~c\":1}", UNKNOWN("/a~1b~0c") },
		{ UP, "{\"~1\":1,\"\\/\":2}",
		    UNKNOWN("/~01") "; " UNKNOWN("/~1") },
		{ CP, "{\"role\":\"r\"}",
		    "/role is unknown; a customer has: name, salesId" },
		/* types */
		{ UP, "{\"name\":1}", "/name must be a string, not a number" },
		{ UP, "{\"name\":1e400}",
		    "/name must be a string, not a number" },
		{ UP, "{\"name\":9223372036854775808}",
		    "/name must be a string, not a number" },
		{ UP, "{\"name\":-0}", "/name must be a string, not a number" },
		{ UP, "{\"role\":true}",
		    "/role must be a string, not a boolean" },
		{ UP, "{\"role\":[]}", "/role must be a string, not an array" },
		{ CP, "{\"salesId\":{}}",
		    "/salesId must be a string, not an object" },
		{ CP, "{\"salesId\":2}",
		    "/salesId must be a string, not a number" },
		{ U, "{\"name\":null,\"role\":\"r\"}",
		    "/name must be a string, not null" },
		{ UP, "{\"name\":null}", "/name cannot be removed" },
		{ CP, "{\"salesId\":null}", "/salesId cannot be removed" },
		/* values */
		{ UP, "{\"name\":\"\"}",
		    "/name must have 1 to 200 characters" },
		{ UP, "{\"role\":\"\"}", "/role must have 1 to 64 characters" },
		{ CP, "{\"salesId\":\"\"}", NOT_ID },
		{ CP, "{\"salesId\":\"01\"}", NOT_ID },
		{ CP, "{\"salesId\":\"-1\"}", NOT_ID },
		{ CP, "{\"salesId\":\" 1\"}", NOT_ID },
		{ CP, "{\"salesId\":\"9223372036854775808\"}", NOT_ID },
		/* all of them, in the body's order, and nothing leaks */
		{ U, "{\"x\":1,\"role\":\"r\",\"id\":\"1\"}",
		    UNKNOWN("/x") "; /id is read-only; /name is missing" },
		{ C, "{\"salesId\":\"x\",\"name\":\"n\",\"id\":1}",
		    NOT_ID "; /id is read-only" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_faults(
		    rows[i].record, rows[i].form, rows[i].body, rows[i].errors);
}

/* Lengths are counted in characters, not in bytes. */
static void
test_lengths(void)
{
	static const struct {
		const char *member, *character;
		int count;
		bool right;
	} rows[] = {
		{ "name", "a", 1, true },
		{ "name", "a", 200, true },
		{ "name", "a", 201, false },
		{ "name", "\xf0\x9f\x9a\xa2", 200, true },
		{ "name", "\xf0\x9f\x9a\xa2", 201, false },
		{ "name", "\\u00e9", 200, true },
		{ "name", "\\u00e9", 201, false },
		{ "role", "\xc3\xbc", 64, true },
		{ "role", "\xc3\xbc", 65, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char body[2000];
		size_t used = (size_t)snprintf(
		    body, sizeof(body), "{\"%s\":\"", rows[i].member);
		for (int j = 0; j < rows[i].count; j++)
			used += (size_t)snprintf(body + used,
			    sizeof(body) - used, "%s", rows[i].character);
		snprintf(body + used, sizeof(body) - used, "\"}");
		struct change change = { .sales_id = -1 };
		struct body_errors errors = { .items = NULL };
		char *detail = NULL;
		CHECK_NUMBER(decode(UP, body, &change, &errors, &detail),
		    rows[i].right ? ERR_OK : ERR_UNPROCESSABLE, "row %zu", i);
		CHECK_NUMBER(
		    (long long)errors.count, !rows[i].right, "row %zu", i);
		change_done(&change);
		body_errors_done(&errors);
	}
}

/* A long member's name is cut between characters, before it is escaped. */
static void
test_long_name(void)
{
	char name[400] = "";
	char body[500];
	char expected[500];
	for (int i = 0; i < 100; i++)
		strcat(name, "\xe2\x82\xac"); /* 3 bytes; 64 is no multiple */
	snprintf(body, sizeof(body), "{\"%s\":1}", name);
	snprintf(expected, sizeof(expected),
	    "/%.63s is unknown; a user has: name, role", name);
	check_faults(UP, body, expected);

	memset(name, '~', 300);
	name[300] = '\0';
	snprintf(body, sizeof(body), "{\"%s\":1}", name);
	size_t used = (size_t)snprintf(expected, sizeof(expected), "/");
	for (int i = 0; i < 64; i++)
		used += (size_t)snprintf(
		    expected + used, sizeof(expected) - used, "~0");
	snprintf(expected + used, sizeof(expected) - used,
	    " is unknown; a user has: name, role");
	check_faults(UP, body, expected);
}

/* What is not JSON as we want it is a bad request, with one sentence. */
static void
test_not_json(void)
{
	static const struct {
		const char *body, *detail;
	} rows[] = {
		{ "", "the body: byte 0: expected a value, got the end" },
		{ "{\"name\":\"n\"", "the body: byte 11: expected ',' or '}', "
				     "got the end" },
		{ "{\"name\":\"n\"}x",
		    "the body: byte 12: expected the end, got 'x'" },
		{ "{\"name\":\"a\\nb\"}",
		    "the body: byte 10: a string with a control character" },
		{ "{\"name\":\"\xff\"}",
		    "the body: byte 9: a string that is not UTF-8" },
		{ "{\"name\":\"a\",\"n\\u0061me\":\"b\"}",
		    "the body: byte 12: a second member \"n\\u0061me\" in an "
		    "object" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct change change = { .sales_id = -7 };
		struct body_errors errors = { .items = NULL };
		char *detail = NULL;
		CHECK_NUMBER(
		    decode(UP, rows[i].body, &change, &errors, &detail),
		    ERR_BAD_REQUEST, "%s", rows[i].body);
		CHECK_TEXT(detail, rows[i].detail, "%s", rows[i].body);
		CHECK(change.sales_id == -7 && errors.count == 0,
		    "nothing else is given: %s", rows[i].body);
		free(detail);
	}
}

/* json-c takes what jsoncheck() takes: 16 deep, and as deep objects. */
static void
test_deep(void)
{
	check_faults(U, "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
	    " must be an object, not an array");
	check_faults(
	    UP, "{\"x\":[[[[[[[[[[[[[[{\"a\":1}]]]]]]]]]]]]]]}", UNKNOWN("/x"));
}

/* Others may add errors: the pointer is copied, the detail is printf's. */
static void
test_add(void)
{
	struct body_errors errors = { .items = NULL };
	char pointer[] = "/salesId";
	CHECK_NUMBER(
	    body_errors_add(&errors, pointer, "there is no user %d", 9), ERR_OK,
	    "first");
	pointer[1] = 'x';
	char longest[1000];
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	CHECK_NUMBER(
	    body_errors_add(&errors, "", "%s", longest), ERR_OK, "second");
	CHECK_NUMBER((long long)errors.count, 2, "count");
	CHECK_TEXT(errors.items[0].pointer, "/salesId", "first");
	CHECK_TEXT(errors.items[0].detail, "there is no user 9", "first");
	CHECK_TEXT(errors.items[1].pointer, "", "second");
	CHECK_TEXT(errors.items[1].detail, longest, "second");
	body_errors_done(&errors);
	CHECK(errors.items == NULL && errors.count == 0, "done");
}

CU_TestInfo decode_tests[] = {
	{ "bodies that are right", test_changes },
	{ "every error is told, in order", test_errors },
	{ "lengths are characters", test_lengths },
	{ "a long name is cut between characters", test_long_name },
	{ "what is not JSON is a bad request", test_not_json },
	{ "the depth is the check's", test_deep },
	{ "errors are added", test_add },
	CU_TEST_INFO_NULL,
};
