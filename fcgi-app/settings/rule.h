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
	double max_s; /* longer delays are cut to this */
};

enum {
	RULE_SECONDS_MAX = 3600, /* more would be a mistake in the unit */
	RULE_TEXT_MAX = 64,      /* of rule_print(), with the NUL */
};

/** The accepted syntax, to complete an error message: "'x' is not …". */
#define RULE_GRAMMAR                                                           \
	"a number of seconds from 0 to 3600, nor uniform:LOW..HIGH, "          \
	"exponential:MEAN or lognormal:MEDIAN,SIGMA of such numbers "          \
	"(SIGMA: 0 to 4)"

/** Read all of text. Returns false, and leaves *ret_rule alone, if it is not
 * a rule. */
bool rule_read(const char *text, struct rule *ret_rule);

/** Limit all delays to max_s seconds. Returns false, and changes nothing, if
 * the rule itself names a longer delay. */
bool rule_cap(struct rule *rule, double max_s);

/** Write the text that rule_read() would read as this rule. */
void rule_print(const struct rule *rule, char to[RULE_TEXT_MAX]);

/** Return the longest delay that the rule can give, in seconds. */
double rule_longest_s(const struct rule *rule);

/** Return the delay, in seconds, that a share of p (above 0, below 1) of all
 * delays does not exceed. With a random p this is a random delay. */
double rule_quantile(const struct rule *rule, double p);

/** Return the share of all delays that are at most seconds. */
double rule_cdf(const struct rule *rule, double seconds);

/**
 * Return the Kolmogorov-Smirnov distance between a sample and the rule: the
 * largest difference, over all delays, between the share of the sample below a
 * delay and the share that the rule gives. The sample is sorted, and rounded to
 * ns.
 */
double rule_distance(
    const struct rule *rule, const int64_t *sorted_ns, size_t count);

#endif
