/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WORKFLOW_H
#define DOCKING_WORKFLOW_H

#include "plan/plan.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * One run of a plan for one input value, as a state machine that knows no HTTP
 * library: it makes the next request, and evaluates the answer.
 *
 * Life cycle: workflow_init(); while state is WORKFLOW_NEXT, send the request
 * given by method, target, body and workflow_header(), and call workflow_feed()
 * or workflow_fail(); then result or error is set; workflow_done(). All of
 * these end the program when memory runs out.
 */
enum workflow_state { WORKFLOW_NEXT, WORKFLOW_DONE, WORKFLOW_FAILED };

struct workflow {
	const struct plan *plan;
	enum workflow_state state;
	size_t step;        /* of the next request, from 0 */
	const char *method; /* of the next request; borrowed */
	char *target;       /* of the next request: path and query */
	char *body;         /* of the next request; NULL: none */
	bool body_is_json;  /* else a form or text, as it is */
	char **values;      /* of the plan's variables; NULL: not known yet */
	char *result;       /* WORKFLOW_DONE: compact JSON, or text */
	char *error;        /* WORKFLOW_FAILED: one sentence */
};

/** An HTTP answer; borrowed. */
struct workflow_answer {
	long status;
	const char *body;
	size_t body_length;
	const char *headers; /* as they came, one a line; NULL: not kept */
	size_t headers_length;
};

/** Begin a run; value is copied, and plan must outlive w. */
void workflow_init(
    struct workflow *w, const struct plan *plan, const char *value);

/** Return the input value. */
const char *workflow_name(const struct workflow *w);

/** Return "Name: value" of the next request's i-th header, which the caller
 * frees; NULL if there is none. */
char *workflow_header(const struct workflow *w, size_t i);

/** Return true if the next answer's headers are needed. */
bool workflow_needs_headers(const struct workflow *w);

/** Return true if the next request is the last. */
bool workflow_is_last_step(const struct workflow *w);

/** Evaluate the answer to the request. */
void workflow_feed(struct workflow *w, const struct workflow_answer *answer);

/** End the workflow without an answer; the sentence (printf) is its error. */
void workflow_fail(struct workflow *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void workflow_done(struct workflow *w);

#endif
