/*
 * plan_read.c: workflow file -> struct plan, or a complaint. json_read.c keeps
 * the first complaint, so the functions need no error paths, and read like the
 * format that they read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/plan.h"

#include "lib/alloc.h"
#include "lib/file.h"
#include "plan/json_read.h"
#include "plan/plan_checks.h"

#include "workflow_json.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	STEPS_MAX = 100,
	FILE_MAX = 16 * 1024 * 1024, /* bytes of a file of lines */
};

/* clang-format off */
static const char *const plan_members[] = {
	"$schema", "name", "input", "steps", "result", NULL };
static const char *const input_members[] = {
	"variable", "values", "lines", "target", "array", "pointer", NULL };
static const char *const step_members[] = {
	"method", "target", "headers", "body", "expect", "capture", NULL };
static const char *const expect_members[] = {
	"status", "type", "nonEmpty", "message", NULL };
static const char *const types[] = {
	"array", "object", "string", "number", "boolean", NULL };
static const char *const capture_members[] = { "pointer", "header", NULL };
static const char *const result_members[] = { "step", "pointer", NULL };
static const char *const methods[] = {
	"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", NULL };
/* clang-format on */

static void
add_value(struct plan *plan, const char *value, size_t length)
{
	plan->values = alloc_resized(
	    plan->values, (plan->values_count + 1) * sizeof(*plan->values));
	plan->values[plan->values_count++] =
	    alloc_format("%.*s", (int)length, value);
}

static void
read_values(struct jsonread *r, struct plan *plan, struct json_object *values)
{
	if (!json_object_is_type(values, json_type_array) ||
	    json_object_array_length(values) == 0) {
		jsonread_refuse(
		    r, "/input/values", "is not an array with a value");
		return;
	}
	for (size_t i = 0; i < json_object_array_length(values); i++) {
		struct json_object *value =
		    json_object_array_get_idx(values, i);
		char *at = alloc_format("/input/values/%zu", i);
		const char *text = jsonread_text(r, value, at);
		add_value(plan, text, strlen(text));
		free(at);
	}
}

/* Read a file with one value a line; empty lines are skipped. The name is
 * relative to the workflow file's folder. */
static void
read_lines(struct jsonread *r, struct plan *plan, const char *name)
{
	const char *slash = strrchr(r->file, '/');
	int folder =
	    slash != NULL && name[0] != '/' ? (int)(slash - r->file) + 1 : 0;
	char *file = alloc_format("%.*s%s", folder, r->file, name);
	char *text = file_text(file, FILE_MAX);
	if (text == NULL) {
		jsonread_refuse(
		    r, "/input/lines", "%s: %s", file, strerror(errno));
	} else {
		for (const char *line = text; *line != '\0';) {
			size_t length = strcspn(line, "\r\n");
			if (length > 0)
				add_value(plan, line, length);
			line += length + (line[length] != '\0');
		}
		if (plan->values_count == 0)
			jsonread_refuse(
			    r, "/input/lines", "%s has no line", file);
	}
	free(text);
	free(file);
}

static void
read_input(struct jsonread *r, struct plan *plan, struct json_object *input)
{
	if (!jsonread_is_object(r, input, "/input", input_members))
		return;
	plan_add_variable(r, plan, "/input/variable",
	    jsonread_required(r, input, "/input", "variable"));
	struct json_object *values = jsonread_member(input, "values");
	const char *lines = jsonread_string(r, input, "/input", "lines", NULL);
	plan->input_target =
	    jsonread_string(r, input, "/input", "target", NULL);
	if (plan->input_target != NULL)
		plan_check_target(r, "/input/target", plan->input_target);
	plan->input_array = jsonread_pointer(r, input, "/input", "array", "");
	plan->input_pointer =
	    jsonread_pointer(r, input, "/input", "pointer", "");
	if ((values != NULL) + (lines != NULL) + (plan->input_target != NULL) !=
	    1) {
		jsonread_refuse(r, "/input",
		    "needs one of \"values\", \"lines\" and \"target\"");
	} else if (values != NULL) {
		plan->source = PLAN_VALUES;
		read_values(r, plan, values);
	} else if (lines != NULL) {
		plan->source = PLAN_LINES;
		read_lines(r, plan, lines);
	} else {
		plan->source = PLAN_TARGET;
	}
}

