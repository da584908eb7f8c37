/*
 * test_jsonroot.c: which files are JSON, and at which line the others are not.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/jsonroot.h"
#include "../lib/harness.h"

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
		"[]",
		"[[],{},[ ]]",
		"{}",
		"{ \"\" : 1 , \"a\" : 2 }",
		"{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
		"{\"a\\\"\":1,\"a\":1,\"A\":1}",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct jsonread r = { .file = "f", .text = rows[i] };
		struct json_object *root = jsonroot_read(&r);
		CHECK_TEXT(r.fault, NULL, "%s", rows[i]);
		CHECK(root != NULL, "%s", rows[i]);
		json_object_put(root);
		free(r.fault);
	}
}

/* What json-c would take all the same is refused, with line and member. */
static void
test_strict(void)
{
	static const struct {
		const char *text, *fault;
	} rows[] = {
		{ "NaN", "f:1: the file: is not JSON: 'NaN' is not a number" },
		{ "[\n1,\n-Infinity]",
		    "f:3: /1: is not JSON: '-Infinity' is not a number" },
		{ "{\"a\":\n{\"b\":\n-01 }}",
		    "f:3: /a/b: is not JSON: '-01' is not a number" },
		{ "[[0,1,\n{\"x\":[1.]}]]",
		    "f:2: /0/2/x/0: is not JSON: '1.' is not a number" },
		{ "\n\"a\tb\"", "f:2: the file: is not JSON: a control "
				"character in a string" },
		{ "{\"a\":\"\\\\\\\"\x01\"}",
		    "f:1: /a: is not JSON: a control character in a string" },
		{ "{\"a\":[\n\"b\nc\"]}",
		    "f:2: /a/0: is not JSON: a control character in a "
		    "string" },
		{ "{\"a\":{\"b\x1f\":1}}",
		    "f:1: /a: is not JSON: a control character in a string" },
		{ "{\"a\":\n{'b':1}}",
		    "f:2: /a: is not JSON: a name in single quotes" },
		{ "{\"a\":1,\n\"b\":2,\n\"a\":3}",
		    "f:3: /a: is the second of this name" },
		{ "{\"a\":1,\"b\":[\n{\"a/\":1,\n\"\\u0061\\/\":2}]}",
		    "f:3: /b/0/a~1: is the second of this name" },
		{ "{\"\":{},\n\"\":1}", "f:2: /: is the second of this name" },
		/* The first fault of several. */
		{ "{\"a\":[NaN,\n-01],\n\"a\":\"\t\"}",
		    "f:1: /a/0: is not JSON: 'NaN' is not a number" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct jsonread r = { .file = "f", .text = rows[i].text };
		CHECK(jsonroot_read(&r) == NULL, "%s", rows[i].text);
		CHECK_TEXT(r.fault, rows[i].fault, "%s", rows[i].text);
		free(r.fault);
	}
}

CU_TestInfo jsonroot_tests[] = {
	{ "what is JSON is read", test_good },
	{ "what json-c lets pass is refused", test_strict },
	CU_TEST_INFO_NULL,
};
