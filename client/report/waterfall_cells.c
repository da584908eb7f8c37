/*
 * waterfall_cells.c: assigns a workflow's requests to cells.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/waterfall_cells.h"

static int64_t
cell_begin(const struct waterfall_scale *s, size_t cell)
{
	return (int64_t)((double)s->end_ns * (double)cell / (double)s->cells);
}

size_t
waterfall_cell_of(const struct waterfall_scale *s, int64_t ns)
{
	double share = (double)ns / (double)s->end_ns;
	size_t cell = (size_t)(share * (double)s->cells);
	return cell < s->cells ? cell : s->cells - 1;
}

/* Return the part of the time from begin to end that lies in the cell. */
static int64_t
share_of(
    const struct waterfall_scale *s, size_t cell, int64_t begin, int64_t end)
{
	int64_t first = cell_begin(s, cell);
	int64_t last = cell_begin(s, cell + 1);
	int64_t from = begin > first ? begin : first;
	int64_t to = end < last ? end : last;
	return to > from ? to - from : 0;
}

static size_t
first_cell(const struct waterfall_scale *s, const struct waterfall_bar *bar)
{
	return waterfall_cell_of(s, bar->begin_ns[0]);
}

/* Return the last cell of a bar, whose end itself is excluded. */
static size_t
last_cell(const struct waterfall_scale *s, const struct waterfall_bar *bar)
{
	int64_t end = bar->begin_ns[PHASE__MAX];
	return waterfall_cell_of(s, end > bar->begin_ns[0] ? end - 1 : end);
}

/* Add bar's times in the cell. */
static void
add_share(const struct waterfall_scale *s, const struct waterfall_bar *bar,
    size_t cell, struct waterfall_cell *to)
{
	int64_t sum = 0;
	for (size_t p = 0; p < PHASE__MAX; p++) {
		int64_t ns =
		    share_of(s, cell, bar->begin_ns[p], bar->begin_ns[p + 1]);
		to->ns[p] += ns;
		sum += ns;
	}
	to->sum_ns += sum;
	if (to->owner == NULL || sum > to->owner_ns) {
		to->owner = bar;
		to->owner_ns = sum;
	}
}

static size_t
owned(const struct waterfall_scale *s, const struct waterfall_cell *cells,
    const struct waterfall_bar *bar)
{
	size_t count = 0;
	for (size_t c = 0; c < s->cells; c++)
		count += cells[c].owner == bar;
	return count;
}

/* Give each request at least one cell: a free one, or one taken from a bar that
 * has several. */
static void
save_short_one(const struct waterfall_scale *s, struct waterfall_cell *cells,
    const struct waterfall_bar *bar)
{
	if (owned(s, cells, bar) > 0)
		return;
	for (size_t c = first_cell(s, bar); c <= last_cell(s, bar); c++)
		if (cells[c].owner == NULL ||
		    owned(s, cells, cells[c].owner) > 1) {
			cells[c] = (struct waterfall_cell){ .owner = NULL };
			add_share(s, bar, c, &cells[c]);
			return;
		}
}

static void
mark_failed(const struct waterfall_scale *s, struct waterfall_cell *cells,
    const struct waterfall_bar *bar)
{
	for (size_t c = s->cells; bar->failed && c-- > 0;)
		if (cells[c].owner == bar) {
			cells[c].failed = true;
			return;
		}
}

void
waterfall_cells_fill(const struct waterfall_scale *s,
    const struct waterfall_bar *bars, size_t count,
    struct waterfall_cell *cells)
{
	for (size_t i = 0; i < count; i++)
		for (size_t c = first_cell(s, &bars[i]);
		     c <= last_cell(s, &bars[i]); c++)
			add_share(s, &bars[i], c, &cells[c]);
	for (size_t c = 0; c < s->cells; c++)
		if (2 * cells[c].sum_ns <
		    cell_begin(s, c + 1) - cell_begin(s, c))
			cells[c].owner = NULL;
	for (size_t i = 0; i < count; i++)
		save_short_one(s, cells, &bars[i]);
	for (size_t i = 0; i < count; i++)
		mark_failed(s, cells, &bars[i]);
}
