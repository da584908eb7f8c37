/*
 * workflow_state.c: runs a plan for one input value: evaluates answers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/workflow.h"

#include "lib/alloc.h"
#include "lib/text.h"
#include "plan/json_text.h"
#include "plan/workflow_request.h"

#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN_BYTES = 80 /* of an unexpected answer, enough to know it by */ };

static void
finish(struct workflow *w, enum workflow_state state)
{
	w->state = state;
	workflow_request_clear(w);
}

void
workflow_init(struct workflow *w, const struct plan *plan, const char *value)
{
	*w = (struct workflow){ .plan = plan, .state = WORKFLOW_NEXT };
	w->values = alloc_zeroed(plan->variables_count, sizeof(*w->values));
	w->values[0] = alloc_string(value);
	workflow_request_prepare(w);
}

const char *
workflow_name(const struct workflow *w)
{
	return w->values[0];
}

void
workflow_fail(struct workflow *w, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	w->error = alloc_vformat(format, ap);
	va_end(ap);
	finish(w, WORKFLOW_FAILED);
}

/* Fail with "METHOD TARGET: WHAT; expected STATUS with …; got "the first
 * bytes"". */
__attribute__((format(printf, 3, 4))) static void
fail_unexpected(struct workflow *w, const struct workflow_answer *answer,
    const char *format, ...)
{
	const struct plan_step *step = workflow_step(w);
	size_t n = text_cut(answer->body, answer->body_length, SHOWN_BYTES);
	char *shown = alloc_checked(text_harmless(answer->body, n));
	char status[16] = "2xx";
	if (step->status != 0)
		snprintf(status, sizeof(status), "%ld", step->status);
	va_list ap;
	va_start(ap, format);
	char *what = alloc_vformat(format, ap);
	va_end(ap);
	workflow_fail(w, "%s %s: %s; expected %s%s%s; got \"%s\"%s", w->method,
	    w->target, what, status, step->type != NULL ? " with a JSON " : "",
	    step->type != NULL ? step->type : "", shown,
	    n < answer->body_length ? "..." : "");
	free(shown);
	free(what);
}

static bool
has_type(struct json_object *value, const char *type)
{
	switch (json_object_get_type(value)) {
	case json_type_array:
		return strcmp(type, "array") == 0;
	case json_type_object:
		return strcmp(type, "object") == 0;
	case json_type_string:
		return strcmp(type, "string") == 0;
	case json_type_boolean:
		return strcmp(type, "boolean") == 0;
	case json_type_int:
	case json_type_double:
		return strcmp(type, "number") == 0;
	default:
		return false;
	}
}

/* Get the length of an array, object or string. Returns false for other values.
 */
static bool
length_of(struct json_object *value, size_t *ret_length)
{
	switch (json_object_get_type(value)) {
	case json_type_array:
		*ret_length = json_object_array_length(value);
		return true;
	case json_type_object:
		*ret_length = (size_t)json_object_object_length(value);
		return true;
	case json_type_string:
		*ret_length = (size_t)json_object_get_string_len(value);
		return true;
	default:
		return false;
	}
}

static struct json_object *
value_at(struct json_object *root, const char *pointer)
{
	struct json_object *value = NULL;
	if (json_pointer_get(root, pointer, &value) != 0)
		return NULL;
	return value;
}

/* Check the body against the step's expectations. Returns false if w has
 * failed. */
static bool
meets_expectations(struct workflow *w, const struct workflow_answer *answer,
    struct json_object *root)
{
	const struct plan_step *step = workflow_step(w);
	if (step->type != NULL && !has_type(root, step->type)) {
		fail_unexpected(w, answer, "not a JSON %s", step->type);
		return false;
	}
	if (step->non_empty == NULL)
		return true;
	size_t length;
	if (!length_of(value_at(root, step->non_empty), &length)) {
		fail_unexpected(w, answer, "no array, object or string at '%s'",
		    step->non_empty);
		return false;
	}
	if (length > 0)
		return true;
	if (step->message == NULL) {
		fail_unexpected(w, answer, "nothing in '%s'", step->non_empty);
		return false;
	}
	char *message = workflow_expand(w, step->message, TEMPLATE_TEXT);
	workflow_fail(w, "%s", message);
	free(message);
	return false;
}

