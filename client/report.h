/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REPORT_H
#define DOCKING_REPORT_H

#include "summary.h"

#include <stdio.h>

/**
 * Print a summary. A report prints and never measures; whether everything
 * could be written is for the caller to find with ferror() and fclose().
 */
void report_print(const struct summary *s, FILE *to);

/* The formats, one file each. */
void report_text(const struct summary *s, FILE *to);
void report_json(const struct summary *s, FILE *to);
void report_csv(const struct summary *s, FILE *to);
void report_html(const struct summary *s, FILE *to);

#endif
