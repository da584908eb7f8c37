/*
 * test_plan.c: what is in the plan of a good workflow file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "plan_fixture.h"

#include <stdio.h>
#include <stdlib.h>

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
	char *why = plan_fixture_parse(
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
		char *why = plan_fixture_parse(text, &plan);
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

CU_TestInfo plan_tests[] = {
	{ "the built-in plan", test_built_in },
	{ "a good file is read", test_good },
	{ "a hundred steps", test_many_steps },
	CU_TEST_INFO_NULL,
};
