/*
 * workflow_request.c: a step of a plan and the values so far -> its request.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/workflow_request.h"

#include "lib/alloc.h"
#include "plan/json_text.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

const struct plan_step *
workflow_step(const struct workflow *w)
{
	return &w->plan->steps[w->step];
}

char *
workflow_expand(
    const struct workflow *w, const char *text, enum template_kind kind)
{
	char *why = NULL;
	return alloc_checked(template_expand(text, kind,
	    (struct template_names){
		w->plan->variables, workflow_step(w)->variables_count },
	    w->values, &why));
}

/* Expand the strings in a body. The result shares nothing with the plan, which
 * all threads read: json-c's reference counts are not atomic. */
static struct json_object *
expand_json(const struct workflow *w, struct json_object *body)
{
	struct json_object *copy = NULL;
	if (body == NULL)
		return NULL;
	if (json_object_is_type(body, json_type_string)) {
		char *text = workflow_expand(
		    w, json_object_get_string(body), TEMPLATE_TEXT);
		struct json_object *string =
		    alloc_checked(json_object_new_string(text));
		free(text);
		return string;
	}
	if (json_object_is_type(body, json_type_array)) {
		struct json_object *array =
		    alloc_checked(json_object_new_array());
		for (size_t i = 0; i < json_object_array_length(body); i++)
			json_object_array_add(array,
			    expand_json(w, json_object_array_get_idx(body, i)));
		return array;
	}
	if (json_object_is_type(body, json_type_object)) {
		struct json_object *object =
		    alloc_checked(json_object_new_object());
		json_object_object_foreach(body, name, value)
		{
			json_object_object_add(
			    object, name, expand_json(w, value));
		}
		return object;
	}
	if (json_object_deep_copy(body, &copy, NULL) != 0)
		alloc_checked(NULL);
	return copy;
}

static char *
expand_body(const struct workflow *w)
{
	struct json_object *body = workflow_step(w)->body;
	if (body == NULL)
		return NULL;
	struct json_object *expanded = expand_json(w, body);
	char *text = alloc_string(json_object_is_type(body, json_type_string)
				      ? json_object_get_string(expanded)
				      : jsontext_compact(expanded));
	json_object_put(expanded);
	return text;
}

void
workflow_request_clear(struct workflow *w)
{
	free(w->target);
	free(w->body);
	w->target = NULL;
	w->body = NULL;
}

void
workflow_request_prepare(struct workflow *w)
{
	workflow_request_clear(w);
	w->method = workflow_step(w)->method;
	w->target = workflow_expand(w, workflow_step(w)->target, TEMPLATE_URI);
	w->body = expand_body(w);
	w->body_is_json =
	    !json_object_is_type(workflow_step(w)->body, json_type_string);
}

char *
workflow_header(const struct workflow *w, size_t i)
{
	const struct plan_step *step = workflow_step(w);
	if (i >= step->headers_count)
		return NULL;
	char *value = workflow_expand(w, step->headers[i].value, TEMPLATE_TEXT);
	/* A captured value must not add a header of its own. */
	value[strcspn(value, "\r\n")] = '\0';
	char *line = alloc_format("%s: %s", step->headers[i].name, value);
	free(value);
	return line;
}

bool
workflow_needs_headers(const struct workflow *w)
{
	const struct plan_step *step = workflow_step(w);
	for (size_t i = 0; i < step->captures_count; i++)
		if (step->captures[i].header != NULL)
			return true;
	return false;
}

bool
workflow_is_last_step(const struct workflow *w)
{
	return w->step + 1 == w->plan->steps_count;
}
