/*
 * clock.c: time, for tests that wait.
 *
 * SPDX-License-Identifier: MIT
 */
#include "clock.h"

#include <time.h>

double
clock_now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
clock_pause_ms(int ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000,
		      .tv_nsec = (long)(ms % 1000) * 1000000 },
	    NULL);
}
