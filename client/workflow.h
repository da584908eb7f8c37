/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WORKFLOW_H
#define DOCKING_WORKFLOW_H

#include <stdbool.h>
#include <stddef.h>

/**
 * The task, as a state machine that knows no HTTP library: which request
 * comes next, and what its answer means.
 *
 *   GET /users?name=NAME       the first match's id
 *   GET /customers?salesId=ID  the customers are the result
 *
 * Life cycle: workflow_init(); while state is WORKFLOW_NEXT, send a GET for
 * target and call workflow_feed() or workflow_fail() with what came of it;
 * then result or error is set; workflow_done().
 */
enum workflow_state { WORKFLOW_NEXT, WORKFLOW_DONE, WORKFLOW_FAILED };

enum { WORKFLOW_STEPS = 2 };

struct workflow {
	const char *name; /* of the salesperson; borrowed */
	enum workflow_state state;
	int step;     /* of target, from 0 */
	char *target; /* path and query of the next request */
	char *result; /* WORKFLOW_DONE: the customers, as compact JSON */
	char *error;  /* WORKFLOW_FAILED: one sentence */
};

/** name must outlive w. Ends the program when memory runs out, as all of
 * these do. */
void workflow_init(struct workflow *w, const char *name);

/** The answer to the request for w->target: HTTP status and body. */
void workflow_feed(
    struct workflow *w, long status, const char *body, size_t length);

/** There is no answer; the sentence (printf) says why. */
void workflow_fail(struct workflow *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** True if no request follows the one for w->target. */
bool workflow_is_last_step(const struct workflow *w);

void workflow_done(struct workflow *w);

#endif
