/*
 * plan.c: workflow file -> struct plan, or what is wrong with it and where.
 *
 * The first fault is kept; everything after it does nothing. So the reading
 * functions need no error paths, and read like the format they read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan.h"

#include "alloc.h"
#include "jsonline.h"
#include "jsontext.h"

#include "workflow_json.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	STEPS_MAX = 100,
	DEPTH_MAX = 32,
	FILE_MAX = 16 * 1024 * 1024, /* bytes of a file of lines */
};

struct reader {
	const char *file;
	const char *text;
	struct plan *plan;
	char *fault; /* the first; NULL: none yet */
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

static bool
is_one_of(const char *name, const char *const list[])
{
	for (size_t i = 0; list[i] != NULL; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

static char *
join(const char *const list[])
{
	char *joined = alloc_string("");
	for (size_t i = 0; list[i] != NULL; i++) {
		char *more =
		    alloc_format("%s%s%s", joined, i > 0 ? ", " : "", list[i]);
		free(joined);
		joined = more;
	}
	return joined;
}

/* The JSON Pointer of a member: in its name '~' and '/' are escaped. */
static char *
member_path(const char *path, const char *name)
{
	char *escaped = alloc_bytes(2 * strlen(name) + 1);
	char *end = escaped;
	for (; *name != '\0'; name++) {
		if (*name == '~')
			end = stpcpy(end, "~0");
		else if (*name == '/')
			end = stpcpy(end, "~1");
		else
			*end++ = *name;
	}
	*end = '\0';
	char *joined = alloc_format("%s/%s", path, escaped);
	free(escaped);
	return joined;
}

/* path is the JSON Pointer of what is wrong. */
__attribute__((format(printf, 3, 4))) static void
refuse(struct reader *r, const char *path, const char *format, ...)
{
	if (r->fault != NULL)
		return;
	va_list ap;
	va_start(ap, format);
	char *reason = alloc_vformat(format, ap);
	va_end(ap);
	r->fault =
	    alloc_format("%s:%zu: %s: %s", r->file, jsonline_of(r->text, path),
		path[0] != '\0' ? path : "the file", reason);
	free(reason);
}

/* True if it is an object, all its members are known ones, and none is null:
 * what is not to be said is left out. */
static bool
is_object_of(struct reader *r, struct json_object *object, const char *path,
    const char *const known[])
{
	if (!json_object_is_type(object, json_type_object)) {
		refuse(r, path, "is not an object");
		return false;
	}
	json_object_object_foreach(object, name, value)
	{
		char *at = member_path(path, name);
		char *list = join(known);
		if (!is_one_of(name, known))
			refuse(r, at, "is not known here; known are: %s", list);
		else if (value == NULL)
			refuse(r, at, "is null");
		free(list);
		free(at);
	}
	return r->fault == NULL;
}

static struct json_object *
member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;
	json_object_object_get_ex(object, name, &value);
	return value;
}

/* A string's text; "" if it is none that could be passed on. */
static const char *
read_text(struct reader *r, struct json_object *value, const char *path)
{
	const char *text = NULL;
	if (!json_object_is_type(value, json_type_string))
		refuse(r, path, "is not a string");
	else if ((text = jsontext_scalar(value)) == NULL)
		refuse(r, path, "holds a NUL character");
	return text != NULL ? text : "";
}

/* A string member. If it is not there, otherwise. */
static const char *
read_string(struct reader *r, struct json_object *object, const char *path,
    const char *name, const char *otherwise)
{
	struct json_object *value;
	if (!json_object_object_get_ex(object, name, &value))
		return otherwise;
	char *at = member_path(path, name);
	const char *text = read_text(r, value, at);
	free(at);
	return text;
}

static const char *
read_required(struct reader *r, struct json_object *object, const char *path,
    const char *name)
{
	const char *value = read_string(r, object, path, name, NULL);
	if (value == NULL)
		refuse(r, path, "has no \"%s\"", name);
	return value != NULL ? value : "";
}

static long
read_number(struct reader *r, struct json_object *object, const char *path,
    const char *name, long min, long max, long otherwise)
{
	struct json_object *value;
	if (!json_object_object_get_ex(object, name, &value))
		return otherwise;
	int64_t number = json_object_get_int64(value);
	/* 200.0 is a whole number as well. */
	if ((json_object_is_type(value, json_type_int) ||
		json_object_is_type(value, json_type_double)) &&
	    json_object_get_double(value) == (double)number && number >= min &&
	    number <= max)
		return (long)number;
	char *at = member_path(path, name);
	refuse(r, at, "is not a whole number from %ld to %ld", min, max);
	free(at);
	return otherwise;
}

/* A JSON Pointer (RFC 6901): empty, or "/" and tokens; "~" as ~0 or ~1. */
static const char *
read_pointer(struct reader *r, struct json_object *object, const char *path,
    const char *name, const char *otherwise)
{
	const char *pointer = read_string(r, object, path, name, otherwise);
	if (pointer == NULL)
		return NULL;
	bool good = pointer[0] == '\0' || pointer[0] == '/';
	for (const char *p = pointer; (p = strchr(p, '~')) != NULL; p++)
		good = good && (p[1] == '0' || p[1] == '1');
	if (!good) {
		char *at = member_path(path, name);
		refuse(r, at, "'%s' is not a JSON Pointer", pointer);
		free(at);
	}
	return pointer;
}

static void
check_choice(struct reader *r, const char *path, const char *name,
    const char *value, const char *const choices[])
{
	char *at = member_path(path, name);
	char *list = join(choices);
	if (!is_one_of(value, choices))
		refuse(r, at, "'%s' is not one of: %s", value, list);
	free(list);
	free(at);
}

static void
check_template(struct reader *r, const char *path, const char *text,
    enum template_kind kind, size_t variables_count)
{
	char *why = NULL;
	free(template_expand(text, kind,
	    (struct template_names){ r->plan->variables, variables_count },
	    NULL, &why));
	if (why != NULL)
		refuse(r, path, "%s", why);
	free(why);
}

/* What a request line can have, from the path on. */
static void
check_target(struct reader *r, const char *path, const char *target)
{
	if (target[0] != '/')
		refuse(r, path, "does not begin with '/'");
	for (const char *p = target; *p != '\0'; p++)
		if (*p == '#' || *p == 0x7f || (*p > 0 && *p <= ' '))
			refuse(r, path,
			    "has a blank, a control character or a '#'");
}

/* A token of RFC 9110. */
static void
check_header_name(struct reader *r, const char *path, const char *name)
{
	static const char letters[] = "!#$%&'*+-.^_`|~0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";
	if (name[0] == '\0' || name[strspn(name, letters)] != '\0')
		refuse(r, path, "'%s' is not a header's name", name);
}

/* Every string in a body is a template. */
static void
check_body(struct reader *r, struct json_object *body, const char *path,
    size_t variables_count)
{
	if (json_object_is_type(body, json_type_string)) {
		check_template(r, path, read_text(r, body, path), TEMPLATE_TEXT,
		    variables_count);
	} else if (json_object_is_type(body, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(body); i++) {
			char *at = alloc_format("%s/%zu", path, i);
			check_body(r, json_object_array_get_idx(body, i), at,
			    variables_count);
			free(at);
		}
	} else if (json_object_is_type(body, json_type_object)) {
		json_object_object_foreach(body, name, value)
		{
			char *at = member_path(path, name);
			check_body(r, value, at, variables_count);
			free(at);
		}
	}
}

/* Give a variable its place; a name is letters, digits and '_'. */
static size_t
add_variable(struct reader *r, const char *path, const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789_";
	struct plan *plan = r->plan;
	if (name[0] == '\0' || name[strspn(name, letters)] != '\0')
		refuse(r, path, "'%s' is not a name of letters, digits and _",
		    name);
	for (size_t i = 0; i < plan->variables_count; i++)
		if (strcmp(plan->variables[i], name) == 0)
			refuse(r, path, "'%s' has a value already", name);
	plan->variables = alloc_resized(plan->variables,
	    (plan->variables_count + 1) * sizeof(*plan->variables));
	plan->variables[plan->variables_count] = name;
	return plan->variables_count++;
}

static void
add_value(struct plan *plan, const char *value, size_t length)
{
	plan->values = alloc_resized(
	    plan->values, (plan->values_count + 1) * sizeof(*plan->values));
	plan->values[plan->values_count++] =
	    alloc_format("%.*s", (int)length, value);
}

/* The file's text, NUL-terminated; NULL, with errno set, if it cannot be
 * read. */
static char *
read_file(const char *file)
{
	FILE *from = fopen(file, "r");
	if (from == NULL)
		return NULL;
	char *text = alloc_bytes(FILE_MAX + 1);
	size_t length = fread(text, 1, FILE_MAX + 1, from);
	int error = ferror(from) ? errno : length > FILE_MAX ? EFBIG : 0;
	if (error == 0 && memchr(text, '\0', length) != NULL)
		error = EILSEQ;
	fclose(from);
	if (error != 0) {
		free(text);
		errno = error;
		return NULL;
	}
	text[length] = '\0';
	return alloc_resized(text, length + 1);
}

static void
read_values(struct reader *r, struct json_object *values)
{
	if (!json_object_is_type(values, json_type_array) ||
	    json_object_array_length(values) == 0) {
		refuse(r, "/input/values", "is not an array with a value");
		return;
	}
	for (size_t i = 0; i < json_object_array_length(values); i++) {
		struct json_object *value =
		    json_object_array_get_idx(values, i);
		char *at = alloc_format("/input/values/%zu", i);
		const char *text = read_text(r, value, at);
		add_value(r->plan, text, strlen(text));
		free(at);
	}
}

/* A value a line; empty lines are none. The name is relative to the workflow
 * file's folder. */
static void
read_lines(struct reader *r, const char *name)
{
	const char *slash = strrchr(r->file, '/');
	int folder =
	    slash != NULL && name[0] != '/' ? (int)(slash - r->file) + 1 : 0;
	char *file = alloc_format("%.*s%s", folder, r->file, name);
	char *text = read_file(file);
	if (text == NULL) {
		refuse(r, "/input/lines", "%s: %s", file, strerror(errno));
	} else {
		for (const char *line = text; *line != '\0';) {
			size_t length = strcspn(line, "\r\n");
			if (length > 0)
				add_value(r->plan, line, length);
			line += length + (line[length] != '\0');
		}
		if (r->plan->values_count == 0)
			refuse(r, "/input/lines", "%s has no line", file);
	}
	free(text);
	free(file);
}

static void
read_input(struct reader *r, struct json_object *input)
{
	struct plan *plan = r->plan;
	if (!is_object_of(r, input, "/input", input_members))
		return;
	add_variable(r, "/input/variable",
	    read_required(r, input, "/input", "variable"));
	struct json_object *values = member(input, "values");
	const char *lines = read_string(r, input, "/input", "lines", NULL);
	plan->input_target = read_string(r, input, "/input", "target", NULL);
	if (plan->input_target != NULL)
		check_target(r, "/input/target", plan->input_target);
	plan->input_array = read_pointer(r, input, "/input", "array", "");
	plan->input_pointer = read_pointer(r, input, "/input", "pointer", "");
	if ((values != NULL) + (lines != NULL) + (plan->input_target != NULL) !=
	    1) {
		refuse(r, "/input",
		    "needs one of \"values\", \"lines\" and \"target\"");
	} else if (values != NULL) {
		plan->source = PLAN_VALUES;
		read_values(r, values);
	} else if (lines != NULL) {
		plan->source = PLAN_LINES;
		read_lines(r, lines);
	} else {
		plan->source = PLAN_TARGET;
	}
}

static void
read_headers(struct reader *r, struct json_object *headers, const char *path,
    struct plan_step *step)
{
	if (!json_object_is_type(headers, json_type_object)) {
		refuse(r, path, "is not an object");
		return;
	}
	step->headers = alloc_zeroed(
	    (size_t)json_object_object_length(headers), sizeof(*step->headers));
	json_object_object_foreach(headers, name, value)
	{
		char *at = member_path(path, name);
		const char *text = read_required(r, headers, path, name);
		(void)value;
		check_header_name(r, at, name);
		if (strpbrk(text, "\r\n") != NULL)
			refuse(r, at, "has a line break");
		check_template(
		    r, at, text, TEMPLATE_TEXT, step->variables_count);
		step->headers[step->headers_count++] =
		    (struct plan_header){ name, text };
		free(at);
	}
}

static void
read_expect(struct reader *r, struct json_object *expect, const char *path,
    struct plan_step *step)
{
	if (!is_object_of(r, expect, path, expect_members))
		return;
	step->status = read_number(r, expect, path, "status", 100, 599, 0);
	step->type = read_string(r, expect, path, "type", NULL);
	if (step->type != NULL)
		check_choice(r, path, "type", step->type, types);
	step->non_empty = read_pointer(r, expect, path, "nonEmpty", NULL);
	step->message = read_string(r, expect, path, "message", NULL);
	char *at = alloc_format("%s/message", path);
	if (step->message != NULL)
		check_template(
		    r, at, step->message, TEMPLATE_TEXT, step->variables_count);
	if (step->message != NULL && step->non_empty == NULL)
		refuse(r, at,
		    "is said if \"nonEmpty\" fails, which is not "
		    "asked for");
	free(at);
}

static void
read_captures(struct reader *r, struct json_object *captures, const char *path,
    struct plan_step *step)
{
	if (!json_object_is_type(captures, json_type_object)) {
		refuse(r, path, "is not an object");
		return;
	}
	step->captures =
	    alloc_zeroed((size_t)json_object_object_length(captures),
		sizeof(*step->captures));
	json_object_object_foreach(captures, name, capture)
	{
		char *at = member_path(path, name);
		struct plan_capture *c =
		    &step->captures[step->captures_count++];
		if (is_object_of(r, capture, at, capture_members)) {
			c->pointer =
			    read_pointer(r, capture, at, "pointer", NULL);
			c->header = read_string(r, capture, at, "header", NULL);
			if ((c->pointer != NULL) + (c->header != NULL) != 1)
				refuse(r, at,
				    "needs one of \"pointer\" and "
				    "\"header\"");
			char *header = member_path(at, "header");
			if (c->header != NULL)
				check_header_name(r, header, c->header);
			free(header);
			c->variable = add_variable(r, at, name);
		}
		free(at);
	}
}

static void
read_step(struct reader *r, struct json_object *object, const char *path,
    struct plan_step *step)
{
	if (!is_object_of(r, object, path, step_members))
		return;
	step->variables_count = r->plan->variables_count;
	step->method = read_string(r, object, path, "method", "GET");
	step->target = read_required(r, object, path, "target");
	step->body = member(object, "body");

	check_choice(r, path, "method", step->method, methods);
	char *at = alloc_format("%s/target", path);
	check_target(r, at, step->target);
	check_template(
	    r, at, step->target, TEMPLATE_URI, step->variables_count);
	free(at);

	struct json_object *part;
	at = alloc_format("%s/headers", path);
	if ((part = member(object, "headers")) != NULL)
		read_headers(r, part, at, step);
	free(at);
	at = alloc_format("%s/body", path);
	check_body(r, step->body, at, step->variables_count);
	free(at);
	at = alloc_format("%s/expect", path);
	if ((part = member(object, "expect")) != NULL)
		read_expect(r, part, at, step);
	free(at);
	at = alloc_format("%s/capture", path);
	if ((part = member(object, "capture")) != NULL)
		read_captures(r, part, at, step);
	free(at);
}

static void
read_plan(struct reader *r)
{
	struct plan *plan = r->plan;
	if (!is_object_of(r, plan->root, "", plan_members))
		return;
	read_string(r, plan->root, "", "$schema", NULL);
	plan->name = read_required(r, plan->root, "", "name");
	struct json_object *input = member(plan->root, "input");
	struct json_object *steps = member(plan->root, "steps");
	struct json_object *result = member(plan->root, "result");
	if (input == NULL)
		refuse(r, "", "has no \"input\"");
	else
		read_input(r, input);

	size_t count = json_object_is_type(steps, json_type_array)
			   ? json_object_array_length(steps)
			   : 0;
	if (steps == NULL)
		refuse(r, "", "has no \"steps\"");
	else if (count < 1 || count > STEPS_MAX)
		refuse(
		    r, "/steps", "is not an array of 1 to %d steps", STEPS_MAX);
	plan->steps = alloc_zeroed(count, sizeof(*plan->steps));
	for (size_t i = 0; i < count && r->fault == NULL; i++) {
		char *path = alloc_format("/steps/%zu", i);
		plan->steps_count = i + 1;
		read_step(r, json_object_array_get_idx(steps, i), path,
		    &plan->steps[i]);
		free(path);
	}

	plan->result_step = count > 0 ? count - 1 : 0;
	if (result == NULL || r->fault != NULL ||
	    !is_object_of(r, result, "/result", result_members))
		return;
	plan->result_step = (size_t)read_number(
	    r, result, "/result", "step", 0, (long)count - 1, (long)count - 1);
	plan->result_pointer =
	    read_pointer(r, result, "/result", "pointer", NULL);
}

/* json-c forgets where it was; the tokener still knows how far it came. With
 * its NUL the text has an end, even if that is a number's. */
static void
parse(struct reader *r)
{
	struct json_tokener *tokener =
	    alloc_checked(json_tokener_new_ex(DEPTH_MAX));
	json_tokener_set_flags(
	    tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	r->plan->root =
	    json_tokener_parse_ex(tokener, r->text, (int)strlen(r->text) + 1);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	if (error != json_tokener_success)
		r->fault = alloc_format("%s:%zu: the file: is not JSON: %s",
		    r->file,
		    jsonline_at(r->text, json_tokener_get_parse_end(tokener)),
		    error == json_tokener_error_parse_eof
			? "it ends too early"
			: json_tokener_error_desc(error));
	json_tokener_free(tokener);
}

char *
plan_parse(const char *file, const char *text, struct plan **ret_plan)
{
	struct reader r = { .file = file,
		.text = text,
		.plan = alloc_zeroed(1, sizeof(*r.plan)) };
	parse(&r);
	if (r.fault == NULL)
		read_plan(&r);
	if (r.fault != NULL)
		plan_free(r.plan);
	else
		*ret_plan = r.plan;
	return r.fault;
}

char *
plan_read(const char *file, struct plan **ret_plan)
{
	if (file == NULL)
		return plan_parse("built-in", workflow_json, ret_plan);
	char *text = read_file(file);
	if (text == NULL)
		return alloc_format("%s: %s", file, strerror(errno));
	char *fault = plan_parse(file, text, ret_plan);
	free(text);
	return fault;
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
