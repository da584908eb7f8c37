/*
 * test_dispatch.c: operations and handlers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "answer/dispatch.h"

/* The route table may name any operation. */
static void
test_handlers(void)
{
	for (int i = OP_NONE + 1; i < OP__MAX; i++)
		CHECK(dispatch_handler((enum operation)i) != NULL,
		    "operation %d has no handler", i);
}

CU_TestInfo dispatch_tests[] = {
	{ "every operation has a handler", test_handlers },
	CU_TEST_INFO_NULL,
};
