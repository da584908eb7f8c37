/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PLAN_CHECKS_H
#define DOCKING_PLAN_CHECKS_H

#include "plan/json_read.h"
#include "plan/plan.h"

/** For plan_read.c only: checks of the strings in a workflow file. Each
 * function keeps a complaint about the value at path. */

/** Check a template in which the first variables_count variables of plan have
 * values. */
void plan_check_template(struct jsonread *r, const struct plan *plan,
    const char *path, const char *text, enum template_kind kind,
    size_t variables_count);

/** Check a request's target, from the path on. */
void plan_check_target(
    struct jsonread *r, const char *path, const char *target);

/** Check a header's name: a token of RFC 9110. */
void plan_check_header_name(
    struct jsonread *r, const char *path, const char *name);

/** Check a body, in which every string is a template. */
void plan_check_body(struct jsonread *r, const struct plan *plan,
    struct json_object *body, const char *path, size_t variables_count);

/** Add a variable and return its place; a name is letters, digits and '_'. */
size_t plan_add_variable(
    struct jsonread *r, struct plan *plan, const char *path, const char *name);

#endif
