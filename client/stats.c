/*
 * stats.c: numbers about numbers. It never prints.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stats.h"

#include <math.h>
#include <stdlib.h>

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