static void
read_headers(struct jsonread *r, const struct plan *plan,
    struct json_object *headers, const char *path, struct plan_step *step)
{
	if (!json_object_is_type(headers, json_type_object)) {
		jsonread_refuse(r, path, "is not an object");
		return;
	}
	step->headers = alloc_zeroed(
	    (size_t)json_object_object_length(headers), sizeof(*step->headers));
	json_object_object_foreach(headers, name, value)
	{
		char *at = jsonread_path(path, name);
		const char *text = jsonread_required(r, headers, path, name);
		(void)value;
		plan_check_header_name(r, at, name);
		if (strpbrk(text, "\r\n") != NULL)
			jsonread_refuse(r, at, "has a line break");
		plan_check_template(
		    r, plan, at, text, TEMPLATE_TEXT, step->variables_count);
		step->headers[step->headers_count++] =
		    (struct plan_header){ name, text };
		free(at);
	}
}

static void
read_expect(struct jsonread *r, const struct plan *plan,
    struct json_object *expect, const char *path, struct plan_step *step)
{
	if (!jsonread_is_object(r, expect, path, expect_members))
		return;
	step->status = jsonread_number(r, expect, path, "status", 100, 599, 0);
	step->type = jsonread_string(r, expect, path, "type", NULL);
	if (step->type != NULL)
		jsonread_choice(r, path, "type", step->type, types);
	step->non_empty = jsonread_pointer(r, expect, path, "nonEmpty", NULL);
	step->message = jsonread_string(r, expect, path, "message", NULL);
	char *at = alloc_format("%s/message", path);
	if (step->message != NULL)
		plan_check_template(r, plan, at, step->message, TEMPLATE_TEXT,
		    step->variables_count);
	if (step->message != NULL && step->non_empty == NULL)
		jsonread_refuse(r, at,
		    "is said if \"nonEmpty\" fails, which is not "
		    "asked for");
	free(at);
}

static void
read_captures(struct jsonread *r, struct plan *plan,
    struct json_object *captures, const char *path, struct plan_step *step)
{
	if (!json_object_is_type(captures, json_type_object)) {
		jsonread_refuse(r, path, "is not an object");
		return;
	}
	step->captures =
	    alloc_zeroed((size_t)json_object_object_length(captures),
		sizeof(*step->captures));
	json_object_object_foreach(captures, name, capture)
	{
		char *at = jsonread_path(path, name);
		struct plan_capture *c =
		    &step->captures[step->captures_count++];
		if (jsonread_is_object(r, capture, at, capture_members)) {
			c->pointer =
			    jsonread_pointer(r, capture, at, "pointer", NULL);
			c->header =
			    jsonread_string(r, capture, at, "header", NULL);
			if ((c->pointer != NULL) + (c->header != NULL) != 1)
				jsonread_refuse(r, at,
				    "needs one of \"pointer\" and "
				    "\"header\"");
			char *header = jsonread_path(at, "header");
			if (c->header != NULL)
				plan_check_header_name(r, header, c->header);
			free(header);
			c->variable = plan_add_variable(r, plan, at, name);
		}
		free(at);
	}
}

