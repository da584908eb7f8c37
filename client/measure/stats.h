/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STATS_H
#define DOCKING_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Sort values in ascending order. */
void stats_sort(int64_t *values, size_t count);

/**
 * Return the percentile p (0 < p <= 100) of count >= 1 sorted values by the
 * nearest-rank method: the smallest value that at least p percent of the values
 * do not exceed. The result is one of the values, so never above the maximum.
 */
int64_t stats_percentile(const int64_t *sorted, size_t count, double p);

/**
 * Return true if count values can support the percentile p (0 < p < 100): if a
 * distribution-free two-sided 95 % confidence interval exists for it, that is,
 * if it lies below the smallest value, or above the largest, with a probability
 * of at most 2.5 % each: q^n <= 0.025 and (1 - q)^n <= 0.025 for q = p / 100
 * (H. A. David, H. N. Nagaraja: Order Statistics, 7.1). p50 needs 6 values, p90
 * 36, p95 72, p99 368, p99.9 3688. The smallest and the largest value, p = 100,
 * are always supported.
 */
bool stats_carries(size_t count, double p);

/** Return the median of count >= 1 sorted values: the middle one, or the mean
 * of the middle two. */
double stats_median(const int64_t *sorted, size_t count);

/**
 * Count the outliers among count values, in the order in which they were
 * measured, by the modified z-score of Iglewicz and Hoaglin (How to Detect and
 * Handle Outliers, 1993): 0.6745 |x - median| / MAD > 3.5, where MAD is the
 * median of |x - median|. A value within 5 % of the median is no outlier, and
 * fewer than 6 values have none. *ret_first_is_slow is true if the first value
 * is an outlier above the median: it includes the costs of a first time.
 */
size_t stats_outliers(
    const int64_t *values, size_t count, bool *ret_first_is_slow);

/**
 * Compute the confidence interval (0 < confidence < 1) of median(a) /
 * median(b), where a[i] and b[i] > 0 were measured in the same round: the
 * percentile bootstrap (B. Efron, R. Tibshirani: An Introduction to the
 * Bootstrap, 13) over rounds. Returns false, and leaves the interval alone, if
 * count < 6.
 *
 * To make it repeatable elsewhere: 2,000 times, count rounds are drawn with
 * replacement, each being (s >> 33) mod count for the next s of splitmix64,
 * which starts each call with the state 1; the ratio is stats_median() of the
 * drawn a over that of the drawn b. Of the sorted ratios the ends are number k
 * and number 2000 - k, counted from 1, where k is (1 - confidence) / 2 * 2000,
 * rounded, at least 1.
 */
bool stats_bootstrap_ratio(const int64_t *a, const int64_t *b, size_t count,
    double confidence, double *ret_low, double *ret_high);

/** Return the t for which Student's T with these degrees of freedom (at least
 * 1, whole or not) lies between -t and t with this probability (0 < confidence
 * < 1). */
double stats_student_t(double confidence, double degrees);

/** A sample of values > 0. */
struct stats_sample {
	const double *values;
	size_t count;
};

/**
 * Compute the confidence interval of a / b, the ratio of two geometric means:
 * that of the difference of the logarithms' means by B. L. Welch's t
 * (Biometrika 34, 1947), which allows different variances. It is one point if
 * neither sample varies. Returns false, and leaves the interval alone, if a
 * sample has fewer than 3 values.
 */
bool stats_welch_ratio(struct stats_sample a, struct stats_sample b,
    double confidence, double *ret_low, double *ret_high);

/** Return the geometric mean of at least one value > 0. */
double stats_geometric_mean(struct stats_sample sample);

#endif
