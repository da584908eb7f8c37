/*
 * clock.c: the only file that reads the time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/clock.h"

#include <errno.h>

static int64_t
read_ns(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t
clock_now_ns(void)
{
	return read_ns(CLOCK_MONOTONIC);
}

int64_t
clock_calendar_ns(void)
{
	return read_ns(CLOCK_REALTIME);
}

struct timespec
clock_timespec(int64_t ns)
{
	return (struct timespec){ .tv_sec = (time_t)(ns / 1000000000),
		.tv_nsec = (long)(ns % 1000000000) };
}

void
clock_sleep_until(int64_t due_ns)
{
	struct timespec due = clock_timespec(due_ns);
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) ==
	       EINTR)
		;
}
