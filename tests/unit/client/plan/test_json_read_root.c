/*
 * test_json_read_root.c: which files are JSON, and at which line the others are
 * not.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "plan/json_read.h"

#include <stdlib.h>

/* What RFC 8259 allows is read. */
static void
test_good(void)
{
	static const char *const rows[] = {
		"0",
		"-0",
		" -0.5e+7\t",
		"10E-2",
		"1e400",
		"true",
		"[true,false ,null ]",
		"\r\n[ 1 , 2 ]\n",
		"\"\"",
		"\"\x7f\\u0000\\n\\\"\\\\\"",
		"\"NaN -01 {[,\"",
		"{\"J\xc3\xbcrgen \xf0\x9f\x98\x80\":\"\xe4\xb8\xad\"}",
		"[]",
		"[[],{},[ ]]",
		"{}",
		"{ \"\" : 1 , \"a\" : 2 }",
		"{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
		"{\"a\\\"\":1,\"a\":1,\"A\":1}",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct jsonread r = { .file = "f", .text = rows[i] };
		struct json_object *root = jsonread_root(&r);
		CHECK_TEXT(r.complaint, NULL, "%s", rows[i]);
		CHECK(root != NULL, "%s", rows[i]);
		json_object_put(root);
		free(r.complaint);
	}
}

/* What is not is refused, at the line where it goes wrong. */
static void
test_strict(void)
{
	static const struct {
		const char *text, *complaint;
	} rows[] = {
		{ "NaN", "f:1: the file: is not JSON: expected a value, got "
			 "'N'" },
		{ "{\"a\":\n{\"b\":\n-01 }}",
		    "f:3: the file: is not JSON: a number with a leading "
		    "zero" },
		{ "\n\"a\tb\"", "f:2: the file: is not JSON: a string with a "
				"control character" },
		{ "{\"a\":1,\n\"b\":2,\n\"a\":3}",
		    "f:3: the file: is not JSON: a second member \"a\" in an "
		    "object" },
		{ "{\"\xc3\xbc\":\n[\"\xc3\xbc\",\n\"\xfc\"]}",
		    "f:3: the file: is not JSON: a string that is not UTF-8" },
		/* The first complaint of several. */
		{ "{\"a\":[1.,\n-01],\n\"a\":\"\t\"}",
		    "f:1: the file: is not JSON: expected a digit, got ','" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct jsonread r = { .file = "f", .text = rows[i].text };
		CHECK(jsonread_root(&r) == NULL, "%s", rows[i].text);
		CHECK_TEXT(r.complaint, rows[i].complaint, "%s", rows[i].text);
		free(r.complaint);
	}
}

CU_TestInfo jsonread_root_tests[] = {
	{ "what is JSON is read", test_good },
	{ "what is not JSON is refused, with its line", test_strict },
	CU_TEST_INFO_NULL,
};
