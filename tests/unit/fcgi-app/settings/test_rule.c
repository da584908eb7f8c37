/*
 * test_rule.c: delay rules: their text, and their quantiles against
 * rule_oracle.py.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "settings/rule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct rule
rule_of(const char *text)
{
	struct rule rule = { .a = -1 };
	CHECK(rule_read(text, &rule), "%s", text);
	return rule;
}

/* A rule is read to its end, and printed as it can be read again. */
static void
test_good(void)
{
	static const struct {
		const char *text;
		enum rule_kind kind;
		double a, b;
		const char *printed;
	} rows[] = {
		{ "0", RULE_FIXED, 0, 0, "0" },
		{ "-0", RULE_FIXED, 0, 0, "0" },
		{ ".25", RULE_FIXED, 0.25, 0, "0.25" },
		{ "1e-3", RULE_FIXED, 0.001, 0, "0.001" },
		{ "3600", RULE_FIXED, 3600, 0, "3600" },
		{ "uniform:0.2..0.8", RULE_UNIFORM, 0.2, 0.8,
		    "uniform:0.2..0.8" },
		{ "uniform:1..2", RULE_UNIFORM, 1, 2, "uniform:1..2" },
		{ "uniform:0...5", RULE_UNIFORM, 0, 0.5, "uniform:0..0.5" },
		{ "uniform:3..3", RULE_UNIFORM, 3, 3, "uniform:3..3" },
		{ "uniform:0..3600", RULE_UNIFORM, 0, 3600, "uniform:0..3600" },
		{ "exponential:0.5", RULE_EXPONENTIAL, 0.5, 0,
		    "exponential:0.5" },
		{ "exponential:0.123456789", RULE_EXPONENTIAL, 0.123456789, 0,
		    "exponential:0.123456789" },
		{ "lognormal:0.5,0.4", RULE_LOGNORMAL, 0.5, 0.4,
		    "lognormal:0.5,0.4" },
		{ "lognormal:3600,4", RULE_LOGNORMAL, 3600, 4,
		    "lognormal:3600,4" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rule rule = rule_of(rows[i].text);
		char printed[RULE_TEXT_MAX];
		rule_print(&rule, printed);
		CHECK(rule.kind == rows[i].kind && rule.a == rows[i].a &&
			  rule.b == rows[i].b,
		    "%s: %d %g %g", rows[i].text, rule.kind, rule.a, rule.b);
		CHECK_TEXT(printed, rows[i].printed, "%s", rows[i].text);
	}
}

/* What is not a rule is none, and leaves the one that is there. */
static void
test_bad(void)
{
	static const char *const rows[] = { "", " ", "soon", "0.5 ", " 0.5",
		"-1", "-1e-9", "nan", "inf", "0x1", "1s", "1,5", "3600.001",
		"1e999", "uniform", "uniform:", "uniform:1", "uniform:1..",
		"uniform:..1", "uniform:1.2", "uniform:1..2..3", "uniform:2..1",
		"uniform:1..3601", "uniform:-1..1", "uniform:1,2",
		"uniform:1 ..2", "Uniform:1..2",
		"exponential:", "exponential:1,2", "exponential:-1",
		"exponential:3601", "lognormal:", "lognormal:1", "lognormal:1,",
		"lognormal:,1", "lognormal:1,4.1", "lognormal:1,-1",
		"lognormal:1..2", "lognormal:1,2,3", "normal:1,2",
		"uniform:uniform:1..2",
		"0.00000000000000000000000000000000000000000001" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rule rule = { .a = -1 };
		CHECK(!rule_read(rows[i], &rule), "'%s'", rows[i]);
		CHECK(rule.a == -1, "untouched by '%s'", rows[i]);
	}
}

/* The longest numbers fit. */
static void
test_print(void)
{
	struct rule rule = { .kind = RULE_EXPONENTIAL,
		.a = 1.23456789012e-100 };
	char printed[RULE_TEXT_MAX];
	rule_print(&rule, printed);
	CHECK_TEXT(printed, "exponential:1.23456789e-100", "exponential");
	rule = (struct rule){ .kind = RULE_LOGNORMAL,
		.a = 1.23456789012e-100,
		.b = 1.23456789012e-100 };
	rule_print(&rule, printed);
	CHECK_TEXT(
	    printed, "lognormal:1.23456789e-100,1.23456789e-100", "lognormal");
}

/* Quantiles are the oracle's, and the distribution is their other direction:
 * as exactly as a share so close to 1 can say. */
static void
test_oracle(void)
{
	char line[200];
	char text[100];
	double share, seconds;
	int count = 0;
	bool ended = false;
	FILE *oracle = popen(
	    "exec python3 tests/unit/fcgi-app/settings/rule_oracle.py", "r");
	if (!CHECK(oracle != NULL, "python3"))
		return;
	while (fgets(line, sizeof(line), oracle) != NULL) {
		ended = strcmp(line, "end\n") == 0;
		if (ended || !CHECK(sscanf(line, "%99s %lf %lf", text, &share,
					&seconds) == 3,
				 "%s", line))
			continue;
		struct rule rule = rule_of(text);
		rule.max_s = INFINITY;
		double got = rule_quantile(&rule, share);
		double back = rule_cdf(&rule, seconds);
		double exact = share > 0.5 ? 1e-16 / (1 - share) : 1e-15;
		CHECK(fabs(got - seconds) <= (1e-9 + exact) * seconds,
		    "%s at %.17g: %.17g, not %.17g", text, share, got, seconds);
		CHECK(fabs(back - share) <= 1e-9 * share + 1e-15,
		    "%s at %.17g s: %.17g, not %.17g", text, seconds, back,
		    share);
		count++;
	}
	CHECK_NUMBER(pclose(oracle), 0, "the oracle's exit status");
	CHECK(ended, "the oracle's end");
	CHECK_NUMBER(count, 130, "quantiles");
}

/* Nothing is above the cap, where all that would be is; and a rule that speaks
 * of more is not taken. */
static void
test_cap(void)
{
	static const struct {
		const char *text;
		double cap_s;
		bool taken;
		double longest_s;
	} rows[] = {
		{ "2", 2, true, 2 },
		{ "2", 1.999, false, 2 },
		{ "0", 0, true, 0 },
		{ "uniform:1..2", 2, true, 2 },
		{ "uniform:1..2", 60, true, 2 },
		{ "uniform:1..2", 1.5, false, 2 },
		{ "exponential:1", 3, true, 3 },
		{ "exponential:3", 3, true, 3 },
		{ "exponential:3", 1, false, 3600 },
		{ "lognormal:1,4", 60, true, 60 },
		{ "lognormal:61,0.1", 60, false, 3600 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rule rule = rule_of(rows[i].text);
		CHECK(rule_cap(&rule, rows[i].cap_s) == rows[i].taken,
		    "row %zu", i);
		CHECK(rule_longest_s(&rule) == rows[i].longest_s, "row %zu: %g",
		    i, rule_longest_s(&rule));
		CHECK(rule_quantile(&rule, 1 - 1e-15) <= rows[i].longest_s,
		    "row %zu", i);
		CHECK(rule_cdf(&rule, rows[i].longest_s) == 1, "row %zu", i);
	}
	struct rule rule = rule_of("exponential:1");
	CHECK(rule_cap(&rule, 3), "exponential:1");
	CHECK(rule_quantile(&rule, 0.96) == 3, "the tail is at the cap");
	CHECK(fabs(rule_cdf(&rule, 2.999) - 0.9501) < 0.001, "below the cap");
}

/* Without a spread the distribution is a jump. */
static void
test_jump(void)
{
	static const char *const rows[] = { "2", "uniform:2..2",
		"lognormal:2,0" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rule rule = rule_of(rows[i]);
		CHECK(fabs(rule_quantile(&rule, 0.01) - 2) < 1e-12, "%s",
		    rows[i]);
		CHECK(rule_cdf(&rule, 1.999999999) == 0, "%s", rows[i]);
		CHECK(rule_cdf(&rule, 2.000000001) == 1, "%s", rows[i]);
	}
	struct rule rule = rule_of("exponential:0");
	CHECK(rule_quantile(&rule, 0.99) == 0, "exponential:0");
	CHECK(rule_cdf(&rule, 0) == 1 && rule_cdf(&rule, -1e-9) == 0,
	    "exponential:0");
}

/* The distance is what the definition says: of a sample in the middle of its
 * steps half a step, of one that is moved, so much; equal values are one step,
 * and a jump of the rule may have many. */
static void
test_distance(void)
{
	enum { COUNT = 100 };
	static const struct {
		const char *rule;
		double cap_s;
		double moved_s; /* each value, by that */
		double distance;
	} rows[] = {
		{ "uniform:0..1", 60, 0, 0.005 },
		{ "uniform:0..1", 60, 0.1, 0.105 },
		{ "uniform:0..1", 60, -0.1, 0.105 },
		{ "uniform:0..1", 60, 2, 1 },
		{ "exponential:1", 60, 0, 0.005 },
		{ "lognormal:1,0.5", 60, 0, 0.005 },
		/* 63 below the cap, the others at it. */
		{ "exponential:1", 1, 0, 0.005 },
		{ "2", 60, 0, 0 },
		{ "2", 60, 1e-9, 1 },
		{ "2", 60, -1e-9, 1 },
		{ "uniform:2..2", 60, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rule rule = rule_of(rows[i].rule);
		int64_t ns[COUNT];
		CHECK(rule_cap(&rule, rows[i].cap_s), "row %zu", i);
		for (int k = 0; k < COUNT; k++)
			ns[k] = llround(
			    1e9 * (rule_quantile(&rule, (k + 0.5) / COUNT) +
				      rows[i].moved_s));
		double got = rule_distance(&rule, ns, COUNT);
		CHECK(
		    fabs(got - rows[i].distance) < 1e-6, "row %zu: %g", i, got);
	}
	struct rule rule = rule_of("uniform:0..1");
	int64_t equal[] = { 500000000, 500000000 };
	CHECK(fabs(rule_distance(&rule, equal, 2) - 0.5) < 1e-6, "one step");
}

CU_TestInfo rule_tests[] = {
	{ "rules are read and printed", test_good },
	{ "what is no rule is refused", test_bad },
	{ "long numbers fit", test_print },
	{ "quantiles against Python", test_oracle },
	{ "nothing is above the cap", test_cap },
	{ "one value is a jump", test_jump },
	{ "how far a sample is from its rule", test_distance },
	CU_TEST_INFO_NULL,
};
