/*
 * ended.c: workflows that have ended.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ended.h"

#include <stdint.h>

static char *names[] = { (char *)(uintptr_t) "n" };
struct plan ended_plan = { .steps_count = 2 };

struct workflow
ended(const char *result)
{
	return (struct workflow){ .plan = &ended_plan,
		.values = names,
		.state = WORKFLOW_DONE,
		.result = (char *)(uintptr_t)result };
}

struct workflow
ended_badly(const char *error)
{
	return (struct workflow){ .plan = &ended_plan,
		.values = names,
		.state = WORKFLOW_FAILED,
		.error = (char *)(uintptr_t)error };
}
