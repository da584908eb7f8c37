/*
 * test_plan.c: workflow files, the good and the bad.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/plan.h"
#include "../lib/harness.h"
#include "../lib/quotes.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
parse(const char *quoted, struct plan **ret_plan)
{
	char *text = quotes_doubled(quoted);
	char *why = plan_parse("w.json", text, ret_plan);
	free(text);
	return why;
}

static void
write_file(const char *path, const char *text, size_t length)
{
	FILE *to = fopen(path, "w");
	if (to == NULL || fwrite(text, 1, length, to) != length ||
	    fclose(to) != 0)
		abort();
}

/* The built-in plan is what the original did. */
static void
test_built_in(void)
{
	struct plan *plan = NULL;
	char *why = plan_read(NULL, &plan);
	CHECK_TEXT(why, NULL, "the built-in plan");
	if (plan == NULL)
		return;
	CHECK_TEXT(plan->name, "customers-of-salesperson", "name");
	CHECK_NUMBER(plan->source, PLAN_TARGET, "source");
	CHECK_TEXT(plan->input_target, "/users?role=sales", "source");
	CHECK_TEXT(plan->input_array, "", "source");
	CHECK_TEXT(plan->input_pointer, "/name", "source");
	CHECK_NUMBER((long long)plan->values_count, 0, "source");
	CHECK_NUMBER((long long)plan->variables_count, 2, "variables");
	CHECK_TEXT(plan->variables[0], "name", "the input");
	CHECK_TEXT(plan->variables[1], "salesId", "the captured one");
	CHECK_NUMBER((long long)plan->steps_count, 2, "steps");
	CHECK_NUMBER((long long)plan->result_step, 1, "result");
	CHECK_TEXT(plan->result_pointer, "", "result");
	static const char *const targets[] = { "/users{?name}",
		"/customers{?salesId}" };
	static const char *const messages[] = {
		"Sales {name} cannot be found from the server",
		"Sales {name} has no customers!",
	};
	for (size_t i = 0; i < 2; i++) {
		const struct plan_step *step = &plan->steps[i];
		CHECK_TEXT(step->method, "GET", "step %zu", i);
		CHECK_TEXT(step->target, targets[i], "step %zu", i);
		CHECK_NUMBER(step->status, 200, "step %zu", i);
		CHECK_TEXT(step->type, "array", "step %zu", i);
		CHECK_TEXT(step->non_empty, "", "step %zu", i);
		CHECK_TEXT(step->message, messages[i], "step %zu", i);
		CHECK(step->body == NULL, "step %zu", i);
		CHECK_NUMBER((long long)step->headers_count, 0, "step %zu", i);
		CHECK_NUMBER(
		    (long long)step->captures_count, i == 0, "step %zu", i);
		CHECK_NUMBER((long long)step->variables_count, (long long)i + 1,
		    "step %zu", i);
	}
	if (plan->steps[0].captures_count == 1) {
		const struct plan_capture *c = plan->steps[0].captures;
		CHECK_NUMBER((long long)c->variable, 1, "salesId");
		CHECK_TEXT(c->pointer, "/0/id", "salesId");
		CHECK_TEXT(c->header, NULL, "salesId");
	}
	plan_free(plan);
	plan_free(NULL);
}

