/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SURVIVE_REPORT_H
#define DOCKING_SURVIVE_REPORT_H

#include "survive.h"

#include <stdbool.h>
#include <stdio.h>

/** What came of the rows, for people. A trial that took no time was not run. */

/** One row: name, verdict, time, what was promised and what was measured. */
void report_line(FILE *to, const struct row *row, const struct trial *t);

/** The line "N passed, N failed", and ", N skipped". Returns the exit status:
 * 0 if none failed. */
int report_sum(const struct trial *trials, size_t count);

/** The table of all rows as a Markdown document; of rows that were not run it
 * keeps what file says of them. Returns false, and says why on stderr, if file
 * cannot be written. */
bool report_document(const char *file, const struct row *rows,
    const struct trial *trials, size_t count);

#endif
