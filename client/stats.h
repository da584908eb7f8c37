/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STATS_H
#define DOCKING_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Sort values in ascending order. */
void stats_sort(int64_t *values, size_t count);

/**
 * The percentile p (0 < p <= 100) of count >= 1 sorted values by the
 * nearest-rank method: the smallest value that at least p percent of the
 * values do not exceed. It is always one of the values, so never above the
 * maximum.
 */
int64_t stats_percentile(const int64_t *sorted, size_t count, double p);

#endif
