/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLOCK_H
#define DOCKING_CLOCK_H

#include <stdint.h>
#include <time.h>

/** Read CLOCK_MONOTONIC, which no clock setting moves, in nanoseconds: the only
 * clock that anything here is measured with. */
int64_t clock_now_ns(void);

/** Read the calendar's time, in nanoseconds since 1970, UTC: for people and
 * for files, never for a difference. */
int64_t clock_calendar_ns(void);

/** Convert nanoseconds. */
struct timespec clock_timespec(int64_t ns);

/** Sleep in this thread until due_ns (CLOCK_MONOTONIC). */
void clock_sleep_until(int64_t due_ns);

#endif
