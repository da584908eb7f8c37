/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PERCENTILE_H
#define DOCKING_PERCENTILE_H

#include <stdbool.h>

/** The percentiles of a duration that reports show. */
enum percentile {
	PERCENTILE_MIN,
	PERCENTILE_P50,
	PERCENTILE_P90,
	PERCENTILE_P95,
	PERCENTILE_P99,
	PERCENTILE_P99_9,
	PERCENTILE_MAX,
	PERCENTILE__MAX
};

struct percentile_row {
	const char *name;
	double percent;
	bool compared; /* between two reports */
};

extern const struct percentile_row percentiles[PERCENTILE__MAX];

#endif