/* What can be said in a file is read, and what is not said has its default. */
static void
test_good(void)
{
	struct plan *plan = NULL;
	char *why = parse(
	    "{'$schema': 'workflow.schema.json',\n"
	    " 'name': '',\n"
	    " 'input': {'variable': 'A_1', 'values': ['a b', '', 'a b'],\n"
	    "   'array': '/x', 'pointer': '/y~0z'},\n"
	    " 'steps': [\n"
	    "  {'target': '/'},\n"
	    "  {'method': 'POST', 'target': '/t/{A_1}{?A_1,A_1}',\n"
	    "   'headers': {'Accept': '', 'X-1': 'a {A_1} {{'},\n"
	    "   'body': {'a': ['{A_1}', null, 1.50, {}]},\n"
	    "   'expect': {'status': 599.0, 'type': 'boolean'},\n"
	    "   'capture': {'b': {'header': 'ETag'},\n"
	    "               'c': {'pointer': ''}}},\n"
	    "  {'method': 'DELETE', 'target': '/{A_1}/{b}/{c}', 'body': "
	    "'{c}',\n"
	    "   'headers': {}, 'expect': {}, 'capture': {}}],\n"
	    " 'result': {'step': 0}}\n",
	    &plan);
	CHECK_TEXT(why, NULL, "a file with everything");
	if (plan == NULL) {
		free(why);
		return;
	}
	CHECK_TEXT(plan->name, "", "name");
	CHECK_NUMBER(plan->source, PLAN_VALUES, "source");
	CHECK_NUMBER((long long)plan->values_count, 3, "values");
	if (plan->values_count == 3) {
		CHECK_TEXT(plan->values[0], "a b", "the first value");
		CHECK_TEXT(plan->values[1], "", "the second value");
		CHECK_TEXT(plan->values[2], "a b", "the third value");
	}
	CHECK_TEXT(plan->input_target, NULL, "target");
	CHECK_TEXT(plan->input_array, "/x", "array");
	CHECK_TEXT(plan->input_pointer, "/y~0z", "pointer");
	CHECK_NUMBER((long long)plan->steps_count, 3, "steps");
	CHECK_NUMBER((long long)plan->result_step, 0, "result");
	CHECK_TEXT(plan->result_pointer, NULL, "result");

	const struct plan_step *step = &plan->steps[0];
	CHECK_TEXT(step->method, "GET", "the default");
	CHECK_NUMBER(step->status, 0, "the default");
	CHECK_TEXT(step->type, NULL, "the default");
	CHECK_TEXT(step->non_empty, NULL, "the default");
	CHECK_TEXT(step->message, NULL, "the default");
	CHECK_NUMBER((long long)step->variables_count, 1, "the default");

	step = &plan->steps[1];
	CHECK_TEXT(step->method, "POST", "the second step");
	CHECK_NUMBER(step->status, 599, "the second step");
	CHECK_TEXT(step->type, "boolean", "the second step");
	CHECK_NUMBER((long long)step->headers_count, 2, "headers");
	if (step->headers_count == 2) {
		CHECK_TEXT(step->headers[0].name, "Accept", "headers");
		CHECK_TEXT(step->headers[0].value, "", "headers");
		CHECK_TEXT(step->headers[1].name, "X-1", "headers");
		CHECK_TEXT(step->headers[1].value, "a {A_1} {{", "headers");
	}
	CHECK(json_object_is_type(step->body, json_type_object), "a body");
	CHECK_NUMBER((long long)step->captures_count, 2, "captures");
	if (step->captures_count == 2) {
		CHECK_NUMBER((long long)step->captures[0].variable, 1, "b");
		CHECK_TEXT(step->captures[0].header, "ETag", "b");
		CHECK_TEXT(step->captures[0].pointer, NULL, "b");
		CHECK_NUMBER((long long)step->captures[1].variable, 2, "c");
		CHECK_TEXT(step->captures[1].header, NULL, "c");
		CHECK_TEXT(step->captures[1].pointer, "", "c");
	}
	CHECK_NUMBER((long long)plan->steps[2].variables_count, 3, "a, b, c");
	CHECK(json_object_is_type(plan->steps[2].body, json_type_string),
	    "a text");
	plan_free(plan);
}

/* A hundred steps are taken, and the last one's answer is the result. */
static void
test_many_steps(void)
{
	for (size_t count = 100; count <= 101; count++) {
		char *text = NULL;
		size_t size = 0;
		FILE *to = open_memstream(&text, &size);
		if (to == NULL)
			abort();
		fputs("{'name': 'n', 'input': {'variable': 'x',"
		      " 'values': ['1']},\n'steps': [",
		    to);
		for (size_t i = 0; i < count; i++)
			fprintf(
			    to, "%s{'target': '/%zu'}", i > 0 ? "," : "", i);
		fputs("]}", to);
		fclose(to);
		struct plan *plan = NULL;
		char *why = parse(text, &plan);
		if (count == 100) {
			CHECK_TEXT(why, NULL, "100 steps");
			CHECK(plan != NULL && plan->steps_count == 100 &&
				  plan->result_step == 99,
			    "100 steps");
		} else {
			CHECK_TEXT(why,
			    "w.json:2: /steps: is not an array of 1 to 100 "
			    "steps",
			    "101 steps");
			CHECK(plan == NULL, "101 steps");
		}
		plan_free(plan);
		free(why);
		free(text);
	}
}

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
		{ "", 1, "the file", "is not JSON: it ends too early" },
		{ "{\n 'name': 'n',\n", 3, "the file",
		    "is not JSON: it ends too early" },
		{ "{\n 'name': 'n'\n 'input': 1}", 3, "the file",
		    "is not JSON: object value separator" },
		{ "{\n 'name': 'n',\n}", 3, "the file", "is not JSON: " },
		{ "{\n 'name': x}", 2, "the file",
		    "is not JSON: unexpected character" },
		{ "{'name': 'n',\r\n\r\n/* why */ 'input': 1}", 3, "the file",
		    "is not JSON: " },
		{ "{'name': '\xff'}", 1, "the file", "is not JSON: " },
		{ "{}\n\n{}", 3, "the file",
		    "is not JSON: unexpected character" },
		{ "[[[[[[[[[[[[[[[[\n[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 2,
		    "the file", "is not JSON: nesting too deep" },

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
		char *why = parse(rows[i].text, &plan);
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

