/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_PRINTED_H
#define DOCKING_TESTS_PRINTED_H

#include "measure/summary.h"

#include <stdio.h>

/** What the tests of reports share, whatever their summary is. */

/** What print, a form of client/report/report.h, makes of s; the caller frees
 * it. */
char *printed(
    void (*print)(const struct summary *, FILE *), const struct summary *s);

#endif
