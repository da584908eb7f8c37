/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_SECONDS_H
#define DOCKING_TESTS_SECONDS_H

#include "lib/clock.h"

/** The programs' clock, for tests that wait. */

/** Seconds on CLOCK_MONOTONIC. */
static inline double
clock_now_s(void)
{
	return (double)clock_now_ns() / 1e9;
}

/** Between two looks at something that is waited for. */
static inline void
clock_pause_ms(int ms)
{
	clock_sleep_until(clock_now_ns() + (int64_t)ms * 1000000);
}

#endif
