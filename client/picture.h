/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PICTURE_H
#define DOCKING_PICTURE_H

#include "chart.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** The geometry of the picture that report_svg.c makes of a chart, and the
 * bars in it. Lengths are pixels. */

enum {
	PICTURE_WIDTH = 1000,
	PICTURE_MARGIN = 24,
	PICTURE_LEFT =
	    144, /* where time begins; the names of rows are before */
	PICTURE_PLOT = PICTURE_WIDTH - PICTURE_MARGIN - PICTURE_LEFT,
};

struct picture {
	const struct summary *summary;
	struct chart chart;
	double row_height;  /* whole, or less than 1 */
	double rows_height; /* of all */
	bool failed;        /* something did */
	bool bound;         /* there is one */
	FILE *to;
};

/** Borrows from s. */
void picture_init(
    struct picture *ret_picture, const struct summary *s, FILE *to);

void picture_done(struct picture *p);

/** Where a moment is, from the picture's left edge. */
double picture_x(const struct picture *p, int64_t ns);

/** Draw the requests of panel, the first row's upper edge being at top. */
void picture_draw_bars(
    const struct picture *p, const struct chart_panel *panel, double top);

#endif
