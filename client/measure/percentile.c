/*
 * percentile.c: the table of the percentiles.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/percentile.h"

/* clang-format off */
const struct percentile_row percentiles[PERCENTILE__MAX] = {
	[PERCENTILE_MIN]   = { "min",   0,    false },
	[PERCENTILE_P50]   = { "p50",   50,   true },
	[PERCENTILE_P90]   = { "p90",   90,   true },
	[PERCENTILE_P95]   = { "p95",   95,   true },
	[PERCENTILE_P99]   = { "p99",   99,   true },
	[PERCENTILE_P99_9] = { "p99.9", 99.9, false },
	[PERCENTILE_MAX]   = { "max",   100,  false },
};
/* clang-format on */
