/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_COMPARE_FIXTURE_H
#define DOCKING_TESTS_COMPARE_FIXTURE_H

#include "../../../lib/program.h"

#include <stddef.h>

/** What the tests of docking-timing compare share: small reports made here, and
 * a run of the program. */

enum { COMPARE_FIXTURE_RUNS_MAX = 12 };

/** A report of the engines threads and multi. Run i took wall_s times
 * compare_fixture_noise[i]; its requests took 100 ms times that, all the
 * same. */
struct fake_report {
	size_t runs;
	size_t requests;   /* a run */
	double wall_s;     /* of multi; threads has always 1 s */
	const char *first; /* engine instead of threads; NULL: threads */
	/* Put into it: the first one of from becomes to; NULL: nothing. */
	const char *from, *to;
};

extern const double compare_fixture_noise[COMPARE_FIXTURE_RUNS_MAX];

/** docking-timing compare of these two, as temp_file()'s old.json and new.json,
 * with more arguments, which end with NULL; NULL: none. */
struct outcome compare_fixture_run(const struct fake_report *old_fake,
    const struct fake_report *new_fake, const char *const more[]);

#endif
