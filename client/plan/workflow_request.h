/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WORKFLOW_REQUEST_H
#define DOCKING_WORKFLOW_REQUEST_H

#include "plan/workflow.h"

/** For workflow_state.c only: the request of a workflow's current step. */

/** Return the current step of w. */
const struct plan_step *workflow_step(const struct workflow *w);

/** Expand a template, which plan_read.c has checked, with the values so far.
 * Returns a new string. */
char *workflow_expand(
    const struct workflow *w, const char *text, enum template_kind kind);

/** Make method, target and body of the step's request. */
void workflow_request_prepare(struct workflow *w);

/** Forget the request of the last step. */
void workflow_request_clear(struct workflow *w);

#endif
