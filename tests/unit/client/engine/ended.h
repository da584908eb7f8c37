/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_ENDED_H
#define DOCKING_TESTS_ENDED_H

#include "measure/summary.h"

/** What the tests of summaries share: workflows that have ended. */

/** Their plan, of two steps. */
extern struct plan ended_plan;

/** One with a result, and one that failed. */
struct workflow ended(const char *result);
struct workflow ended_badly(const char *error);

#endif
