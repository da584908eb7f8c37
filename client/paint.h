/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PAINT_H
#define DOCKING_PAINT_H

#include <stdio.h>

enum { PAINT_HUES = 5 };

/** What makes a terminal write in colour: escape sequences, or nothing where
 * there is no terminal or NO_COLOR (no-color.org) is set to anything. */
struct paint {
	const char *good, *bad, *faint, *off;
	const char *hues[PAINT_HUES]; /* magenta, green, yellow, cyan, blue:
					 to tell things apart */
};

struct paint paint_of(FILE *to);

#endif
