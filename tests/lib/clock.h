/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_CLOCK_H
#define DOCKING_TESTS_CLOCK_H

/** Seconds on CLOCK_MONOTONIC. */
double clock_now_s(void);

/** Between two looks at something that is waited for. */
void clock_pause_ms(int ms);

#endif
