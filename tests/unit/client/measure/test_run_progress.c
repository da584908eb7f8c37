/*
 * test_run_progress.c: for how long it will go on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "measure/run_progress.h"

static const int64_t S = 1000000000;

/* Two engines take turns for three rounds: 10 s and 1 s, the first one's runs
 * are runs 1, 3 and 5. */
static void
test_left(void)
{
	static const struct {
		const char *what;
		size_t run, ended;
		int64_t took_s[2], elapsed_s, left_s;
	} rows[] = {
		{ "nothing has ended yet", 1, 0, { 0, 0 }, 1, -1 },
		{ "half of the first: five more like it", 1, 10, { 0, 0 }, 5,
		    55 },
		{ "half of the second, the first is known", 2, 10, { 10, 0 }, 1,
		    1 + 10 + 2 + 10 + 2 },
		{ "both known", 3, 0, { 10, 1 }, 4, 6 + 1 + 10 + 1 },
		{ "slower than the last time", 6, 0, { 10, 1 }, 3, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run_progress p = { .runs = 6,
			.turns = 2,
			.run = rows[i].run,
			.took_ns = { rows[i].took_s[0] * S,
			    rows[i].took_s[1] * S },
			.line = { .total = 20, .start_ns = 7 * S },
			.ended = rows[i].ended };
		int64_t left_ns =
		    run_progress_left_ns(&p, (7 + rows[i].elapsed_s) * S);
		CHECK_NUMBER(left_ns,
		    rows[i].left_s < 0 ? -1 : rows[i].left_s * S, "%s",
		    rows[i].what);
	}
}

CU_TestInfo run_progress_tests[] = {
	{ "time left", test_left },
	CU_TEST_INFO_NULL,
};
