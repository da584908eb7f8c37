/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SAVED_REPORT_H
#define DOCKING_SAVED_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * A JSON report ("docking-timing/1"), read back: its settings, and what each
 * run of each engine took. Only whole runs count: not one that was cut.
 */

/** The durations of a run's requests, as far as they were answered. */
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
	bool of_h2;       /* but it only matters with the h2 engine */
};

/** All settings; those that are to be alike come first. */
extern const struct saved_report_setting
    saved_report_settings[SAVED_REPORT_SETTINGS];

struct saved_report {
	const char *file;                      /* borrowed */
	char *settings[SAVED_REPORT_SETTINGS]; /* their values as text */
	bool interrupted;
	struct saved_report_engine *engines;
	size_t engines_count;
};

/** The engine of this name, or NULL. */
struct saved_report_engine *saved_report_engine(
    const struct saved_report *r, const char *name);

/** The value of the setting of this name. */
const char *saved_report_setting(
    const struct saved_report *r, const char *name);

/** Read file. Returns NULL, or a sentence about what is wrong with it, which
 * the caller frees; ret is only set if there is none. */
char *saved_report_read(struct saved_report *ret, const char *file);

/** The same of text that stands in file. */
char *saved_report_parse(
    struct saved_report *ret, const char *file, const char *text);

/** NULL if a and b were measured with settings that are alike; else the first
 * one that is not, with both values, which the caller frees. */
char *saved_report_unlike(
    const struct saved_report *a, const struct saved_report *b);

void saved_report_done(struct saved_report *r);

#endif
