/*
 * rule.c: how long a request is to wait: text -> rule -> delay.
 *
 * A delay is the inverse of the distribution at a random number (inverse
 * transform): one number a request, the same arithmetic for all kinds, and the
 * tests compare with the other direction of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/rule.h"

#include "lib/number.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text in front of the first number and of the second one, and the maximum
 * of the second. The name of RULE_FIXED is empty and begins every text, so it
 * is tried last. */
static const struct {
	const char *name, *between;
	double max_b;
} kinds[RULE__MAX] = {
	[RULE_FIXED] = { "", NULL, 0 },
	[RULE_UNIFORM] = { "uniform:", "..", RULE_SECONDS_MAX },
	[RULE_EXPONENTIAL] = { "exponential:", NULL, 0 },
	[RULE_LOGNORMAL] = { "lognormal:", ",", 4 },
};

static bool
starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool
rule_read(const char *text, struct rule *ret_rule)
{
	struct rule rule = { .kind = RULE__MAX - 1, .max_s = RULE_SECONDS_MAX };
	while (!starts_with(text, kinds[rule.kind].name))
		rule.kind--;
	text += strlen(kinds[rule.kind].name);

	const char *between = kinds[rule.kind].between;
	size_t a = strlen(text);
	if (between != NULL) {
		const char *found = strstr(text, between);
		if (found == NULL)
			return false;
		a = (size_t)(found - text);
		const char *b = found + strlen(between);
		if (!number_read_part(
			b, strlen(b), 0, kinds[rule.kind].max_b, &rule.b))
			return false;
	}
	if (!number_read_part(text, a, 0, RULE_SECONDS_MAX, &rule.a) ||
	    (rule.kind == RULE_UNIFORM && rule.a > rule.b))
		return false;
	*ret_rule = rule;
	return true;
}

bool
rule_cap(struct rule *rule, double max_s)
{
	double said_s = rule->kind == RULE_UNIFORM ? rule->b : rule->a;
	if (said_s > max_s)
		return false;
	rule->max_s = max_s;
	return true;
}

void
rule_print(const struct rule *rule, char to[RULE_TEXT_MAX])
{
	const char *between = kinds[rule->kind].between;
	int used = snprintf(
	    to, RULE_TEXT_MAX, "%s%.10g", kinds[rule->kind].name, rule->a);
	if (between != NULL)
		snprintf(to + used, (size_t)(RULE_TEXT_MAX - used), "%s%.10g",
		    between, rule->b);
}

double
rule_longest_s(const struct rule *rule)
{
	if (rule->kind == RULE_FIXED)
		return rule->a;
	return rule->kind == RULE_UNIFORM ? rule->b : rule->max_s;
}

/* Return the standard normal distribution function at z. */
static double
normal_cdf(double z)
{
	return 0.5 * erfc(-z / sqrt(2));
}

/* Return the inverse of normal_cdf(), by halving: this needs no table of
 * coefficients, and takes two microseconds. */
static double
normal_quantile(double p)
{
	double low = -9, high = 9; /* no random number lies further out */
	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;
		if (normal_cdf(middle) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

double
rule_quantile(const struct rule *rule, double p)
{
	double seconds = rule->a;
	switch (rule->kind) {
	case RULE_UNIFORM:
		seconds = rule->a + p * (rule->b - rule->a);
		break;
	case RULE_EXPONENTIAL:
		seconds = -rule->a * log1p(-p);
		break;
	case RULE_LOGNORMAL:
		seconds = rule->a * exp(rule->b * normal_quantile(p));
		break;
	default:
		break;
	}
	return seconds < rule->max_s ? seconds : rule->max_s;
}

double
rule_cdf(const struct rule *rule, double seconds)
{
	if (seconds < 0)
		return 0;
	if (seconds >= rule->max_s)
		return 1;
	/* All delays may be the same, and then the distribution is a jump. */
	if (rule_quantile(rule, 0.25) == rule_quantile(rule, 0.75))
		return seconds >= rule_quantile(rule, 0.5);
	switch (rule->kind) {
	case RULE_UNIFORM:
		return fmax(
		    0, fmin(1, (seconds - rule->a) / (rule->b - rule->a)));
	case RULE_EXPONENTIAL:
		return -expm1(-seconds / rule->a);
	default:
		return normal_cdf(log(seconds / rule->a) / rule->b);
	}
}

double
rule_distance(const struct rule *rule, const int64_t *sorted_ns, size_t count)
{
	double distance = 0;
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1;
		     end < count && sorted_ns[end] == sorted_ns[i];)
			end++;
		/* Just below this value, and with it. */
		double below =
		    rule_cdf(rule, ((double)sorted_ns[i] - 0.5) / 1e9);
		double with =
		    rule_cdf(rule, ((double)sorted_ns[i] + 0.5) / 1e9);
		distance =
		    fmax(distance, fabs(below - (double)i / (double)count));
		distance =
		    fmax(distance, fabs(with - (double)end / (double)count));
	}
	return distance;
}
