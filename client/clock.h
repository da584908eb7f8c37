/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLOCK_H
#define DOCKING_CLOCK_H

#include <stdint.h>

/** Nanoseconds on CLOCK_MONOTONIC: the only clock that anything here is
 * measured with. */
int64_t clock_now_ns(void);

/** The calendar's time, in nanoseconds since 1970, UTC: for people and for
 * files, never for a difference. */
int64_t clock_calendar_ns(void);

#endif
