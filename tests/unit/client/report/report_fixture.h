/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_REPORT_FIXTURE_H
#define DOCKING_TESTS_REPORT_FIXTURE_H

#include "printed.h"
#include "report/report.h"

/** What the tests of text, JSON and CSV share: a summary of two workflows of
 * two requests each in sync and multi, and a sweep. */

struct report_fixture {
	struct plan plan;
	struct inputs inputs;
	struct setting setting;
	struct sweep sweep;
	struct summary summary; /* of all the above, so never copied */
};

/** A good summary with a delay that the server told. */
void report_fixture_init(struct report_fixture *f);

/** Instead a sweep: eight places, tried with up to sixteen in flight. */
void report_fixture_init_sweep(struct report_fixture *f);

/** The second engine failed in its second workflow. */
void report_fixture_let_multi_fail(struct report_fixture *f);

/** Nobody told the delay. */
void report_fixture_forget_delay(struct report_fixture *f);

/** What is printed is expected, to the byte. */
void report_fixture_check(const struct report_fixture *f,
    void (*print)(const struct summary *, FILE *), const char *expected,
    const char *what);

#endif
