/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RULE_H
#define DOCKING_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * How long a request is to wait: always as long, or at random.
 *
 *   0.5                 so many seconds
 *   uniform:0.2..0.8    anything between, all equally likely
 *   exponential:0.5     with this mean
 *   lognormal:0.5,0.4   with this median; its logarithm has this standard
 *                       deviation
 */
enum rule_kind {
	RULE_FIXED,
	RULE_UNIFORM,
	RULE_EXPONENTIAL,
	RULE_LOGNORMAL,
	RULE__MAX
};

struct rule {
	enum rule_kind kind;
	double a, b;  /* its numbers, in their order */
	double max_s; /* what is drawn above is that */
};

enum {
	RULE_SECONDS_MAX = 3600, /* more would be a mistake in the unit */
	RULE_TEXT_MAX = 64,      /* what rule_print() takes, with its end */
};

/** What may be written, for who wrote something else: "'x' is not …". */
#define RULE_GRAMMAR                                                           \
	"a number of seconds from 0 to 3600, nor uniform:LOW..HIGH, "          \
	"exponential:MEAN or lognormal:MEDIAN,SIGMA of such numbers "          \
	"(SIGMA: 0 to 4)"

/** Read all of text. Returns false, and leaves *ret_rule alone, if it is not
 * a rule. */
bool rule_read(const char *text, struct rule *ret_rule);

/** Let no draw be above max_s seconds. Returns false, and changes nothing, if
 * the rule itself speaks of a longer delay. */
bool rule_cap(struct rule *rule, double max_s);

/** As rule_read() takes it. */
void rule_print(const struct rule *rule, char to[RULE_TEXT_MAX]);

/** The longest delay that can come of it, in seconds. */
double rule_longest_s(const struct rule *rule);

/** The delay, in seconds, that a share of p (above 0, below 1) of all draws
 * does not exceed: given a random p, it is a draw. */
double rule_quantile(const struct rule *rule, double p);

/** The share of all draws that are at most seconds. */
double rule_cdf(const struct rule *rule, double seconds);

/**
 * The Kolmogorov-Smirnov distance of a sample from the rule: how much the share
 * of it below some delay differs at most from the share of all draws. The
 * sample is of draws that were rounded to ns, and sorted.
 */
double rule_distance(
    const struct rule *rule, const int64_t *sorted_ns, size_t count);

#endif
