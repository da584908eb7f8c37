/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_PLAN_FIXTURE_H
#define DOCKING_TESTS_PLAN_FIXTURE_H

#include "plan/plan.h"

/** What the tests of plans and of workflows share: plans from text in which '
 * is a quote. */

/** Parse it as the file w.json. Returns as plan_parse() does. */
char *plan_fixture_parse(const char *quoted, struct plan **ret_plan);

/** The plan of a good text; NULL: the built-in one. Ends the program if the
 * text is not good. */
struct plan *plan_fixture_good(const char *quoted);

#endif
