/*
 * test_json_text.c: text from a server to JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "plan/json_text.h"

#include <stdlib.h>
#include <string.h>

/* A copy that ends where the text does, so that reading on is seen. */
static char *
exact_copy(const char *text, size_t length)
{
	char *copy = malloc(length > 0 ? length : 1);
	if (copy == NULL)
		abort();
	memcpy(copy, text, length);
	return copy;
}

/* Whatever is one JSON value is taken, and nothing of it is lost. */
static void
test_good(void)
{
	static const struct {
		const char *text, *compact;
	} rows[] = {
		{ "[]", "[]" },
		{ "{}", "{}" },
		{ " [ 1 , 2 ]\r\n\t ", "[1,2]" },
		{ "{\"b\":1,\"a\":2}\n", "{\"b\":1,\"a\":2}" },
		{ "[\"a/b\",\"J\xc3\xbcrgen\"]",
		    "[\"a/b\",\"J\xc3\xbcrgen\"]" },
		{ "[\"J\\u00fcrgen\"]", "[\"J\xc3\xbcrgen\"]" },
		{ "[\"\\ud83d\\ude00\"]", "[\"\xf0\x9f\x98\x80\"]" },
		{ "[true,false,null]", "[true,false,null]" },
		{ "true", "true" },
		{ "12", "12" },
		{ "[\"\xe4\xb8\xad\",\"\xf0\x9f\x98\x80\"]",
		    "[\"\xe4\xb8\xad\",\"\xf0\x9f\x98\x80\"]" },
		{ "{\"J\xc3\xbcrgen\":\"\x7f\"}",
		    "{\"J\xc3\xbcrgen\":\"\x7f\"}" },
		/* A foreign server's escapes, and the last of equal names. */
		{ "[\"\\t\\u0001\"]", "[\"\\t\\u0001\"]" },
		{ "[\"\\ud83dx\"]", "[\"\xef\xbf\xbdx\"]" },
		{ "{\"a\":1,\"a\":2}", "{\"a\":2}" },
		{ "\"a\"", "\"a\"" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = strlen(rows[i].text);
		char *text = exact_copy(rows[i].text, length);
		char why[JSONTEXT_WHY_SIZE] = "";
		struct json_object *value = jsontext_parse(text, length, why);
		if (CHECK(value != NULL, "'%s': %s", rows[i].text, why))
			CHECK_TEXT(jsontext_compact(value), rows[i].compact,
			    "'%s'", rows[i].text);
		json_object_put(value);
		free(text);
	}
}

/* Anything else is refused with a reason. */
static void
test_bad(void)
{
	static const struct {
		const char *text;
		size_t length; /* 0: of the string */
	} rows[] = {
		{ "", 0 },
		{ " \n", 0 },
		{ "[", 0 },
		{ "[1", 0 },
		{ "[1,", 0 },
		{ "[\"a", 0 },
		{ "{\"a\":", 0 },
		{ "tru", 0 },
		{ "nul", 0 },
		{ "null", 0 },
		{ "[1,]", 0 },
		{ "{\"a\":1,}", 0 },
		{ "{a:1}", 0 },
		{ "[] []", 0 },
		{ "[]x", 0 },
		{ "[]]", 0 },
		{ "[1] // why", 0 },
		{ "[/* why */1]", 0 },
		{ "[]\0", 3 },
		{ "[]\0[]", 5 },
		{ "[\"a\0b\"]", 7 },
		{ "[\"\xff\"]", 0 },
		{ "[\"\xc3\"]", 0 },
		{ "<html>", 0 },
		{ "NaN", 0 },
		{ "[-Infinity]", 0 },
		{ "[-01]", 0 },
		{ "[1.]", 0 },
		{ "['a']", 0 },
		{ "[\"a\tb\"]", 0 },
		{ "{'a':1}", 0 },
		{ "[\"\xed\xa0\x80\"]", 0 },
		{ "[\"\\u12\"]", 0 },
		{ "\xef\xbb\xbf[]", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length =
		    rows[i].length > 0 ? rows[i].length : strlen(rows[i].text);
		char *text = exact_copy(rows[i].text, length);
		char why[JSONTEXT_WHY_SIZE] = "";
		struct json_object *value = jsontext_parse(text, length, why);
		CHECK(value == NULL, "row %zu, '%s'", i, rows[i].text);
		CHECK(why[0] != '\0' && strchr(why, '.') == NULL,
		    "why not row %zu, '%s'", i, rows[i].text);
		json_object_put(value);
		free(text);
	}
}

/* The reasons that a person can act on are told apart. */
static void
test_reasons(void)
{
	static const struct {
		const char *text;
		size_t length;
		const char *why;
	} rows[] = {
		{ "", 0, "byte 0: expected a value, got the end" },
		{ "[{\"id\":\"1\"", 10,
		    "byte 10: expected ',' or '}', got the end" },
		{ "tru", 3, "byte 0: expected a value, got 't'" },
		{ "[]\0", 3, "byte 2: expected the end, got byte 0x00" },
		{ "null", 4, "it is null" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[JSONTEXT_WHY_SIZE] = "";
		struct json_object *value =
		    jsontext_parse(rows[i].text, rows[i].length, why);
		CHECK(value == NULL, "row %zu", i);
		CHECK_TEXT(why, rows[i].why, "row %zu", i);
		json_object_put(value);
	}
}

/* Nesting ends at 32, so that no answer can eat the stack. */
static void
test_depth(void)
{
	static const struct {
		size_t depth;
		bool good;
	} rows[] = {
		{ 31, true },
		{ 32, true },
		{ 33, false },
		{ 100000, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t depth = rows[i].depth;
		char *text = malloc(2 * depth);
		if (text == NULL)
			abort();
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		char why[JSONTEXT_WHY_SIZE] = "";
		struct json_object *value =
		    jsontext_parse(text, 2 * depth, why);
		CHECK((value != NULL) == rows[i].good, "%zu deep", depth);
		json_object_put(value);
		free(text);
	}
}

/* A string is taken whole or not at all: one that holds a NUL would be taken
 * for a shorter one. A number is its text, as the server wrote it. */
static void
test_scalar(void)
{
	static const struct {
		const char *text, *scalar;
	} rows[] = {
		{ "\"7\"", "7" },
		{ "\"\"", "" },
		{ "\"\\u00fc\"", "\xc3\xbc" },
		{ "\"a\\\"b\"", "a\"b" },
		{ "7", "7" },
		{ "-12", "-12" },
		{ "0", "0" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "2.50", "2.50" },
		{ "1e3", "1e3" },
		{ "\"7\\u0000\"", NULL },
		{ "\"7\\u00008\"", NULL },
		{ "\"\\u0000\"", NULL },
		{ "true", NULL },
		{ "[\"7\"]", NULL },
		{ "{\"id\":\"7\"}", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[JSONTEXT_WHY_SIZE] = "";
		struct json_object *value =
		    jsontext_parse(rows[i].text, strlen(rows[i].text), why);
		CHECK(value != NULL, "'%s': %s", rows[i].text, why);
		CHECK_TEXT(jsontext_scalar(value), rows[i].scalar, "'%s'",
		    rows[i].text);
		json_object_put(value);
	}
	CHECK_TEXT(jsontext_scalar(NULL), NULL, "a JSON null");
}

CU_TestInfo jsontext_tests[] = {
	{ "JSON is taken whole", test_good },
	{ "what is not JSON is refused", test_bad },
	{ "reasons are told apart", test_reasons },
	{ "depth is limited", test_depth },
	{ "only whole strings and numbers are values", test_scalar },
	CU_TEST_INFO_NULL,
};