static void
read_step(struct jsonread *r, struct plan *plan, struct json_object *object,
    const char *path, struct plan_step *step)
{
	if (!jsonread_is_object(r, object, path, step_members))
		return;
	step->variables_count = plan->variables_count;
	step->method = jsonread_string(r, object, path, "method", "GET");
	step->target = jsonread_required(r, object, path, "target");
	step->body = jsonread_member(object, "body");

	jsonread_choice(r, path, "method", step->method, methods);
	char *at = alloc_format("%s/target", path);
	plan_check_target(r, at, step->target);
	plan_check_template(
	    r, plan, at, step->target, TEMPLATE_URI, step->variables_count);
	free(at);

	struct json_object *part;
	at = alloc_format("%s/headers", path);
	if ((part = jsonread_member(object, "headers")) != NULL)
		read_headers(r, plan, part, at, step);
	free(at);
	at = alloc_format("%s/body", path);
	plan_check_body(r, plan, step->body, at, step->variables_count);
	free(at);
	at = alloc_format("%s/expect", path);
	if ((part = jsonread_member(object, "expect")) != NULL)
		read_expect(r, plan, part, at, step);
	free(at);
	at = alloc_format("%s/capture", path);
	if ((part = jsonread_member(object, "capture")) != NULL)
		read_captures(r, plan, part, at, step);
	free(at);
}

static void
read_plan(struct jsonread *r, struct plan *plan)
{
	if (!jsonread_is_object(r, plan->root, "", plan_members))
		return;
	jsonread_string(r, plan->root, "", "$schema", NULL);
	plan->name = jsonread_required(r, plan->root, "", "name");
	struct json_object *input = jsonread_member(plan->root, "input");
	struct json_object *steps = jsonread_member(plan->root, "steps");
	struct json_object *result = jsonread_member(plan->root, "result");
	if (input == NULL)
		jsonread_refuse(r, "", "has no \"input\"");
	else
		read_input(r, plan, input);

	size_t count = json_object_is_type(steps, json_type_array)
			   ? json_object_array_length(steps)
			   : 0;
	if (steps == NULL)
		jsonread_refuse(r, "", "has no \"steps\"");
	else if (count < 1 || count > STEPS_MAX)
		jsonread_refuse(
		    r, "/steps", "is not an array of 1 to %d steps", STEPS_MAX);
	plan->steps = alloc_zeroed(count, sizeof(*plan->steps));
	for (size_t i = 0; i < count && r->complaint == NULL; i++) {
		char *path = alloc_format("/steps/%zu", i);
		plan->steps_count = i + 1;
		read_step(r, plan, json_object_array_get_idx(steps, i), path,
		    &plan->steps[i]);
		free(path);
	}

	plan->result_step = count > 0 ? count - 1 : 0;
	if (result == NULL || r->complaint != NULL ||
	    !jsonread_is_object(r, result, "/result", result_members))
		return;
	plan->result_step = (size_t)jsonread_number(
	    r, result, "/result", "step", 0, (long)count - 1, (long)count - 1);
	plan->result_pointer =
	    jsonread_pointer(r, result, "/result", "pointer", NULL);
}

char *
plan_parse(const char *file, const char *text, struct plan **ret_plan)
{
	struct jsonread r = { .file = file, .text = text };
	struct plan *plan = alloc_zeroed(1, sizeof(*plan));
	plan->root = jsonread_root(&r);
	if (r.complaint == NULL)
		read_plan(&r, plan);
	if (r.complaint != NULL)
		plan_free(plan);
	else
		*ret_plan = plan;
	return r.complaint;
}

char *
plan_read(const char *file, struct plan **ret_plan)
{
	if (file == NULL)
		return plan_parse("built-in", workflow_json, ret_plan);
	char *text = file_text(file, FILE_MAX);
	if (text == NULL)
		return alloc_format("%s: %s", file, strerror(errno));
	char *complaint = plan_parse(file, text, ret_plan);
	free(text);
	return complaint;
}

void
plan_free(struct plan *plan)
{
	if (plan == NULL)
		return;
	for (size_t i = 0; i < plan->steps_count; i++) {
		free(plan->steps[i].headers);
		free(plan->steps[i].captures);
	}
	for (size_t i = 0; i < plan->values_count; i++)
		free(plan->values[i]);
	free(plan->values);
	free(plan->variables);
	free(plan->steps);
	json_object_put(plan->root);
	free(plan);
}
