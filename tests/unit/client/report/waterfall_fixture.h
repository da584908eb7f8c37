/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_WATERFALL_FIXTURE_H
#define DOCKING_TESTS_WATERFALL_FIXTURE_H

#include "printed.h"
#include "report/report.h"

#include <stddef.h>
#include <stdint.h>

/** What the tests of waterfalls share: a summary of three workflows in sync
 * and multi, of which the third fails. */

/** A character of a waterfall of 32, and 26 pixels of a picture. */
enum { CELL = 26000000, CELLS = 32 };

/** A sample, from a start in tenths of a cell, with these phases. */
#define REQUEST(w, number, code, start, ...)                                   \
	{                                                                      \
		.workflow = (w), .step = (number), .status = (code),           \
		.start_ns = (start) * (CELL / 10), .delay_ns = 0,              \
		.phase_ns = {                                                  \
			__VA_ARGS__                                            \
		}                                                              \
	}
#define TENTHS(n) ((n) * (int64_t)(CELL / 10))

struct waterfall_fixture {
	struct plan plan;
	struct setting setting;
	struct run runs[2];     /* of sync, of multi */
	struct summary summary; /* of all the above, so never copied */
};

void waterfall_fixture_init(struct waterfall_fixture *f);

enum { WATERFALL_FIXTURE_MANY = 10000 };

/** Instead so many workflows, at most WATERFALL_FIXTURE_MANY, of two requests
 * each in both engines, none of which fails. */
void waterfall_fixture_init_many(struct waterfall_fixture *f, size_t count);

#endif
