/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_THRESHOLD_H
#define DOCKING_THRESHOLD_H

#include "measure/percentile.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * A rule that a measurement must not cross, so that a build can fail: --fail-if
 * EXPR, for a run or a comparison. It knows neither the source of the values
 * nor the printing of the verdict.
 */

/** The subject of EXPR. */
enum threshold_kind {
	THRESHOLD_OF_RUN,    /* "multi.p95>600ms" */
	THRESHOLD_OF_CHANGE, /* "multi.p95>+10%", from one run to another */
	THRESHOLD_KIND__MAX
};

/** The metrics. Durations are in seconds here. */
enum threshold_metric {
	THRESHOLD_WALL,
	THRESHOLD_BOUND,
	THRESHOLD_EFFICIENCY, /* 0.9 is 90 % */
	THRESHOLD_FAILED,
	THRESHOLD_REQUESTS,
	THRESHOLD_CONNECTIONS,
	THRESHOLD_PERCENTILE, /* of a request's duration: this and the next
				 ones, in the order of enum percentile */
	/* Of the whole, not of an engine: */
	THRESHOLD_SPEEDUP = THRESHOLD_PERCENTILE + PERCENTILE__MAX,
	THRESHOLD_IDENTICAL, /* 1 or 0 */
	THRESHOLD_METRIC__MAX
};

enum threshold_relation {
	THRESHOLD_LESS,
	THRESHOLD_NOT_MORE,
	THRESHOLD_MORE,
	THRESHOLD_NOT_LESS,
	THRESHOLD_EQUAL,
	THRESHOLD_UNEQUAL,
	THRESHOLD_RELATION__MAX
};

#define THRESHOLD_EVERY ((size_t)-1)

/** A parsed rule. A value crosses it by being in this relation to limit. */
struct threshold {
	const char *text; /* as given; borrowed */
	size_t engine;    /* its place among the names; or THRESHOLD_EVERY: any
			     engine that crosses it crosses it */
	enum threshold_metric metric;
	enum threshold_relation relation;
	double limit; /* of a change: 0.1 is +10 % */
};

/** The grammar of text, as one line for a person. */
extern const char *const threshold_grammar[THRESHOLD_KIND__MAX];

/**
 * Read text, which ret borrows. engines are the names of the engines in the
 * measurement, ending with NULL; with engines NULL any name is accepted, and
 * ret->engine is not set. Returns NULL, or a sentence about the error, without
 * a full stop and ending with the grammar, which the caller frees.
 */
char *threshold_parse(struct threshold *ret, const char *text,
    enum threshold_kind kind, const char *const *engines);

/** Return the percentile that the metric is, or PERCENTILE__MAX. */
enum percentile threshold_percentile(enum threshold_metric metric);

/** Return the metric's name: "p95", "wall", … */
const char *threshold_metric_name(enum threshold_metric metric);

/** Return true if value, which is a number, crosses t. */
bool threshold_is_crossed_by(const struct threshold *t, double value);

/** The source of values. */
struct threshold_source {
	/* Return the metric of an engine, counted from 0, or of the whole, with
	 * engine 0. NAN: not known, as a percentile that the sample cannot
	 * support. */
	double (*value)(
	    const void *arg, enum threshold_metric metric, size_t engine);
	const void *arg;
	size_t engines_count;
};

/** The verdict on a rule. */
struct threshold_verdict {
	bool crossed;
	/* The deciding value: the farthest in the rule's direction, or the
	 * first for == and !=. NAN: no value was known. */
	double value;
};

/**
 * Judge t. An unknown value crosses, because a gate that cannot be judged must
 * not let a build pass; the verdict's value then is NAN, unless a known value
 * crosses too.
 */
struct threshold_verdict threshold_judge(
    const struct threshold *t, const struct threshold_source *source);

/** Format a value of metric for people: "612.3 ms", "87.1 %", "?" if it is
 * unknown; a new string. */
char *threshold_value_text(enum threshold_metric metric, double value);

#endif
