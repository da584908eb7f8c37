/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REPORT_H
#define DOCKING_REPORT_H

#include "measure/summary.h"

#include <stdio.h>

enum { REPORTS_MAX = 4 /* --output, --html, --svg, --har */ };

/** A report: a summary in one form, and its file. */
struct report {
	const char *option; /* that requests it */
	const char *path;   /* NULL: standard output */
	FILE *file;
	void (*print)(const struct summary *, FILE *);
};

/** All requested reports. */
struct reports {
	struct report list[REPORTS_MAX];
	size_t count;
};

/**
 * Open the files of all reports before the run, so that a typing error does not
 * cost its results. Returns NULL, or an error that names the file, which the
 * caller frees; then no file is open.
 */
char *reports_open(struct reports *reports);

/** Check that all files could be written, without making or changing any.
 * Returns as reports_open() does. */
char *reports_check(const struct reports *reports);

/** Print a summary in all requested forms. A report prints and never measures.
 */
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

/** Print the waterfall in characters, a part of the text report. */
void report_waterfall(const struct summary *s, FILE *to);

#endif
