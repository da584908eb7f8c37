/*
 * test_chance.c: chance that is the same for everybody.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/chance.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A number depends on the seed, the stream and the target, on each bit of
 * them, and on nothing else: these must stay what they are, or what a test of
 * somebody's client meets would change with our version. */
static void
test_same(void)
{
	static const struct {
		uint64_t seed;
		enum chance_stream stream;
		const char *target;
		double unit;
	} rows[] = {
		{ 1, CHANCE_DELAY, "/users/1", 0.9677052800049278 },
		{ 1, CHANCE_DELAY, "/users/2", 0.7207620665748565 },
		{ 1, CHANCE_FAULT, "/users/1", 0.37094988484192537 },
		{ 2, CHANCE_DELAY, "/users/1", 0.18062374924588986 },
		{ UINT64_MAX, CHANCE_DELAY, "/users/1", 0.27126547704501636 },
		{ 1, CHANCE_DELAY, "/users/%31", 0.7547891339734526 },
		{ 1, CHANCE_DELAY, "", 0.3805776550127927 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double unit =
		    chance_unit(rows[i].seed, rows[i].stream, rows[i].target);
		CHECK(fabs(unit - rows[i].unit) < 1e-15, "row %zu: %.17g", i,
		    unit);
	}
}

/* Of targets that differ in little, as they do, the numbers are spread evenly
 * and have nothing to do with each other, nor with another stream's. */
static void
test_spread(void)
{
	enum { COUNT = 100000, PARTS = 10 };
	int parts[PARTS] = { 0 };
	double before = 0.5, with_next = 0, with_other = 0;
	for (int i = 0; i < COUNT; i++) {
		char target[40];
		snprintf(target, sizeof(target), "/users/%d", i);
		double unit = chance_unit(1, CHANCE_DELAY, target);
		double other = chance_unit(1, CHANCE_FAULT, target);
		if (!CHECK(unit > 0 && unit < 1, "%s: %g", target, unit))
			return;
		parts[(int)(unit * PARTS)]++;
		with_next += (unit - 0.5) * (before - 0.5);
		with_other += (unit - 0.5) * (other - 0.5);
		before = unit;
	}
	/* Five standard deviations: of a count, and of a mean product. */
	for (int i = 0; i < PARTS; i++)
		CHECK(abs(parts[i] - COUNT / PARTS) < 475, "part %d: %d", i,
		    parts[i]);
	double limit = 5 / (12 * sqrt(COUNT));
	CHECK(fabs(with_next / COUNT) < limit, "%g", with_next / COUNT);
	CHECK(fabs(with_other / COUNT) < limit, "%g", with_other / COUNT);
}

CU_TestInfo chance_tests[] = {
	{ "the same for everybody, for good", test_same },
	{ "evenly spread", test_spread },
	CU_TEST_INFO_NULL,
};
