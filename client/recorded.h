/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORDED_H
#define DOCKING_RECORDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * A JSON report ("docking-timing/1"), read back: its settings, and what each
 * run of each engine took. Only whole runs count: not one that was cut.
 */

/** The durations of a run's requests, as far as they were answered. */
struct recorded_durations {
	int64_t *us; /* sorted */
	size_t count;
};

struct recorded_engine {
	char *name;
	double *walls_s;                      /* of each run */
	struct recorded_durations *durations; /* of each run */
	size_t runs_count;
	double bound_s; /* NAN: not known */
	size_t failed;  /* workflows */
};

enum { RECORDED_SETTINGS = 17 };

/** A setting of a report. */
struct recorded_setting {
	const char *name; /* of the report's member */
	bool alike;       /* what differs in it cannot be compared... */
	bool of_h2;       /* ...if h2 is among the engines */
};

/** All settings; those that are to be alike come first. */
extern const struct recorded_setting recorded_settings[RECORDED_SETTINGS];

struct recorded {
	const char *file;                  /* borrowed */
	char *settings[RECORDED_SETTINGS]; /* their values as text */
	bool interrupted;
	struct recorded_engine *engines;
	size_t engines_count;
};

/** The value of the setting of this name. */
const char *recorded_setting(const struct recorded *r, const char *name);

/** Read file. Returns NULL, or a sentence about what is wrong with it, which
 * the caller frees; ret is only set if there is none. */
char *recorded_read(struct recorded *ret, const char *file);

/** The same of text that stands in file. */
char *recorded_parse(struct recorded *ret, const char *file, const char *text);

/** NULL if a and b were measured with settings that are alike; else the first
 * one that is not, with both values, which the caller frees. */
char *recorded_unlike(const struct recorded *a, const struct recorded *b);

void recorded_done(struct recorded *r);

#endif
