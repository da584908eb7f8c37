/*
 * test_stats.c: percentiles.
 *
 * SPDX-License-Identifier: MIT
 */
#define _XOPEN_SOURCE 700 /* nrand48() */

#include "client_suites.h"

#include "../../client/stats.h"
#include "../lib/harness.h"

#include <stdlib.h>

/* Nearest rank, computed by hand. */
static void
test_by_hand(void)
{
	static const int64_t five[] = { 15, 20, 35, 40, 50 };
	static const int64_t ten[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	static const int64_t one[] = { 7 };
	static const int64_t two[] = { -3, 8 };
	static const struct {
		const int64_t *values;
		size_t count;
		double p;
		int64_t expected;
	} rows[] = {
		{ five, 5, 5, 15 },
		{ five, 5, 20, 15 },
		{ five, 5, 20.1, 20 },
		{ five, 5, 30, 20 },
		{ five, 5, 40, 20 },
		{ five, 5, 50, 35 },
		{ five, 5, 100, 50 },
		{ ten, 10, 50, 5 },
		{ ten, 10, 90, 9 },
		{ ten, 10, 90.1, 10 },
		{ ten, 10, 99, 10 },
		{ ten, 10, 100, 10 },
		{ one, 1, 0.001, 7 },
		{ one, 1, 50, 7 },
		{ one, 1, 99, 7 },
		{ one, 1, 100, 7 },
		{ two, 2, 50, -3 },
		{ two, 2, 51, 8 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(
		    stats_percentile(rows[i].values, rows[i].count, rows[i].p),
		    rows[i].expected, "p%g of %zu", rows[i].p, rows[i].count);
}

/* The definition, word by word: the smallest value that at least p percent
 * of the values do not exceed. */
static int64_t
by_definition(const int64_t *values, size_t count, int p)
{
	int64_t best = INT64_MAX;
	for (size_t i = 0; i < count; i++) {
		size_t not_above = 0;
		for (size_t j = 0; j < count; j++)
			not_above += values[j] <= values[i];
		if (not_above * 100 >= (size_t)p * count && values[i] < best)
			best = values[i];
	}
	return best;
}

/* On random samples, with ties and without: as defined, never above the
 * maximum, and sorted is sorted. */
static void
test_definition(void)
{
	static const int percents[] = { 1, 7, 25, 50, 90, 99, 100 };
	unsigned short state[3] = { 1, 2, 3 };
	for (int round = 0; round < 300; round++) {
		int64_t values[101];
		int64_t sorted[101];
		size_t count = 1 + (size_t)nrand48(state) % 101;
		int64_t range = round % 2 == 0 ? 5 : 1000000000000;
		for (size_t i = 0; i < count; i++)
			values[i] = sorted[i] =
			    nrand48(state) * nrand48(state) % range - 2;
		stats_sort(sorted, count);
		for (size_t i = 1; i < count; i++)
			if (!CHECK(
				sorted[i - 1] <= sorted[i], "round %d", round))
				return;
		for (size_t i = 0; i < sizeof(percents) / sizeof(int); i++) {
			int p = percents[i];
			int64_t got = stats_percentile(sorted, count, p);
			if (!CHECK_NUMBER(got, by_definition(values, count, p),
				"p%d of %zu in round %d", p, count, round) ||
			    !CHECK(got <= sorted[count - 1],
				"p%d is not above the maximum", p))
				return;
		}
	}
}

/* Differences between far numbers do not overflow. */
static void
test_sort_ends(void)
{
	int64_t values[] = { INT64_MAX, 0, INT64_MIN, -1, 1 };
	stats_sort(values, 5);
	CHECK(values[0] == INT64_MIN && values[1] == -1 && values[2] == 0 &&
		  values[3] == 1 && values[4] == INT64_MAX,
	    "the ends of int64_t");
	stats_sort(NULL, 0);
}

CU_TestInfo stats_tests[] = {
	{ "nearest rank by hand", test_by_hand },
	{ "nearest rank by its definition", test_definition },
	{ "any numbers are sorted", test_sort_ends },
	CU_TEST_INFO_NULL,
};
