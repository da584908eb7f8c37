/*
 * test_plan_faults.c: workflow files that are refused: with line, member and
 * reason.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "plan_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Parts of files; what is in them begins on line 4. */
#define INPUT         "{'name': 'n',\n 'input': {'variable': 'x', 'values': ['1']},\n"
#define STEPS         INPUT " 'steps': [\n"
#define STEP(members) STEPS "  {'target': '/a',\n" members "}]}"
#define CAPTURED                                                               \
	STEPS "  {'target': '/a', 'capture': {'y': {'pointer': ''}}},\n"

/* Each fault is said with its line, its member and its reason. The rules are
 * those of client/workflows/workflow.schema.json, and what a schema cannot
 * say; those rows are marked. */
static void
test_bad(void)
{
	static const struct {
		const char *text;
		int line;
		const char *member, *why;
	} rows[] = {
		/* Not JSON: by line only (no schema). */
		{ "", 1, "the file",
		    "is not JSON: expected a value, got the end" },
		{ "{\n 'name': 'n',\n", 3, "the file",
		    "is not JSON: expected a member's name, got the end" },
		{ "{\n 'name': 'n'\n 'input': 1}", 3, "the file",
		    "is not JSON: expected ',' or '}'" },
		{ "{\n 'name': 'n',\n}", 3, "the file", "is not JSON: " },
		{ "{\n 'name': x}", 2, "the file",
		    "is not JSON: expected a value, got 'x'" },
		{ "{'name': 'n',\r\n\r\n/* why */ 'input': 1}", 3, "the file",
		    "is not JSON: " },
		{ "{'name': '\xff'}", 1, "the file", "is not JSON: " },
		{ "{}\n\n{}", 3, "the file",
		    "is not JSON: expected the end, got '{'" },
		{ "[[[[[[[[[[[[[[[[\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 2,
		    "the file", "is not JSON: more than 32 deep" },

		/* The whole. */
		{ "[]", 1, "the file", "is not an object" },
		{ "\n\n12", 3, "the file", "is not an object" },
		{ "null", 1, "the file", "is not an object" },
		{ "{'input': {}}", 1, "the file", "has no \"name\"" },
		{ "{'name': 1}", 1, "/name", "is not a string" },
		{ "{\n'name': null}", 2, "/name", "is null" },
		{ "{\n\n'name': 'a\\u0000b'}", 3, "/name",
		    "holds a NUL character" },
		{ "{'name': 'n',\n'$schema': 1}", 2, "/$schema",
		    "is not a string" },
		{ "{'name': 'n',\n'nmae': 'n'}", 2, "/nmae",
		    "is not known here; known are: $schema, name, input, "
		    "steps, "
		    "result" },
		{ "{'name': 'n',\n'a/~b': 'n'}", 2, "/a~1~0b",
		    "is not known here" },
		{ "{'name': 'n'}", 1, "the file", "has no \"input\"" },
		{ INPUT " 'result': {}}", 1, "the file", "has no \"steps\"" },

		/* The input. */
		{ "{'name': 'n',\n'input': []}", 2, "/input",
		    "is not an object" },
		{ "{'name': 'n',\n'input': null}", 2, "/input", "is null" },
		{ "{'name': 'n', 'input': {\n'values': ['1']}}", 1, "/input",
		    "has no \"variable\"" },
		{ "{'name': 'n', 'input': {\n'variable': 1}}", 2,
		    "/input/variable", "is not a string" },
		{ "{'name': 'n', 'input': {\n'variable': ''}}", 2,
		    "/input/variable", "'' is not a name of letters, digits" },
		{ "{'name': 'n', 'input': {\n'variable': 'a-b'}}", 2,
		    "/input/variable", "'a-b' is not a name of letters" },
		{ "{'name': 'n',\n'input': {'variable': 'x'}}", 2, "/input",
		    "needs one of \"values\", \"lines\" and \"target\"" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'values': ['1'],\n"
		  "'lines': 'f'}}",
		    2, "/input", "needs one of " },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'target': '/a',\n"
		  "'lines': 'f'}}",
		    2, "/input", "needs one of " },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n'values': []}}",
		    3, "/input/values", "is not an array with a value" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n'values': '1'}}",
		    3, "/input/values", "is not an array with a value" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n'values': null,\n"
		  "'target': '/a'}}",
		    3, "/input/values", "is null" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'values': ['1',\n"
		  "'2',\n3]}}",
		    4, "/input/values/2", "is not a string" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'values': ['1',\n"
		  "null]}}",
		    3, "/input/values/1", "is not a string" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'values': [\n"
		  "'1\\u0000']}}",
		    3, "/input/values/0", "holds a NUL character" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n'lines': 1}}", 3,
		    "/input/lines", "is not a string" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n"
		  "'lines': 'no-such-file'}}",
		    3, "/input/lines",
		    "no-such-file: No such file or directory" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n'target': 1}}", 3,
		    "/input/target", "is not a string" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n"
		  "'target': '@evil'}}",
		    3, "/input/target", "does not begin with '/'" },
		{ "{'name': 'n',\n'input': {'variable': 'x',\n"
		  "'target': '/a b'}}",
		    3, "/input/target", "has a blank, a control character" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'target': '/',\n"
		  "'array': 'a'}}",
		    3, "/input/array", "'a' is not a JSON Pointer" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'target': '/',\n"
		  "'pointer': '/~2'}}",
		    3, "/input/pointer", "'/~2' is not a JSON Pointer" },
		{ "{'name': 'n',\n'input': {'variable': 'x', 'target': '/',\n"
		  "'pointers': ''}}",
		    3, "/input/pointers", "is not known here; known are: " },

		/* Steps. */
		{ INPUT " 'steps': []}", 3, "/steps",
		    "is not an array of 1 to 100 steps" },
		{ INPUT " 'steps': {}}", 3, "/steps", "is not an array of 1" },
		{ INPUT " 'steps': null}", 3, "/steps", "is null" },
		{ STEPS "null]}", 4, "/steps/0", "is not an object" },
		{ STEPS "{'target': '/'},\n'/a']}", 5, "/steps/1",
		    "is not an object" },
		{ STEPS "{\n'method': 'GET'}]}", 4, "/steps/0",
		    "has no \"target\"" },
		{ STEPS "{\n'target': 1}]}", 5, "/steps/0/target",
		    "is not a string" },
		{ STEPS "{\n'target': ''}]}", 5, "/steps/0/target",
		    "does not begin with '/'" },
		{ STEPS "{\n'target': 'http://a/'}]}", 5, "/steps/0/target",
		    "does not begin with '/'" },
		{ STEPS "{\n'target': '/a#b'}]}", 5, "/steps/0/target",
		    "has a blank, a control character or a '#'" },
		{ STEPS "{\n'target': '/a\\tb'}]}", 5, "/steps/0/target",
		    "has a blank" },
		{ STEPS "{\n'target': '/\\u007f'}]}", 5, "/steps/0/target",
		    "has a blank, a control character" },
		{ STEP("'method': 'get'"), 5, "/steps/0/method",
		    "'get' is not one of: GET, HEAD, POST, PUT, PATCH, DELETE, "
		    "OPTIONS" },
		{ STEP("'method': 1"), 5, "/steps/0/method",
		    "is not a string" },
		{ STEP("'methods': 'GET'"), 5, "/steps/0/methods",
		    "is not known here; known are: method, target, headers, "
		    "body, expect, capture" },
		{ STEP("'headers': []"), 5, "/steps/0/headers",
		    "is not an object" },
		{ STEP("'headers': null"), 5, "/steps/0/headers", "is null" },
		{ STEP("'headers': {'A': 'b',\n'C': 1}"), 6,
		    "/steps/0/headers/C", "is not a string" },
		{ STEP("'headers': {\n'': 'b'}"), 6, "/steps/0/headers/",
		    "'' is not a header's name" },
		{ STEP("'headers': {\n'A B': 'b'}"), 6, "/steps/0/headers/A B",
		    "'A B' is not a header's name" },
		{ STEP("'headers': {\n'A:': 'b'}"), 6,
		    "/steps/0/headers/A:", "'A:' is not a header's name" },
		{ STEP("'headers': {\n'A/B': 'b'}"), 6, "/steps/0/headers/A~1B",
		    "'A/B' is not a header's name" },
		{ STEP("'headers': {\n'A': 'b\\r\\nC: d'}"), 6,
		    "/steps/0/headers/A", "has a line break" },
		{ STEP("'headers': {\n'A': 'b\\u0000'}"), 6,
		    "/steps/0/headers/A", "holds a NUL character" },
		{ STEP("'body': null"), 5, "/steps/0/body", "is null" },
		{ STEP("'body': {'a': ['b',\n'\\u0000']}"), 6,
		    "/steps/0/body/a/1", "holds a NUL character" },
		{ STEP("'expect': 200"), 5, "/steps/0/expect",
		    "is not an object" },
		{ STEP("'expect': {\n'status': '200'}"), 6,
		    "/steps/0/expect/status",
		    "is not a whole number from 100 to 599" },
		{ STEP("'expect': {\n'status': 99}"), 6,
		    "/steps/0/expect/status", "is not a whole number from" },
		{ STEP("'expect': {\n'status': 600}"), 6,
		    "/steps/0/expect/status", "is not a whole number from" },
		{ STEP("'expect': {\n'status': 99999999999999999999}"), 6,
		    "/steps/0/expect/status", "is not a whole number from" },
		{ STEP("'expect': {\n'status': 200.5}"), 6,
		    "/steps/0/expect/status", "is not a whole number from" },
		{ STEP("'expect': {\n'type': 'integer'}"), 6,
		    "/steps/0/expect/type",
		    "'integer' is not one of: array, object, string, number, "
		    "boolean" },
		{ STEP("'expect': {\n'type': ['array']}"), 6,
		    "/steps/0/expect/type", "is not a string" },
		{ STEP("'expect': {\n'nonEmpty': true}"), 6,
		    "/steps/0/expect/nonEmpty", "is not a string" },
		{ STEP("'expect': {\n'nonEmpty': 'a'}"), 6,
		    "/steps/0/expect/nonEmpty", "'a' is not a JSON Pointer" },
		{ STEP("'expect': {\n'message': 'm'}"), 6,
		    "/steps/0/expect/message", "is said if \"nonEmpty\" " },
		{ STEP("'expect': {'nonEmpty': '',\n'message': 1}"), 6,
		    "/steps/0/expect/message", "is not a string" },
		{ STEP("'expect': {\n'statsu': 200}"), 6,
		    "/steps/0/expect/statsu", "is not known here" },
		{ STEP("'capture': 'y'"), 5, "/steps/0/capture",
		    "is not an object" },
		{ STEP("'capture': {\n'y': '/0'}"), 6, "/steps/0/capture/y",
		    "is not an object" },
		{ STEP("'capture': {\n'y': {}}"), 6, "/steps/0/capture/y",
		    "needs one of \"pointer\" and \"header\"" },
		{ STEP("'capture': {\n'y': {'pointer': '', 'header': 'A'}}"), 6,
		    "/steps/0/capture/y", "needs one of " },
		{ STEP("'capture': {'y': {\n'pointer': '0'}}"), 6,
		    "/steps/0/capture/y/pointer", "'0' is not a JSON Pointer" },
		{ STEP("'capture': {'y': {\n'pointer': '/~'}}"), 6,
		    "/steps/0/capture/y/pointer",
		    "'/~' is not a JSON Pointer" },
		{ STEP("'capture': {'y': {\n'header': 'A: b'}}"), 6,
		    "/steps/0/capture/y/header",
		    "'A: b' is not a header's name" },
		{ STEP("'capture': {'y': {\n'header': ''}}"), 6,
		    "/steps/0/capture/y/header", "'' is not a header's name" },
		{ STEP("'capture': {'y': {\n'cookie': 'A'}}"), 6,
		    "/steps/0/capture/y/cookie",
		    "is not known here; known are: pointer, header" },
		{ STEP("'capture': {\n'y-z': {'header': 'A'}}"), 6,
		    "/steps/0/capture/y-z", "'y-z' is not a name of letters" },

		/* The result. */
		{ STEPS "{'target': '/'}],\n'result': 0}", 5, "/result",
		    "is not an object" },
		{ STEPS "{'target': '/'}],\n'result': null}", 5, "/result",
		    "is null" },
		{ STEPS "{'target': '/'}],\n'result': {\n'step': -1}}", 6,
		    "/result/step", "is not a whole number from 0 to 0" },
		{ STEPS "{'target': '/'}],\n'result': {\n'step': '0'}}", 6,
		    "/result/step", "is not a whole number from 0 to 0" },
		{ STEPS "{'target': '/'}],\n'result': {\n'pointer': '0'}}", 6,
		    "/result/pointer", "'0' is not a JSON Pointer" },
		{ STEPS "{'target': '/'}],\n'result': {\n'steps': 0}}", 6,
		    "/result/steps", "is not known here; known are: step" },

		/* What no schema can say: a step that there is not; variables
		 * before they have a value, or with two; templates. */
		{ STEPS "{'target': '/'}],\n'result': {\n'step': 1}}", 6,
		    "/result/step", "is not a whole number from 0 to 0" },
		{ STEPS "{\n'target': '/{y}',\n"
			"'capture': {'y': {'pointer': ''}}}]}",
		    5, "/steps/0/target", "'{y}' names no variable" },
		{ STEPS "{\n'target': '/a{?x,y}'},\n"
			"{'target': '/', 'capture': {'y': {'pointer': ''}}}]}",
		    5, "/steps/0/target", "'{?x,y}' names no variable" },
		{ STEP("'headers': {\n'A': '{y}'},\n"
		       "'capture': {'y': {'pointer': ''}}"),
		    6, "/steps/0/headers/A", "'{y}' names no variable" },
		{ STEP("'body': {'a': [1,\n{'b/c': '{y}'}]}"), 6,
		    "/steps/0/body/a/1/b~1c", "'{y}' names no variable" },
		{ STEP("'body': '{\\\"a\\\": 1}'"), 5, "/steps/0/body",
		    "'{\"a\": 1}' names no variable" },
		{ STEP("'expect': {'nonEmpty': '',\n'message': 'no {y}'}"), 6,
		    "/steps/0/expect/message", "'{y}' names no variable" },
		{ STEPS "{\n'target': '/{x'}]}", 5, "/steps/0/target",
		    "'{x' has no closing brace" },
		{ STEPS "{\n'target': '/{+x}'}]}", 5, "/steps/0/target",
		    "'{+x}' names no variable" },
		{ STEP("'capture': {\n'x': {'pointer': ''}}"), 6,
		    "/steps/0/capture/x", "'x' has a value already" },
		{ CAPTURED "{'target': '/{y}',\n"
			   "'capture': {'y': {'header': 'A'}}}]}",
		    6, "/steps/1/capture/y", "'y' has a value already" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char start[128];
		struct plan *plan = NULL;
		char *why = plan_fixture_parse(rows[i].text, &plan);
		snprintf(start, sizeof(start), "w.json:%d: %s: ", rows[i].line,
		    rows[i].member);
		if (CHECK(why != NULL, "row %zu: %s", i, rows[i].text))
			CHECK(strncmp(why, start, strlen(start)) == 0 &&
				  strncmp(why + strlen(start), rows[i].why,
				      strlen(rows[i].why)) == 0 &&
				  strchr(why, '\n') == NULL,
			    "row %zu: got '%s', expected '%s%s'", i, why, start,
			    rows[i].why);
		CHECK(plan == NULL, "row %zu", i);
		plan_free(plan);
		free(why);
	}
}

CU_TestInfo plan_faults_tests[] = {
	{ "a bad file is refused with line, member, reason", test_bad },
	CU_TEST_INFO_NULL,
};
