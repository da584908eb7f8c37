/*
 * stats.c: statistics. It never prints.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/stats.h"

#include "lib/alloc.h"
#include "lib/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	ROUNDS_MIN = 6, /* as stats_carries() has it for the median */
	RESAMPLES = 2000,
	SAMPLE_MIN = 3, /* two values do not show a variance */
};

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

void
stats_sort(int64_t *values, size_t count)
{
	if (count > 0)
		qsort(values, count, sizeof(*values), compare);
}

int64_t
stats_percentile(const int64_t *sorted, size_t count, double p)
{
	size_t rank = (size_t)ceil(p / 100 * (double)count);
	if (rank < 1)
		rank = 1;
	if (rank > count)
		rank = count;
	return sorted[rank - 1];
}

bool
stats_carries(size_t count, double p)
{
	double q = p / 100;
	double n = (double)count;
	return p >= 100 || (pow(q, n) <= 0.025 && pow(1 - q, n) <= 0.025);
}

double
stats_median(const int64_t *sorted, size_t count)
{
	size_t low = (count - 1) / 2;
	size_t high = count / 2;
	return ((double)sorted[low] + (double)sorted[high]) / 2;
}

static int64_t *
sorted_copy(const int64_t *values, size_t count)
{
	int64_t *copy = alloc_bytes(count * sizeof(*copy));
	memcpy(copy, values, count * sizeof(*copy));
	stats_sort(copy, count);
	return copy;
}

size_t
stats_outliers(const int64_t *values, size_t count, bool *ret_first_is_slow)
{
	*ret_first_is_slow = false;
	if (count < ROUNDS_MIN)
		return 0;
	int64_t *sorted = sorted_copy(values, count);
	double median = stats_median(sorted, count);
	/* Twice the distance is a whole number even if the median lies between
	 * two values. */
	for (size_t i = 0; i < count; i++)
		sorted[i] = llround(2 * fabs((double)values[i] - median));
	stats_sort(sorted, count);
	double mad = stats_median(sorted, count) / 2;
	free(sorted);
	size_t outliers = 0;
	for (size_t i = 0; i < count; i++) {
		double away = fabs((double)values[i] - median);
		if (0.6745 * away <= 3.5 * mad || away <= 0.05 * fabs(median))
			continue;
		outliers++;
		if (i == 0 && (double)values[i] > median)
			*ret_first_is_slow = true;
	}
	return outliers;
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

bool
stats_bootstrap_ratio(const int64_t *a, const int64_t *b, size_t count,
    double confidence, double *ret_low, double *ret_high)
{
	if (count < ROUNDS_MIN)
		return false;
	int64_t *drawn_a = alloc_bytes(count * sizeof(*drawn_a));
	int64_t *drawn_b = alloc_bytes(count * sizeof(*drawn_b));
	double *ratios = alloc_bytes(RESAMPLES * sizeof(*ratios));
	uint64_t state = 1;
	for (size_t r = 0; r < RESAMPLES; r++) {
		for (size_t i = 0; i < count; i++) {
			size_t round = (random_next(&state) >> 33) % count;
			drawn_a[i] = a[round];
			drawn_b[i] = b[round];
		}
		stats_sort(drawn_a, count);
		stats_sort(drawn_b, count);
		ratios[r] =
		    stats_median(drawn_a, count) / stats_median(drawn_b, count);
	}
	qsort(ratios, RESAMPLES, sizeof(*ratios), compare_doubles);
	long rank = lround((1 - confidence) / 2 * RESAMPLES);
	if (rank < 1)
		rank = 1;
	*ret_low = ratios[rank - 1];
	*ret_high = ratios[RESAMPLES - rank - 1];
	free(drawn_a);
	free(drawn_b);
	free(ratios);
	return true;
}

/* Compute the continued fraction of the incomplete beta function (NIST DLMF
 * 8.17.22) by Lentz's method, as W. J. Thompson and A. R. Barnett modified it
 * (Journal of Computational Physics 64, 1986). It converges fast for x < (a +
 * 1) / (a + b + 2). */
static double
beta_fraction(double a, double b, double x)
{
	const double tiny = 1e-300; /* instead of 0, to divide by */
	double c = 1;
	double d = 1 - (a + b) * x / (a + 1);
	d = 1 / (fabs(d) < tiny ? tiny : d);
	double fraction = d;
	for (int m = 1; m <= 1000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x /
			     ((a + 2 * m) * (a + 2 * m + 1));
		double step = 1;
		for (int half = 0; half < 2; half++) {
			double term = half == 0 ? even : odd;
			d = 1 + term * d;
			d = 1 / (fabs(d) < tiny ? tiny : d);
			c = 1 + term / c;
			c = fabs(c) < tiny ? tiny : c;
			step = c * d;
			fraction *= step;
		}
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return fraction;
}

/* Compute the regularized incomplete beta function I_x(a, b) for 0 < x < 1
 * (NIST DLMF 8.17.22, and 8.17.4 for the other end). */
static double
beta_regularized(double a, double b, double x)
{
	double front = exp(
	    lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* Return the probability that Student's T lies outside of -t to t: I_x(n / 2, 1
 * / 2) for x = n / (n + t^2) (M. Abramowitz, I. Stegun: 26.7.1 and 26.5.27). */
static double
outside(double t, double degrees)
{
	return beta_regularized(degrees / 2, 0.5, degrees / (degrees + t * t));
}

/* By bisection: outside() decreases with t, and this is called rarely. */
double
stats_student_t(double confidence, double degrees)
{
	double low = 0;
	double high = 1;
	while (outside(high, degrees) > 1 - confidence) {
		low = high;
		high *= 2;
	}
	for (;;) {
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			return high;
		if (outside(middle, degrees) > 1 - confidence)
			low = middle;
		else
			high = middle;
	}
}

static double
mean_log(struct stats_sample sample)
{
	double sum = 0;
	for (size_t i = 0; i < sample.count; i++)
		sum += log(sample.values[i]);
	return sum / (double)sample.count;
}

/* Return the variance of mean_log(). */
static double
mean_log_variance(struct stats_sample sample)
{
	double mean = mean_log(sample);
	double sum = 0;
	for (size_t i = 0; i < sample.count; i++) {
		double away = log(sample.values[i]) - mean;
		sum += away * away;
	}
	return sum / (double)(sample.count - 1) / (double)sample.count;
}

bool
stats_welch_ratio(struct stats_sample a, struct stats_sample b,
    double confidence, double *ret_low, double *ret_high)
{
	if (a.count < SAMPLE_MIN || b.count < SAMPLE_MIN)
		return false;
	double difference = mean_log(a) - mean_log(b);
	double of_a = mean_log_variance(a);
	double of_b = mean_log_variance(b);
	double half = 0;
	if (of_a + of_b > 0) {
		/* The equation of Welch and Satterthwaite. */
		double degrees = (of_a + of_b) * (of_a + of_b) /
				 (of_a * of_a / (double)(a.count - 1) +
				     of_b * of_b / (double)(b.count - 1));
		half = stats_student_t(confidence, degrees) * sqrt(of_a + of_b);
	}
	*ret_low = exp(difference - half);
	*ret_high = exp(difference + half);
	return true;
}

double
stats_geometric_mean(struct stats_sample sample)
{
	return exp(mean_log(sample));
}
