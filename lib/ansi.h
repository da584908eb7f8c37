/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ANSI_H
#define DOCKING_ANSI_H

#include <stdio.h>

enum { ANSI_HUES = 5 };

/** Escape sequences for colours; all "" where there is no terminal, or NO_COLOR
 * (no-color.org) is set to anything. */
struct ansi {
	const char *good, *bad, *faint, *off;
	const char *hues[ANSI_HUES]; /* magenta, green, yellow, cyan, blue:
					 to tell things apart */
};

struct ansi ansi_of(FILE *to);

#endif
