/*
 * test_compare_rules.c: which changes docking-timing compare --fail-if fails
 * for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "compare_fixture.h"

#include <string.h>

/* A rule is crossed by a change beyond its limit that is more than chance, and
 * by what cannot be judged. */
static void
test_fail_if(void)
{
	static const struct {
		double wall_s;
		const char *rule;
		bool crossed;
	} rows[] = {
		{ 1.05, "wall>+4%", true },
		{ 1.05, "wall>+6%", false },
		{ 1.05, "multi.wall>+4%", true },
		{ 1.05, "threads.wall>+4%", false },
		{ 1.05, "p50>+4%", true },
		{ 1.05, "efficiency<-4%", true },
		{ 1.05, "efficiency<-5%", false },
		{ 1.05, "threads.efficiency<-1%", false },
		{ 0.9, "wall<-9%", true },
		{ 0.9, "wall>+0%", false },
		/* 0.02 % is less than the noise. */
		{ 1.0002, "wall>+0.01%", false },
		/* At least 5 % faster is wanted, and no change is there. */
		{ 1.0002, "multi.wall>-5%", true },
		{ 0.9, "multi.wall>-5%", false },
		{ 1, "p99>+50%", true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = compare_fixture_run(
		    &(struct fake_report){
			.runs = 10, .requests = 20, .wall_s = 1 },
		    &(struct fake_report){
			.runs = 10, .requests = 20, .wall_s = rows[i].wall_s },
		    (const char *const[]){ "--fail-if=wall>+99%", "--fail-if",
			rows[i].rule, NULL });
		CHECK_NUMBER(o.code, rows[i].crossed ? 2 : 0, "%s at %g: %s",
		    rows[i].rule, rows[i].wall_s, o.out);
		CHECK((strstr(o.out, ": FAILED, it is ") != NULL) ==
			  rows[i].crossed,
		    "%s: %s", rows[i].rule, o.out);
		outcome_done(&o);
	}
}

/* A change beyond the limit that is not beyond chance passes, and is said to.
 */
static void
test_chance(void)
{
	struct fake_report fake = { .runs = 3, .requests = 6, .wall_s = 1 };
	struct fake_report changed = fake;
	changed.from = "'walls_s':[1.000000";
	changed.to = "'walls_s':[3.000000";
	struct outcome o = compare_fixture_run(&fake, &changed,
	    (const char *const[]){ "--fail-if=wall>+10%", NULL });
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK(strstr(o.out, "fail if wall>+10%: passed, it is +44.2 %, which "
			    "may be chance\n") != NULL,
	    "%s", o.out);
	outcome_done(&o);
}

CU_TestInfo compare_rules_tests[] = {
	{ "--fail-if", test_fail_if },
	{ "what may be chance", test_chance },
	CU_TEST_INFO_NULL,
};
