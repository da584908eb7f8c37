/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_OPTIONS_H
#define DOCKING_OPTIONS_H

#include "measure/setting.h"

#include <stdbool.h>
#include <stddef.h>

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_CSV };

/** The command line, checked. */
struct options {
	struct setting setting; /* as far as the command line gives it */
	bool url_given;         /* by --url */
	bool check;             /* only check the command line and files */
	const char *workflow;   /* file; NULL: the built-in one */
	size_t names_count;     /* to draw, or count of names; 0: not given */
	char **names;           /* from --name; NULL: draw */
	const char *cacert;
	bool insecure;
	enum report_format format;
	const char *output; /* NULL: stdout */
	const char *html;   /* files; NULL: not asked for */
	const char *svg;
	const char *har;
};

/**
 * Read the command line. Prints one line and exits with EX_USAGE if it is
 * wrong; --help, --usage and --version print and exit with 0.
 */
void options_parse(struct options *ret_options, int argc, char **argv);

void options_done(struct options *options);

#endif
