/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SVG_BARS_H
#define DOCKING_SVG_BARS_H

#include "report/waterfall_model.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** The geometry of report_svg.c's picture of a waterfall, and the bars in it.
 * Lengths are pixels. */

enum {
	SVG_WIDTH = 1000,
	SVG_MARGIN = 24,
	SVG_LEFT = 144, /* where time begins; the names of rows are before */
	SVG_PLOT = SVG_WIDTH - SVG_MARGIN - SVG_LEFT,
};

struct svg_bars {
	const struct summary *summary;
	struct waterfall waterfall;
	double row_height;  /* whole, or less than 1 */
	double rows_height; /* of all */
	bool failed;        /* something did */
	bool bound;         /* there is one */
	FILE *to;
};

/** Prepare a picture, which borrows from s. */
void svg_bars_init(
    struct svg_bars *ret_bars, const struct summary *s, FILE *to);

void svg_bars_done(struct svg_bars *p);

/** Return where a moment is, from the picture's left edge. */
double svg_bars_x(const struct svg_bars *p, int64_t ns);

/** Draw the requests of panel, the first row's upper edge being at top. */
void svg_bars_draw_bars(
    const struct svg_bars *p, const struct waterfall_panel *panel, double top);

#endif
