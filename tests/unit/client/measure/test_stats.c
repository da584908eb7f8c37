/*
 * test_stats.c: percentiles, intervals, outliers; by hand, by tables, and
 * against stats_oracle.py.
 *
 * SPDX-License-Identifier: MIT
 */
#define _XOPEN_SOURCE 700 /* nrand48() */

#include "../suites.h"

#include "../../../lib/harness.h"
#include "measure/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_near(double got, double expected)
{
	return fabs(got - expected) <= 1e-9 * fabs(expected);
}

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

/* A percentile is told from the smallest sample on that has a 95 % confidence
 * interval for it; the ends of a sample always are. */
static void
test_carries(void)
{
	static const struct {
		double p;
		size_t needs;
	} rows[] = {
		{ 50, 6 },
		{ 90, 36 },
		{ 95, 72 },
		{ 99, 368 },
		{ 99.9, 3688 },
		{ 10, 36 },
		{ 1, 368 },
		{ 100, 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK(stats_carries(rows[i].needs, rows[i].p), "p%g of %zu",
		    rows[i].p, rows[i].needs);
		CHECK(rows[i].p >= 100 ||
			  !stats_carries(rows[i].needs - 1, rows[i].p),
		    "p%g of %zu", rows[i].p, rows[i].needs - 1);
		CHECK(stats_carries(1000000, rows[i].p), "p%g of many",
		    rows[i].p);
	}
	CHECK(!stats_carries(0, 50), "of nothing");
}

/* The middle, or the mean of the middle two, without overflow. */
static void
test_median(void)
{
	CHECK(stats_median((const int64_t[]){ 7 }, 1) == 7, "one");
	CHECK(stats_median((const int64_t[]){ 1, 2 }, 2) == 1.5, "two");
	CHECK(stats_median((const int64_t[]){ 1, 2, 30 }, 3) == 2, "three");
	CHECK(stats_median((const int64_t[]){ -4, 1, 2, 9 }, 4) == 1.5, "four");
	CHECK(stats_median((const int64_t[]){ INT64_MAX, INT64_MAX }, 2) ==
		  (double)INT64_MAX,
	    "the largest");
}

/* Outliers are far away in MADs and in percent, in either direction; the first
 * one is told if it is slow. */
static void
test_outliers(void)
{
	static const struct {
		const char *row;
		int64_t values[8];
		size_t count;
		size_t outliers;
		bool first_is_slow;
	} rows[] = {
		{ "a slow first", { 1500, 1000, 1001, 1002, 999, 998 }, 6, 1,
		    true },
		{ "a slow last", { 1000, 1001, 1002, 999, 998, 1500 }, 6, 1,
		    false },
		{ "a quick first", { 500, 1000, 1001, 1002, 999, 998 }, 6, 1,
		    false },
		{ "two", { 1500, 1000, 1001, 1002, 999, 998, 1000, 500 }, 8, 2,
		    true },
		{ "too few to say", { 1500, 1000, 1001, 1002, 999 }, 5, 0,
		    false },
		{ "within 5 %", { 1049, 1000, 1000, 1000, 1000, 1000 }, 6, 0,
		    false },
		{ "5 % exactly", { 1050, 1000, 1000, 1000, 1000, 1000 }, 6, 0,
		    false },
		{ "all the same but one",
		    { 1051, 1000, 1000, 1000, 1000, 1000 }, 6, 1, true },
		{ "wide", { 1200, 1000, 900, 1100, 800, 1300 }, 6, 0, false },
		/* Median 1000, MAD 100: 3.5 / 0.6745 MADs are 518.9. */
		{ "just within", { 900, 1000, 1100, 1518, 900, 1000, 1100 }, 7,
		    0, false },
		{ "just outside", { 900, 1000, 1100, 1519, 900, 1000, 1100 }, 7,
		    1, false },
		{ "none", { 0 }, 0, 0, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool slow = !rows[i].first_is_slow;
		CHECK_NUMBER((long long)stats_outliers(
				 rows[i].values, rows[i].count, &slow),
		    (long long)rows[i].outliers, "%s", rows[i].row);
		CHECK(slow == rows[i].first_is_slow, "%s", rows[i].row);
	}
}

/* t's two-sided critical values, from the NIST/SEMATECH e-Handbook of
 * Statistical Methods, 1.3.6.7.2 (its columns are one-sided). */
static void
test_student_t(void)
{
	static const struct {
		double confidence;
		double degrees;
		double t;
	} rows[] = {
		{ 0.80, 1, 3.078 }, { 0.95, 1, 12.706 }, { 0.99, 1, 63.657 },
		{ 0.95, 2, 4.303 }, { 0.99, 2, 9.925 }, { 0.90, 5, 2.015 },
		{ 0.95, 5, 2.571 }, { 0.95, 10, 2.228 }, { 0.99, 10, 3.169 },
		{ 0.95, 18, 2.101 }, { 0.99, 18, 2.878 }, { 0.95, 30, 2.042 },
		{ 0.99, 100, 2.626 },
		{ 0.95, 1e7, 1.960 }, /* as the normal distribution's */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double t = stats_student_t(rows[i].confidence, rows[i].degrees);
		CHECK(fabs(t - rows[i].t) <= 0.00051,
		    "t of %g with %g degrees of freedom: %.6f, not %.3f",
		    rows[i].confidence, rows[i].degrees, t, rows[i].t);
	}
	/* With 1 and 2 degrees of freedom there are closed forms. */
	static const double confidences[] = { 0.01, 0.5, 0.95, 0.998, 0.99999 };
	for (size_t i = 0; i < sizeof(confidences) / sizeof(double); i++) {
		double c = confidences[i];
		CHECK(is_near(stats_student_t(c, 1), tan(acos(-1) * c / 2)),
		    "t of %g with 1", c);
		CHECK(is_near(stats_student_t(c, 2), c * sqrt(2 / (1 - c * c))),
		    "t of %g with 2", c);
	}
}

/* Intervals are only given where there is enough to say something with; what
 * does not vary has one point. */
static void
test_interval_ends(void)
{
	static const int64_t five[] = { 1, 2, 3, 4, 5 };
	static const int64_t six[] = { 10, 10, 10, 10, 10, 10 };
	static const double same[] = { 3, 3, 3 };
	static const double twice[] = { 1.5, 1.5, 1.5, 1.5 };
	double low = -1;
	double high = -1;
	CHECK(!stats_bootstrap_ratio(five, five, 5, 0.95, &low, &high),
	    "five rounds");
	CHECK(!stats_welch_ratio((struct stats_sample){ same, 2 },
		  (struct stats_sample){ twice, 4 }, 0.95, &low, &high),
	    "two values");
	CHECK(!stats_welch_ratio((struct stats_sample){ same, 3 },
		  (struct stats_sample){ twice, 1 }, 0.95, &low, &high),
	    "one value");
	CHECK(low == -1 && high == -1, "left alone");
	CHECK(stats_bootstrap_ratio(six, six, 6, 0.95, &low, &high) &&
		  low == 1 && high == 1,
	    "equal rounds");
	CHECK(stats_welch_ratio((struct stats_sample){ same, 3 },
		  (struct stats_sample){ twice, 4 }, 0.95, &low, &high) &&
		  fabs(low - 2) < 1e-12 && fabs(high - 2) < 1e-12,
	    "no variance");
	CHECK(fabs(stats_geometric_mean((struct stats_sample){
		       (const double[]){ 1, 10, 100 }, 3 }) -
		   10) < 1e-12,
	    "the geometric mean");
}

enum { ORACLE_MAX = 512 /* numbers a line */ };

/* The sample that the oracle speaks of. */
struct oracle_sample {
	int64_t values[ORACLE_MAX];
	int64_t others[ORACLE_MAX];
	int64_t sorted[ORACLE_MAX];
	size_t count;
	int number;
};

static void
oracle_values(struct oracle_sample *s, const double *numbers, size_t count)
{
	s->number++;
	s->count = count;
	for (size_t i = 0; i < count; i++)
		s->values[i] = s->sorted[i] = (int64_t)numbers[i];
	stats_sort(s->sorted, count);
}

static void
oracle_others(struct oracle_sample *s, const double *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		s->others[i] = (int64_t)numbers[i];
}

static void
oracle_median(struct oracle_sample *s, const double *numbers, size_t count)
{
	CHECK(count == 1 &&
		  is_near(stats_median(s->sorted, s->count), numbers[0]),
	    "the median of sample %d", s->number);
}

static void
oracle_percentile(struct oracle_sample *s, const double *numbers, size_t count)
{
	int64_t got = stats_percentile(s->sorted, s->count, numbers[0]);
	CHECK(count == 3 && got == (int64_t)numbers[1], "p%g of sample %d",
	    numbers[0], s->number);
	CHECK(got <= s->sorted[s->count - 1], "p%g of sample %d, its maximum",
	    numbers[0], s->number);
	CHECK(stats_carries(s->count, numbers[0]) == (numbers[2] != 0),
	    "p%g of the %zu of sample %d", numbers[0], s->count, s->number);
}

static void
oracle_outliers(struct oracle_sample *s, const double *numbers, size_t count)
{
	bool slow;
	size_t outliers = stats_outliers(s->values, s->count, &slow);
	CHECK(count == 2 && outliers == (size_t)numbers[0] &&
		  slow == (numbers[1] != 0),
	    "the outliers of sample %d", s->number);
}

static void
oracle_bootstrap(struct oracle_sample *s, const double *numbers, size_t count)
{
	double low = 0;
	double high = 0;
	size_t rounds = s->count < 10 ? s->count : 10;
	CHECK(count == 3 && stats_bootstrap_ratio(s->values, s->others, rounds,
				numbers[2], &low, &high),
	    "the bootstrap of sample %d", s->number);
	CHECK(is_near(low, numbers[0]) && is_near(high, numbers[1]),
	    "the bootstrap of sample %d: %.17g to %.17g", s->number, low, high);
}

static void
oracle_welch(struct oracle_sample *s, const double *numbers, size_t count)
{
	double a[ORACLE_MAX];
	double b[ORACLE_MAX];
	double low = 0;
	double high = 0;
	size_t b_count = s->count / 2 < 3 ? 3 : s->count / 2;
	for (size_t i = 0; i < s->count; i++) {
		a[i] = (double)s->values[i];
		b[i] = (double)s->others[i];
	}
	CHECK(count == 3 &&
		  stats_welch_ratio((struct stats_sample){ a, s->count },
		      (struct stats_sample){ b, b_count }, numbers[2], &low,
		      &high),
	    "Welch's interval of sample %d", s->number);
	CHECK(is_near(low, numbers[0]) && is_near(high, numbers[1]),
	    "Welch's interval of sample %d: %.17g to %.17g", s->number, low,
	    high);
}

/* What is left of a line, as numbers. */
static size_t
read_numbers(const char *text, double numbers[ORACLE_MAX])
{
	size_t count = 0;
	for (; count < ORACLE_MAX; count++) {
		char *end;
		numbers[count] = strtod(text, &end);
		if (end == text)
			break;
		text = end;
	}
	return count;
}

/* 100 random samples, and what Python says of them. */
static void
test_oracle(void)
{
	static const struct {
		const char *name;
		void (*check)(struct oracle_sample *s, const double *numbers,
		    size_t count);
	} lines[] = {
		{ "values:", oracle_values },
		{ "others:", oracle_others },
		{ "median:", oracle_median },
		{ "percentile:", oracle_percentile },
		{ "outliers:", oracle_outliers },
		{ "bootstrap:", oracle_bootstrap },
		{ "welch:", oracle_welch },
	};
	struct oracle_sample sample = { .number = 0 };
	double numbers[ORACLE_MAX];
	char *line = NULL;
	size_t size = 0;
	size_t ends = 0;
	FILE *oracle = popen(
	    "exec python3 tests/unit/client/measure/stats_oracle.py", "r");
	if (!CHECK(oracle != NULL, "python3"))
		return;
	while (getline(&line, &size, oracle) > 0) {
		size_t known = 0;
		for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
			size_t length = strlen(lines[i].name);
			if (strncmp(line, lines[i].name, length) != 0)
				continue;
			known++;
			size_t count = read_numbers(line + length, numbers);
			lines[i].check(&sample, numbers, count);
		}
		ends += strcmp(line, "end:\n") == 0;
		CHECK(known == 1 || strcmp(line, "end:\n") == 0, "%s", line);
	}
	free(line);
	CHECK_NUMBER(pclose(oracle), 0, "the oracle's exit status");
	CHECK_NUMBER((long long)ends, 100, "samples");
}

CU_TestInfo stats_tests[] = {
	{ "nearest rank by hand", test_by_hand },
	{ "nearest rank by its definition", test_definition },
	{ "any numbers are sorted", test_sort_ends },
	{ "a percentile needs its sample", test_carries },
	{ "the median", test_median },
	{ "outliers", test_outliers },
	{ "Student's t as in tables", test_student_t },
	{ "where intervals begin", test_interval_ends },
	{ "100 samples against Python", test_oracle },
	CU_TEST_INFO_NULL,
};
