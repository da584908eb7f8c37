/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TABLE_H
#define DOCKING_TABLE_H

#include <stddef.h>
#include <stdio.h>

/**
 * Aligned columns for a terminal: the first one is a name, to the left; the
 * others are numbers, to the right. A column in which every row has "-" is
 * left out. Fill it row by row; the first row holds the titles.
 */
struct table {
	size_t columns;
	char **cells;
	size_t count;
};

/** Add the next cell; takes text, which table_print() frees. */
void table_add(struct table *t, char *text);

/** Print the table and free what it holds. */
void table_print(struct table *t, FILE *to);

#endif
