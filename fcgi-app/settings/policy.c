/*
 * policy.c: settings -> the policy: the delay and the fault of each route.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/policy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 256 /* a route's pattern and a rule, with their end */ };

static bool
is_slow(const struct route *route)
{
	return (route->flags & ROUTE_DELAY) != 0;
}

/* Refuse a route that is not delayed, and name those that are. Returns false.
 */
static bool
refuse_route(const char *what, const char *route, char *why, size_t size)
{
	int used = snprintf(why, size,
	    "%s: '%.40s' is not a route that is delayed; those are:", what,
	    route);
	const struct route *r;
	for (size_t i = 0; (r = route_at(i)) != NULL; i++)
		if (is_slow(r) && used >= 0 && (size_t)used < size)
			used += snprintf(
			    why + used, size - (size_t)used, " %s", r->pattern);
	return false;
}

/* Reads the rule of the route with this index. */
typedef bool read_fn(
    struct policy *c, size_t index, const char *text, char *why, size_t size);

/* Read a word, which is for the routes with this pattern or for all. */
static bool
read_word(struct policy *c, const char *what, const char *pattern,
    const char *text, read_fn *read, char *why, size_t size)
{
	const struct route *route;
	bool found = false;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++) {
		if (!is_slow(route) ||
		    (pattern != NULL && strcmp(pattern, route->pattern) != 0))
			continue;
		found = true;
		if (!read(c, i, text, why, size))
			return false;
	}
	return found || refuse_route(what, pattern, why, size);
}

/* Read all words of the flag what: those for all routes first. */
static bool
read_words(struct policy *c, const char *what, const char *text, read_fn *read,
    char *why, size_t size)
{
	for (int own = 0; own < 2; own++) {
		const char *at = text;
		for (size_t length;; at += length + 1) {
			char word[WORD_MAX];
			length = strcspn(at, " ");
			snprintf(word, sizeof(word), "%.*s", (int)length, at);
			char *rule = word[0] == '/' ? strchr(word, '=') : NULL;
			if (rule != NULL)
				*rule++ = '\0';
			if ((rule != NULL) == (own != 0) &&
			    !read_word(c, what, rule != NULL ? word : NULL,
				rule != NULL ? rule : word, read, why, size))
				return false;
			if (at[length] == '\0')
				break;
		}
	}
	return true;
}

static const char delay_setting[] = "--delay (DOCKING_DELAY)";
static const char fault_setting[] = "--fault (DOCKING_FAULT)";

/* A read_fn. A single number is the operator's own limit, so max_delay_s does
 * not apply to it. */
static bool
read_delay(
    struct policy *c, size_t index, const char *text, char *why, size_t size)
{
	struct rule *rule = &c->delays[index];
	if (!rule_read(text, rule))
		snprintf(why, size, "%s: '%.40s' is not " RULE_GRAMMAR,
		    delay_setting, text);
	else if (rule->kind != RULE_FIXED && !rule_cap(rule, c->max_delay_s))
		snprintf(why, size, "%s: '%.40s' is above --max-delay %g",
		    delay_setting, text, c->max_delay_s);
	else
		return true;
	return false;
}

bool
policy_read_delays(struct policy *c, const char *text, char *why, size_t size)
{
	return read_words(c, delay_setting, "0.5", read_delay, why, size) &&
	       read_words(c, delay_setting, text, read_delay, why, size);
}

/* A read_fn. */
static bool
read_fault(
    struct policy *c, size_t index, const char *text, char *why, size_t size)
{
	struct fault_rule *fault = &c->faults[index];
	if (!fault_read(text, fault))
		snprintf(why, size, "%s: '%.40s' is not " FAULT_GRAMMAR,
		    fault_setting, text);
	else if (fault->kind == FAULT_DRIP && fault->seconds > c->max_delay_s)
		snprintf(why, size, "%s: '%.40s' is above --max-delay %g",
		    fault_setting, text, c->max_delay_s);
	else
		return true;
	return false;
}

bool
policy_read_faults(struct policy *c, const char *text, char *why, size_t size)
{
	return read_words(c, fault_setting, text, read_fault, why, size);
}

double
policy_longest_s(const struct policy *c)
{
	double longest_s =
	    c->request_delays || c->request_faults ? c->max_delay_s : 0;
	const struct route *route;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++)
		if (is_slow(route))
			longest_s = fmax(
			    longest_s, c->faults[i].kind == FAULT_DRIP
					   ? fmax(c->max_delay_s,
						 rule_longest_s(&c->delays[i]))
					   : rule_longest_s(&c->delays[i]));
	return longest_s;
}
