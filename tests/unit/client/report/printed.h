/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_PRINTED_H
#define DOCKING_TESTS_PRINTED_H

#include "measure/summary.h"

#include <stdint.h>
#include <stdio.h>

/** What the tests of reports share, whatever their summary is. */

/** A text in C for a member that is not const, and that nobody writes to. */
#define TEXT(s) ((char *)(uintptr_t)(s))

/** What print, a form of client/report/report.h, makes of s; the caller frees
 * it. */
char *printed(
    void (*print)(const struct summary *, FILE *), const struct summary *s);

#endif
