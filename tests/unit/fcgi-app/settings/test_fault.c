/*
 * test_fault.c: faults as text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "settings/fault.h"

#include <stdlib.h>
#include <string.h>

/* A fault is read to its end, and printed as it can be read again. */
static void
test_good(void)
{
	static const struct {
		const char *text;
		struct fault_rule fault;
		const char *printed;
	} rows[] = {
		{ "status:503", { FAULT_STATUS, 503, 0, 1 }, "status:503" },
		{ "status:400,p=0", { FAULT_STATUS, 400, 0, 0 },
		    "status:400,p=0" },
		{ "status:599,p=0.10", { FAULT_STATUS, 599, 0, 0.1 },
		    "status:599,p=0.1" },
		{ "status:429,p=1", { FAULT_STATUS, 429, 0, 1 }, "status:429" },
		{ "abort", { FAULT_ABORT, 0, 0, 1 }, "abort" },
		{ "abort,p=0.25", { FAULT_ABORT, 0, 0, 0.25 }, "abort,p=0.25" },
		{ "drip:1,0", { FAULT_DRIP, 1, 0, 1 }, "drip:1,0" },
		{ "drip:65536,3600,p=.5", { FAULT_DRIP, 65536, 3600, 0.5 },
		    "drip:65536,3600,p=0.5" },
		{ "drip:10,0.123456789,p=0.123456789",
		    { FAULT_DRIP, 10, 0.123456789, 0.123456789 },
		    "drip:10,0.123456789,p=0.123456789" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fault_rule f = { .number = -1 };
		char printed[FAULT_TEXT_MAX];
		if (!CHECK(fault_read(rows[i].text, &f), "%s", rows[i].text))
			continue;
		CHECK(f.kind == rows[i].fault.kind &&
			  f.number == rows[i].fault.number &&
			  f.seconds == rows[i].fault.seconds &&
			  f.p == rows[i].fault.p,
		    "%s: %d %d %g %g", rows[i].text, f.kind, f.number,
		    f.seconds, f.p);
		fault_print(&f, printed);
		CHECK_TEXT(printed, rows[i].printed, "%s", rows[i].text);
	}
}

/* What is not a fault is none, and leaves the one that is there. */
static void
test_bad(void)
{
	static const char *const rows[] = { "", "none", "status",
		"status:", "status:399", "status:600", "status:503.5",
		"status:503,", "status:503,0.1",
		"status:503,p=", "status:503,p=1.1", "status:503,p=-0.1",
		"status:503,p=nan", "status:503,p=0.1,",
		"status:503,p=0.1,p=0.1", "status:503 ", " status:503",
		"Status:503", "abort:", "abort,", "abort,0.1", "aborted",
		"abort,p=", "abort,p=2", "drip", "drip:", "drip:10", "drip:10,",
		"drip:,1", "drip:0,1", "drip:65537,1", "drip:1.5,1",
		"drip:10,-1", "drip:10,3601", "drip:10,1,", "drip:10,1,0.1",
		"drip:10,1,p=", "drip:10,p=0.1", "abort, abort",
		"status:503, status:503" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fault_rule f = { .number = -1 };
		CHECK(!fault_read(rows[i], &f), "'%s'", rows[i]);
		CHECK_NUMBER(f.number, -1, "untouched by '%s'", rows[i]);
	}
}

CU_TestInfo fault_tests[] = {
	{ "faults are read and printed", test_good },
	{ "what is no fault is refused", test_bad },
	CU_TEST_INFO_NULL,
};
