/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_OPTIONS_H
#define DOCKING_OPTIONS_H

#include "engine.h"
#include "sweep.h"
#include "threshold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTIONS_ENGINES_MAX = 16 };

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_CSV };

/** The command line, checked. */
struct options {
	const char *url;
	bool url_given;       /* by --url */
	bool check;           /* all that was given, and measure nothing */
	const char *workflow; /* file; NULL: the built-in one */
	size_t names_count;   /* to draw, or of names; 0: not given */
	char **names;         /* from --name; NULL: draw */
	uint32_t seed;
	const struct engine *engines[OPTIONS_ENGINES_MAX];
	size_t engines_count;
	size_t concurrency;             /* 0: all at once */
	size_t sweep[SWEEP_POINTS_MAX]; /* concurrencies, ascending */
	size_t sweep_count;             /* 0: no sweep */
	bool shared;                    /* connections, across workflows */
	size_t streams;                 /* h2: requests a connection */
	size_t connections_max;         /* h2; 0: as needed */
	double rate;                    /* workflows a second; 0: not given */
	size_t warmup;                  /* runs of each engine not counted */
	size_t repeat;                  /* runs of each engine */
	const char *cacert;
	bool insecure;
	int64_t delay_ns; /* -1: not given */
	size_t places;    /* 0: not given */
	long timeout_ms;
	enum report_format format;
	const char *output; /* NULL: stdout */
	const char *html;   /* files; NULL: not asked for */
	const char *svg;
	const char *har;
	bool waterfall;               /* in the text report */
	struct threshold *thresholds; /* --fail-if */
	size_t thresholds_count;
};

/**
 * Read the command line. Prints one line and exits with EX_USAGE if it is
 * wrong; --help, --usage and --version print and exit with 0.
 */
void options_parse(struct options *ret_options, int argc, char **argv);

void options_done(struct options *options);

#endif