/* Values are a file's lines, whatever ends them; the file stands where its
 * name leads from the workflow file. */
static void
test_lines(void)
{
	static const struct {
		const char *lines;
		const char *values[4];
	} rows[] = {
		{ "a\nb c\n", { "a", "b c" } },
		{ "a\r\nb\r\n", { "a", "b" } },
		{ "\n\na\n\n\nb", { "a", "b" } },
		{ " a \n\t\n#\nJ\xc3\xbcrgen",
		    { " a ", "\t", "#", "J\xc3\xbcrgen" } },
	};
	static const char workflow[] =
	    "{\"name\": \"n\", \"input\": {\"variable\": \"x\", \n"
	    "\"lines\": \"plan-lines.txt\"}, \"steps\": [{\"target\": "
	    "\"/{x}\"}]}";
	char *workflow_file = temp_file("plan-workflow.json");
	char *lines_file = temp_file("plan-lines.txt");
	write_file(workflow_file, workflow, strlen(workflow));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		write_file(lines_file, rows[i].lines, strlen(rows[i].lines));
		struct plan *plan = NULL;
		char *why = plan_read(workflow_file, &plan);
		CHECK_TEXT(why, NULL, "row %zu", i);
		free(why);
		if (plan == NULL)
			continue;
		CHECK_NUMBER(plan->source, PLAN_LINES, "row %zu", i);
		for (size_t v = 0; v < 4; v++)
			CHECK_TEXT(
			    v < plan->values_count ? plan->values[v] : NULL,
			    rows[i].values[v], "row %zu, value %zu", i, v);
		CHECK(plan->values_count <= 4, "row %zu", i);
		plan_free(plan);
	}

	/* An absolute name is not relative to anything. */
	char text[1024];
	struct plan *plan = NULL;
	snprintf(text, sizeof(text),
	    "{\"name\": \"n\", \"input\": {\"variable\": \"x\",\n"
	    " \"lines\": \"%s\"}, \"steps\": [{\"target\": \"/\"}]}",
	    lines_file);
	char *why = plan_parse("/nowhere/w.json", text, &plan);
	CHECK_TEXT(why, NULL, "an absolute name");
	CHECK(plan != NULL && plan->values_count == 4, "an absolute name");
	plan_free(plan);
	free(why);

	/* Nothing to take is a fault. */
	static const struct {
		const char *lines;
		size_t length;
		const char *why;
	} bad[] = {
		{ "", 0, "has no line" },
		{ "\n\r\n\n", 4, "has no line" },
		{ "a\0b\n", 4, ": " },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_file(lines_file, bad[i].lines, bad[i].length);
		plan = NULL;
		why = plan_parse("/nowhere/w.json", text, &plan);
		CHECK(why != NULL && plan == NULL &&
			  strncmp(why,
			      "/nowhere/w.json:2: /input/lines: ", 33) == 0 &&
			  strstr(why, lines_file) != NULL &&
			  strstr(why, bad[i].why) != NULL,
		    "row %zu: %s", i, why != NULL ? why : "");
		free(why);
	}
	remove(lines_file);
	plan = NULL;
	why = plan_read(workflow_file, &plan);
	snprintf(text, sizeof(text),
	    "%s:2: /input/lines: %s: No such file or directory", workflow_file,
	    lines_file);
	CHECK_TEXT(why, text, "no file of lines");
	free(why);
	free(lines_file);
	free(workflow_file);
}

/* A workflow file that cannot be read is named with the reason. */
static void
test_unreadable(void)
{
	char *file = temp_file("plan-none.json");
	struct plan *plan = NULL;
	char text[512];
	char *why = plan_read(file, &plan);
	snprintf(text, sizeof(text), "%s: No such file or directory", file);
	CHECK_TEXT(why, text, "no file");
	free(why);
	why = plan_read("/", &plan);
	CHECK_TEXT(why, "/: Is a directory", "a folder");
	free(why);
	write_file(file, "{}\0{}", 5);
	why = plan_read(file, &plan);
	CHECK(why != NULL && strncmp(why, file, strlen(file)) == 0,
	    "a NUL byte: %s", why != NULL ? why : "");
	free(why);
	write_file(file, "{\n\"name\": 1}", 12);
	why = plan_read(file, &plan);
	snprintf(text, sizeof(text), "%s:2: /name: is not a string", file);
	CHECK_TEXT(why, text, "a bad file");
	free(why);
	CHECK(plan == NULL, "no plan");
	remove(file);
	free(file);
}

CU_TestInfo plan_tests[] = {
	{ "the built-in plan", test_built_in },
	{ "a good file is read", test_good },
	{ "a hundred steps", test_many_steps },
	{ "a bad file is refused with line, member, reason", test_bad },
	{ "values from a file of lines", test_lines },
	{ "a file that cannot be read", test_unreadable },
	CU_TEST_INFO_NULL,
};
