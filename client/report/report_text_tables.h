/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REPORT_TEXT_TABLES_H
#define DOCKING_REPORT_TEXT_TABLES_H

#include "measure/summary.h"

#include <stdio.h>

/** For report_text.c only: its numbers in columns. */

/** Print a row for each engine. */
void report_text_engines(const struct summary *s, FILE *to);

/** Print, with a rate, the duration of a workflow from its start, and from its
 * due time. */
void report_text_latencies(const struct summary *s, FILE *to);

/** Print a row and a bar for each concurrency, and the knee. */
void report_text_sweep(const struct sweep *sweep, FILE *to);

#endif
