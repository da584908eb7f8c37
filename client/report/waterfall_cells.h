/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WATERFALL_CELLS_H
#define DOCKING_WATERFALL_CELLS_H

#include "report/waterfall_model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A workflow's bars in a row of cells, each a span of time of the same length:
 * for waterfalls drawn in characters. */

struct waterfall_scale {
	int64_t end_ns; /* from 0; > 0 */
	size_t cells;   /* into which that time is divided */
};

/** A cell. */
struct waterfall_cell {
	int64_t ns[PHASE__MAX]; /* the time of each phase in it */
	int64_t sum_ns;
	const struct waterfall_bar *owner; /* has most; NULL: none has half */
	int64_t owner_ns;
	bool failed;
};

/** Return the cell of a moment. */
size_t waterfall_cell_of(const struct waterfall_scale *s, int64_t ns);

/** Fill s->cells zeroed cells with the bars of one workflow. Times of less than
 * half a cell do not show, so beginnings and ends are rounded; but no request
 * vanishes beside a longer one. */
void waterfall_cells_fill(const struct waterfall_scale *s,
    const struct waterfall_bar *bars, size_t count,
    struct waterfall_cell *cells);

#endif
