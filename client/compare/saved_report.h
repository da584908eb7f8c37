/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SAVED_REPORT_H
#define DOCKING_SAVED_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * A JSON report ("docking-timing/1") that was read: its settings, and the
 * durations of each run of each engine. Only whole runs count, not those that
 * were cut.
 */

/** The durations of a run's answered requests. */
struct saved_report_durations {
	int64_t *us; /* sorted */
	size_t count;
};

struct saved_report_engine {
	char *name;
	double *walls_s;                          /* of each run */
	struct saved_report_durations *durations; /* of each run */
	size_t runs_count;
	double bound_s; /* NAN: not known */
	size_t failed;  /* workflows */
};

enum { SAVED_REPORT_SETTINGS = 17 };

/** A setting of a report. */
struct saved_report_setting {
	const char *name; /* of the report's member */
	bool alike;       /* reports that differ here are not comparable */
	bool of_h2;       /* only matters with the h2 engine */
};

/** All settings; those that must be alike come first. */
extern const struct saved_report_setting
    saved_report_settings[SAVED_REPORT_SETTINGS];

struct saved_report {
	const char *file;                      /* borrowed */
	char *settings[SAVED_REPORT_SETTINGS]; /* their values as text */
	bool interrupted;
	struct saved_report_engine *engines;
	size_t engines_count;
};

/** Return the engine of this name, or NULL. */
struct saved_report_engine *saved_report_engine(
    const struct saved_report *r, const char *name);

/** Return the value of the setting of this name. */
const char *saved_report_setting(
    const struct saved_report *r, const char *name);

/** Read file. Returns NULL, or a sentence about the error, which the caller
 * frees; ret is only set on success. */
char *saved_report_read(struct saved_report *ret, const char *file);

/** Read the text of a report as saved_report_read() does; file is its name. */
char *saved_report_parse(
    struct saved_report *ret, const char *file, const char *text);

/** Compare the settings of a and b. Returns NULL if they are alike; else the
 * first setting that is not, with both values, which the caller frees. */
char *saved_report_unlike(
    const struct saved_report *a, const struct saved_report *b);

void saved_report_done(struct saved_report *r);

#endif
