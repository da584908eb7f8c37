/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REPORT_H
#define DOCKING_REPORT_H

#include "measure/summary.h"

#include <stdio.h>

enum { REPORTS_MAX = 4 /* --output, --html, --svg, --har */ };

/** A summary in one form and where it goes. */
struct report {
	const char *option; /* that asked for it */
	const char *path;   /* NULL: standard output */
	FILE *file;
	void (*print)(const struct summary *, FILE *);
};

/** All that were asked for. */
struct reports {
	struct report list[REPORTS_MAX];
	size_t count;
};

/**
 * Open the files of all reports: before the run, so that its numbers are not
 * lost for a typing error. Returns NULL, or which one cannot be written and
 * why, which the caller frees; then none is open.
 */
char *reports_open(struct reports *reports);

/** Check that all of them could be written. Makes and changes no file. Returns
 * as reports_open() does. */
char *reports_check(const struct reports *reports);

/** Print a summary in all forms. A report prints and never measures. */
void reports_print(const struct reports *reports, const struct summary *s);

/** Close the files. Returns as reports_open() does. */
char *reports_close(struct reports *reports);

/* The forms, one file each. */
void report_text(const struct summary *s, FILE *to);
void report_json(const struct summary *s, FILE *to);
void report_csv(const struct summary *s, FILE *to);
void report_html(const struct summary *s, FILE *to);
void report_svg(const struct summary *s, FILE *to);
void report_har(const struct summary *s, FILE *to);

/** The waterfall in characters, a part of the text report. */
void report_waterfall(const struct summary *s, FILE *to);

#endif
