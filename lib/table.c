/*
 * table.c: aligned columns.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/table.h"

#include "lib/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 2 /* spaces between columns */ };

void
table_add(struct table *t, char *text)
{
	t->cells = alloc_resized(t->cells, (t->count + 1) * sizeof(*t->cells));
	t->cells[t->count++] = text;
}

/* Return the width of a column; 0: it is empty. */
static size_t
width_of(const struct table *t, size_t column)
{
	size_t width = strlen(t->cells[column]);
	size_t told = 0;
	for (size_t i = t->columns + column; i < t->count; i += t->columns) {
		size_t length = strlen(t->cells[i]);
		width = length > width ? length : width;
		told += strcmp(t->cells[i], "-") != 0;
	}
	return told > 0 ? width : 0;
}

void
table_print(struct table *t, FILE *to)
{
	size_t *widths = alloc_zeroed(t->columns, sizeof(*widths));
	for (size_t c = 0; c < t->columns; c++)
		widths[c] = width_of(t, c);
	for (size_t row = 0; row < t->count; row += t->columns) {
		for (size_t c = 0; c < t->columns; c++) {
			char *cell = t->cells[row + c];
			int width = (int)widths[c];
			if (c == 0)
				fprintf(to, "%*s", -width, cell);
			else if (width > 0)
				fprintf(to, "%*s", width + GAP, cell);
			free(cell);
		}
		fputc('\n', to);
	}
	free(widths);
	free(t->cells);
	*t = (struct table){ .columns = t->columns };
}
