/*
 * test_clock.c: the clock. Times that must not be undercut are exact; times
 * that must not be exceeded leave room for a busy machine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/harness.h"
#include "lib/clock.h"

#define MS INT64_C(1000000)

enum { LATE_MS = 500 /* a loaded machine under a sanitizer */ };

/* Sleeping is never shorter than asked for, and not much longer. */
static void
test_sleep(void)
{
	int64_t due_ns = clock_now_ns() + 20 * MS;
	clock_sleep_until(due_ns);
	int64_t late_ns = clock_now_ns() - due_ns;
	CHECK(late_ns >= 0 && late_ns < LATE_MS * MS, "20 ms");
	clock_sleep_until(due_ns - 1000 * MS);
	CHECK(clock_now_ns() - due_ns < 2 * LATE_MS * MS, "in the past");
}

CU_TestInfo clock_tests[] = {
	{ "sleeping is never early", test_sleep },
	CU_TEST_INFO_NULL,
};
