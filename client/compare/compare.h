/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_COMPARE_H
#define DOCKING_COMPARE_H

#include "compare/saved_report.h"
#include "measure/threshold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
 * Compares two reports of the same measurement, before and after a change: are
 * the differences more than chance?
 *
 * Every run is one number for each metric: its wall time, a percentile of its
 * requests' durations, its efficiency. Old and new are the geometric means of
 * these, and their ratio has a confidence interval by stats_welch_ratio(). All
 * intervals of a comparison hold at once with COMPARE_CONFIDENCE (Bonferroni),
 * so that two reports of the same build hardly ever differ in any of them.
 */

#define COMPARE_CONFIDENCE 0.99

enum compare_verdict {
	COMPARE_UNKNOWN, /* no interval: fewer than 3 runs in one of the two */
	COMPARE_ALIKE,   /* a part of the interval is within the margin */
	COMPARE_LESS,    /* all of it is below */
	COMPARE_MORE,    /* all of it is above */
};

/** A metric of an engine. Durations are in seconds; a change of 0.1 is
 * +10 %. */
struct compare_row {
	size_t engine; /* of both reports, from 0 */
	enum threshold_metric metric;
	double old_value, new_value;
	double change;
	bool has_interval;
	double low, high; /* of the change */
	enum compare_verdict verdict;
};

/** The verdict on a --fail-if. */
struct compare_gate {
	struct threshold rule;
	bool crossed;
	double change;     /* the deciding one; NAN: no such row */
	bool has_interval; /* else the change alone decided */
};

struct comparison {
	const struct saved_report *old_report, *new_report;
	double margin; /* 0.01 is 1 % */
	struct compare_row *rows;
	size_t rows_count;
	struct compare_gate *gates;
	size_t gates_count;
};

/**
 * Compare two reports with matching settings, and judge gates_count rules. A
 * metric has a row if both reports have a value of it for every run and all are
 * above 0: a percentile that one run cannot support (stats_carries()) has no
 * row. A rule is crossed by a row whose change crosses it, where a change
 * counts as none if its interval includes none; and by a missing row. The
 * reports must outlive ret.
 */
void compare_reports(struct comparison *ret,
    const struct saved_report *old_report,
    const struct saved_report *new_report, double margin,
    const struct threshold *rules, size_t gates_count);

void compare_done(struct comparison *c);

/** Return true if any rule is crossed. */
bool compare_is_crossed(const struct comparison *c);

/** Return a row's verdict in words: "slower", "no difference", … */
const char *compare_verdict_text(const struct compare_row *row);

/** Format a change: "+4.8 %"; a new string. */
char *compare_change_text(double change);

/** Format the name of a row: "multi.p95"; a new string. */
char *compare_row_name(
    const struct comparison *c, const struct compare_row *row);

/* The forms, one file each. */
void compare_text(const struct comparison *c, FILE *to);
void compare_json(const struct comparison *c, FILE *to);

/** Run docking-timing compare, the program's other main(). */
int compare_main(int argc, char **argv);

#endif
