/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLOCK_H
#define DOCKING_CLOCK_H

#include <stdint.h>

/** Nanoseconds on CLOCK_MONOTONIC: the only clock that anything here is
 * measured with. */
int64_t clock_now_ns(void);

#endif
