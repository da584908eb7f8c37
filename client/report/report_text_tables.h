/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REPORT_TEXT_TABLES_H
#define DOCKING_REPORT_TEXT_TABLES_H

#include "measure/summary.h"

#include <stdio.h>

/** For report_text.c only: its numbers in columns. */

/** A row an engine. */
void report_text_engines(const struct summary *s, FILE *to);

/** With a rate: how long a workflow took from when it began, and from when it
 * was due. */
void report_text_latencies(const struct summary *s, FILE *to);

/** A row and a bar for each concurrency, and the knee. */
void report_text_sweep(const struct sweep *sweep, FILE *to);

#endif
