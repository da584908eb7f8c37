/*
 * choice.c: what is done to a request on purpose: the rule of its route, or
 * the one that it asks for, and what is drawn by that.
 *
 * A rule that is always as long costs nothing: nothing is drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "choice.h"

#include "draw.h"
#include "request.h"
#include "route.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 256 /* a route's pattern and a rule, with their end */ };

static bool
is_slow(const struct route *route)
{
	return (route->flags & ROUTE_DELAY) != 0;
}

/* Say which routes there are to choose for. Returns false. */
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

/* Read what is chosen for the route with this index. */
typedef bool read_fn(
    struct choices *c, size_t index, const char *text, char *why, size_t size);

/* A word: for the routes with this pattern, or for all. */
static bool
read_word(struct choices *c, const char *what, const char *pattern,
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

/* All words of what (a flag): those for all routes first. */
static bool
read_words(struct choices *c, const char *what, const char *text, read_fn *read,
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

/* A read_fn. A number is the operator's word, and needs no other limit. */
static bool
read_delay(
    struct choices *c, size_t index, const char *text, char *why, size_t size)
{
	struct rule *rule = &c->delays[index];
	static const char what[] = "--delay (DOCKING_DELAY)";
	if (!rule_read(text, rule))
		snprintf(
		    why, size, "%s: '%.40s' is not " RULE_GRAMMAR, what, text);
	else if (rule->kind != RULE_FIXED && !rule_cap(rule, c->max_delay_s))
		snprintf(why, size, "%s: '%.40s' is above --max-delay %g", what,
		    text, c->max_delay_s);
	else
		return true;
	return false;
}

bool
choice_read_delays(struct choices *c, const char *text, char *why, size_t size)
{
	static const char what[] = "--delay (DOCKING_DELAY)";
	return read_words(c, what, "0.5", read_delay, why, size) &&
	       read_words(c, what, text, read_delay, why, size);
}

double
choice_longest_s(const struct choices *c)
{
	double longest_s = c->request_delays ? c->max_delay_s : 0;
	const struct route *route;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++)
		if (is_slow(route))
			longest_s =
			    fmax(longest_s, rule_longest_s(&c->delays[i]));
	return longest_s;
}

/* The rule that r asks for. */
static enum err
take_rule(struct request *r, const struct choices *c, struct rule *ret_rule)
{
	if (!c->request_delays)
		return request_refuse(r, ERR_CHOICE_OFF,
		    "no request may choose its delay here: the server was "
		    "started with --request-delays off");
	if (!route_is_delayed(r))
		return request_refuse(
		    r, ERR_BAD_REQUEST, "Docking-Delay: this is never delayed");
	if (!rule_read(r->delay_choice, ret_rule))
		return request_refuse(
		    r, ERR_BAD_REQUEST, "Docking-Delay is not " RULE_GRAMMAR);
	if (!rule_cap(ret_rule, c->max_delay_s))
		return request_refuse(r, ERR_BAD_REQUEST,
		    "Docking-Delay is above the %g s that this server allows",
		    c->max_delay_s);
	return ERR_OK;
}

enum err
choice_make(struct request *r, const struct choices *c)
{
	struct rule rule;
	if (r->delay_choice != NULL) {
		enum err err = take_rule(r, c, &rule);
		if (err != ERR_OK)
			return err;
	} else if (route_is_delayed(r)) {
		rule = c->delays[route_index(r->route)];
	} else {
		return ERR_OK;
	}
	double seconds = rule.a;
	if (rule.kind != RULE_FIXED)
		seconds = rule_quantile(
		    &rule, draw_unit(c->seed, DRAW_DELAY, r->target));
	r->delay_ns = llround(seconds * 1e9);
	return ERR_OK;
}
