/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PLAN_H
#define DOCKING_PLAN_H

#include "plan/template.h"

#include <json-c/json.h>
#include <stddef.h>

/**
 * A workflow as data: a checked file of client/workflows/. Immutable once read;
 * every run of the workflow borrows from it.
 */

/** The source of the input variable's values. */
enum plan_source {
	PLAN_VALUES, /* a list in the file */
	PLAN_LINES,  /* a file, a value a line */
	PLAN_TARGET, /* an array that the server returns */
};

/** A value taken from an answer. */
struct plan_capture {
	size_t variable;     /* its place in plan.variables */
	const char *pointer; /* into the JSON body, or NULL */
	const char *header;  /* of the answer, or NULL */
};

struct plan_header {
	const char *name;
	const char *value; /* TEMPLATE_TEXT */
};

struct plan_step {
	const char *method;
	const char *target; /* TEMPLATE_URI */
	struct plan_header *headers;
	size_t headers_count;
	struct json_object *body; /* NULL: none; a string is sent as it is,
				     else JSON; strings are TEMPLATE_TEXT */
	long status;              /* expected; 0: any from 200 to 299 */
	const char *type;      /* of the JSON body: "array", …; NULL: any */
	const char *non_empty; /* pointer to an array, object or string; NULL:
				  not asked for */
	const char *message;   /* TEMPLATE_TEXT, if it is empty; or NULL */
	struct plan_capture *captures;
	size_t captures_count;
	size_t variables_count; /* known before this step */
};

struct plan {
	const char *name;
	const char **variables; /* the input's is the first */
	size_t variables_count;
	enum plan_source source;
	char **values; /* PLAN_VALUES, PLAN_LINES */
	size_t values_count;
	const char *input_target;  /* PLAN_TARGET */
	const char *input_array;   /* pointer to the array */
	const char *input_pointer; /* in an element, to the value */
	struct plan_step *steps;
	size_t steps_count;
	size_t result_step;
	const char *result_pointer; /* NULL: the body as it is */
	struct json_object *root;   /* all strings point into this */
};

/**
 * Read a workflow file; NULL: the built-in workflow for the Docking API.
 * Returns NULL and the plan, to be freed with plan_free(); or "FILE:LINE:
 * MEMBER: REASON", which the caller frees.
 */
char *plan_read(const char *file, struct plan **ret_plan);

/** Read the text of a workflow as plan_read() does; file is its name. For
 * plan_read(), and public for tests. */
char *plan_parse(const char *file, const char *text, struct plan **ret_plan);

/** Free a plan; NULL is allowed. */
void plan_free(struct plan *plan);

#endif