/* Return the value of the first header of this name as a new string, or NULL.
 */
static char *
header_value(const struct workflow_answer *answer, const char *name)
{
	size_t name_length = strlen(name);
	if (answer->headers == NULL)
		return NULL;
	const char *line = answer->headers;
	const char *end = line + answer->headers_length;
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *stop = newline != NULL ? newline : end;
		if ((size_t)(stop - line) > name_length &&
		    line[name_length] == ':' &&
		    strncasecmp(line, name, name_length) == 0) {
			line += name_length + 1;
			while (line < stop && strchr(" \t", *line) != NULL)
				line++;
			while (stop > line && strchr(" \t\r", stop[-1]) != NULL)
				stop--;
			return alloc_format("%.*s", (int)(stop - line), line);
		}
		line = stop + 1;
	}
	return NULL;
}

/* Keep the values that later steps need. Returns false if w has failed. */
static bool
capture(struct workflow *w, const struct workflow_answer *answer,
    struct json_object *root)
{
	const struct plan_step *step = workflow_step(w);
	for (size_t i = 0; i < step->captures_count; i++) {
		const struct plan_capture *c = &step->captures[i];
		char **value = &w->values[c->variable];
		if (c->header != NULL) {
			*value = header_value(answer, c->header);
			if (*value == NULL) {
				fail_unexpected(w, answer,
				    "no header '%s' to take %s from", c->header,
				    w->plan->variables[c->variable]);
				return false;
			}
			continue;
		}
		const char *found = jsontext_scalar(value_at(root, c->pointer));
		if (found == NULL) {
			fail_unexpected(w, answer,
			    "no string or number at '%s' to take %s from",
			    c->pointer, w->plan->variables[c->variable]);
			return false;
		}
		*value = alloc_string(found);
	}
	return true;
}

/* Keep the result, if this step's answer is it. Returns false if w has failed.
 */
static bool
keep_result(struct workflow *w, const struct workflow_answer *answer,
    struct json_object *root)
{
	const char *pointer = w->plan->result_pointer;
	if (w->step != w->plan->result_step)
		return true;
	if (pointer == NULL) {
		if (memchr(answer->body, '\0', answer->body_length) != NULL) {
			fail_unexpected(
			    w, answer, "the result holds a NUL byte");
			return false;
		}
		w->result = alloc_format(
		    "%.*s", (int)answer->body_length, answer->body);
		return true;
	}
	struct json_object *value = value_at(root, pointer);
	if (value == NULL) {
		fail_unexpected(w, answer, "no result at '%s'", pointer);
		return false;
	}
	w->result = alloc_string(jsontext_compact(value));
	return true;
}

static bool
needs_json(const struct workflow *w)
{
	const struct plan_step *step = workflow_step(w);
	bool needed = step->type != NULL || step->non_empty != NULL ||
		      (w->step == w->plan->result_step &&
			  w->plan->result_pointer != NULL);
	for (size_t i = 0; i < step->captures_count; i++)
		needed = needed || step->captures[i].pointer != NULL;
	return needed;
}

void
workflow_feed(struct workflow *w, const struct workflow_answer *answer)
{
	const struct plan_step *step = workflow_step(w);
	struct json_object *root = NULL;
	if (step->status != 0 ? answer->status != step->status
			      : answer->status < 200 || answer->status > 299) {
		fail_unexpected(w, answer, "status %ld", answer->status);
		return;
	}
	if (needs_json(w)) {
		char why[JSONTEXT_WHY_SIZE] = "";
		root = jsontext_parse(answer->body, answer->body_length, why);
		if (root == NULL) {
			fail_unexpected(w, answer, "not JSON (%s)", why);
			return;
		}
	}
	if (meets_expectations(w, answer, root) && capture(w, answer, root) &&
	    keep_result(w, answer, root)) {
		if (workflow_is_last_step(w)) {
			finish(w, WORKFLOW_DONE);
		} else {
			w->step++;
			workflow_request_prepare(w);
		}
	}
	json_object_put(root);
}

void
workflow_done(struct workflow *w)
{
	workflow_request_clear(w);
	for (size_t i = 0; i < w->plan->variables_count; i++)
		free(w->values[i]);
	free(w->values);
	free(w->result);
	free(w->error);
	*w = (struct workflow){ 0 };
}
