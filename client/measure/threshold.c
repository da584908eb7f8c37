/*
 * threshold.c: --fail-if: text -> rule, and a rule -> verdict.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/threshold.h"

#include "lib/alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const threshold_grammar[THRESHOLD_KIND__MAX] = {
	[THRESHOLD_OF_RUN] =
	    "a rule is [ENGINE.]METRIC (< | <= | > | >= | == | !=) "
	    "NUMBER[UNIT], or 'not identical'; METRIC is wall, bound, "
	    "efficiency, failed, requests, connections, min, p50, p90, p95, "
	    "p99, p99.9, max or, without ENGINE, speedup; UNIT is s, ms or us "
	    "for a duration, which needs one, and % or none for efficiency",
	[THRESHOLD_OF_CHANGE] =
	    "a rule is [ENGINE.]METRIC (< | >) (+ | -)NUMBER%; METRIC is "
	    "wall, p50, p90, p95, p99 or efficiency",
};

/* A unit that may follow a number, and its factor. */
struct unit {
	const char *name;
	double factor;
};

/* Each ends with a NULL. */
static const struct unit of_durations[] = { { "s", 1 }, { "ms", 1e-3 },
	{ "us", 1e-6 }, { NULL, 0 } };
static const struct unit of_efficiency[] = { { "", 1 }, { "%", 0.01 },
	{ NULL, 0 } };
static const struct unit of_numbers[] = { { "", 1 }, { NULL, 0 } };
static const struct unit of_changes[] = { { "%", 0.01 }, { NULL, 0 } };

/* The metrics, without the percentiles. decimals and factor are for people:
 * they show a value times factor, and its unit. */
/* clang-format off */
static const struct metric {
	const char *name;
	const struct unit *units;
	bool of_whole;  /* not of an engine */
	bool of_change; /* is compared */
	int decimals;
	double factor;
	const char *unit;
} metrics[THRESHOLD_METRIC__MAX] = {
	/*                          name           units          whole  change  as text */
	[THRESHOLD_WALL]        = { "wall",        of_durations,  false, true,   3, 1,   " s" },
	[THRESHOLD_BOUND]       = { "bound",       of_durations,  false, false,  3, 1,   " s" },
	[THRESHOLD_EFFICIENCY]  = { "efficiency",  of_efficiency, false, true,   1, 100, " %" },
	[THRESHOLD_FAILED]      = { "failed",      of_numbers,    false, false,  0, 1,   "" },
	[THRESHOLD_REQUESTS]    = { "requests",    of_numbers,    false, false,  0, 1,   "" },
	[THRESHOLD_CONNECTIONS] = { "connections", of_numbers,    false, false,  0, 1,   "" },
	[THRESHOLD_SPEEDUP]     = { "speedup",     of_numbers,    true,  false,  2, 1,   " x" },
	[THRESHOLD_IDENTICAL]   = { "identical",   NULL,          true,  false,  0, 1,   "" },
};

/* A relation that begins with another one must precede it. */
static const struct relation {
	const char *text;
	enum threshold_relation relation;
	bool of_change;
} relations[] = {
	{ "<=", THRESHOLD_NOT_MORE, false },
	{ ">=", THRESHOLD_NOT_LESS, false },
	{ "==", THRESHOLD_EQUAL,    false },
	{ "!=", THRESHOLD_UNEQUAL,  false },
	{ "<",  THRESHOLD_LESS,     true },
	{ ">",  THRESHOLD_MORE,     true },
};
/* clang-format on */

enum { RELATIONS = sizeof(relations) / sizeof(relations[0]) };

enum percentile
threshold_percentile(enum threshold_metric metric)
{
	return metric >= THRESHOLD_PERCENTILE && metric < THRESHOLD_SPEEDUP
		   ? (enum percentile)(metric - THRESHOLD_PERCENTILE)
		   : PERCENTILE__MAX;
}

/* Return the row of a metric. Percentiles differ only in their names and in
 * whether they are compared. */
static struct metric
metric_of(enum threshold_metric metric)
{
	enum percentile p = threshold_percentile(metric);
	if (p == PERCENTILE__MAX)
		return metrics[metric];
	return (struct metric){ .name = percentiles[p].name,
		.units = of_durations,
		.of_change = percentiles[p].compared,
		.decimals = 1,
		.factor = 1e3,
		.unit = " ms" };
}

static const char *
skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

static bool
is_text(const char *text, size_t length, const char *expected)
{
	return strlen(expected) == length &&
	       memcmp(text, expected, length) == 0;
}

/* Find the metric of this name that a rule of this kind may have; but not
 * "identical", which has a form of its own. */
static bool
find_metric(const char *name, size_t length, enum threshold_kind kind,
    enum threshold_metric *ret_metric)
{
	for (size_t m = 0; m < THRESHOLD_IDENTICAL; m++) {
		struct metric metric = metric_of((enum threshold_metric)m);
		if (!is_text(name, length, metric.name) ||
		    (kind == THRESHOLD_OF_CHANGE && !metric.of_change))
			continue;
		*ret_metric = (enum threshold_metric)m;
		return true;
	}
	return false;
}

static char *
find_engine(struct threshold *t, const char *name, size_t length,
    const char *const *engines)
{
	if (engines == NULL)
		return NULL;
	struct buffer why = { .bytes = NULL };
	buffer_printf(&why,
	    "'%.*s' is not an engine that is measured; there are: ",
	    (int)length, name);
	for (size_t i = 0; engines[i] != NULL; i++) {
		if (is_text(name, length, engines[i])) {
			t->engine = i;
			buffer_free(&why);
			return NULL;
		}
		buffer_add_texts(&why, i > 0 ? ", " : "", engines[i]);
	}
	return alloc_text(&why);
}

/* Read "METRIC" or "ENGINE.METRIC"; a metric may itself contain a dot. */
static char *
parse_name(struct threshold *t, const char *name, size_t length,
    enum threshold_kind kind, const char *const *engines)
{
	if (find_metric(name, length, kind, &t->metric))
		return NULL;
	const char *dot = memchr(name, '.', length);
	size_t before = dot != NULL ? (size_t)(dot - name) : 0;
	const char *metric = dot != NULL ? dot + 1 : name;
	size_t rest = length - (size_t)(metric - name);
	if (!find_metric(metric, rest, kind, &t->metric))
		return alloc_format(
		    "'%.*s' is not a metric here", (int)rest, metric);
	if (metric_of(t->metric).of_whole)
		return alloc_format("%s is not an engine's but the whole's",
		    metric_of(t->metric).name);
	return find_engine(t, name, before, engines);
}

static const struct relation *
find_relation(const char *text, enum threshold_kind kind)
{
	for (size_t i = 0; i < RELATIONS; i++)
		if (strncmp(text, relations[i].text,
			strlen(relations[i].text)) == 0)
			return kind == THRESHOLD_OF_CHANGE &&
				       !relations[i].of_change
				   ? NULL
				   : &relations[i];
	return NULL;
}

/* Read a decimal number, with a sign if it is a change, and its unit to the
 * end. */
static char *
parse_limit(struct threshold *t, const char *text, enum threshold_kind kind)
{
	bool change = kind == THRESHOLD_OF_CHANGE;
	const char *digits = text;
	if (change && (*text == '+' || *text == '-'))
		digits++;
	else if (change)
		return alloc_string("a change has a sign");
	size_t length = strspn(digits, "0123456789.");
	char *number = alloc_format("%.*s", (int)length, digits);
	char *end;
	double value = strtod(number, &end);
	bool good = end != number && *end == '\0';
	free(number);
	if (!good)
		return alloc_format("'%s' is not a number", text);
	const char *rest = skip_blanks(digits + length);
	size_t rest_length = strcspn(rest, " \t");
	const struct unit *unit =
	    change ? of_changes : metric_of(t->metric).units;
	if (*skip_blanks(rest + rest_length) != '\0')
		return alloc_format("'%s' is too much", rest);
	while (unit->name != NULL && !is_text(rest, rest_length, unit->name))
		unit++;
	if (unit->name == NULL && rest_length == 0)
		return alloc_format(
		    "%s needs a unit", change ? "a change" : "a duration");
	if (unit->name == NULL)
		return alloc_format("'%.*s' is not a unit of %s",
		    (int)rest_length, rest, metric_of(t->metric).name);
	t->limit = value * unit->factor * (*text == '-' ? -1 : 1);
	return NULL;
}

/* Read "not identical". */
static bool
parse_words(struct threshold *t, const char *text)
{
	if (strncmp(text, "not", 3) != 0 || skip_blanks(text + 3) == text + 3)
		return false;
	text = skip_blanks(text + 3);
	size_t length = strcspn(text, " \t");
	if (!is_text(text, length, "identical") ||
	    *skip_blanks(text + length) != '\0')
		return false;
	t->metric = THRESHOLD_IDENTICAL;
	t->relation = THRESHOLD_UNEQUAL;
	t->limit = 1;
	return true;
}

static char *
parse(struct threshold *t, const char *text, enum threshold_kind kind,
    const char *const *engines)
{
	text = skip_blanks(text);
	if (kind == THRESHOLD_OF_RUN && parse_words(t, text))
		return NULL;
	size_t length = strcspn(text, " \t<>=!");
	char *why = parse_name(t, text, length, kind, engines);
	if (why != NULL)
		return why;
	const char *p = skip_blanks(text + length);
	const struct relation *relation = find_relation(p, kind);
	if (relation == NULL)
		return alloc_format("'%.*s' is not a comparison",
		    (int)strcspn(p, " \t+-.0123456789"), p);
	t->relation = relation->relation;
	return parse_limit(t, skip_blanks(p + strlen(relation->text)), kind);
}

char *
threshold_parse(struct threshold *ret, const char *text,
    enum threshold_kind kind, const char *const *engines)
{
	struct threshold t = { .text = text, .engine = THRESHOLD_EVERY };
	char *why = parse(&t, text, kind, engines);
	if (why == NULL) {
		*ret = t;
		return NULL;
	}
	char *sentence =
	    alloc_format("'%s': %s; %s", text, why, threshold_grammar[kind]);
	free(why);
	return sentence;
}

const char *
threshold_metric_name(enum threshold_metric metric)
{
	return metric_of(metric).name;
}

bool
threshold_is_crossed_by(const struct threshold *t, double value)
{
	/* clang-format off */
	const bool holds[THRESHOLD_RELATION__MAX] = {
		[THRESHOLD_LESS]     = value < t->limit,
		[THRESHOLD_NOT_MORE] = value <= t->limit,
		[THRESHOLD_MORE]     = value > t->limit,
		[THRESHOLD_NOT_LESS] = value >= t->limit,
		[THRESHOLD_EQUAL]    = value == t->limit,
		[THRESHOLD_UNEQUAL]  = value != t->limit,
	};
	/* clang-format on */
	return holds[t->relation];
}

/* Tell whether a goes farther than b in t's direction. */
static bool
is_farther(const struct threshold *t, double a, double b)
{
	/* For == and != a crossing value goes farther than any other. */
	/* clang-format off */
	const bool farther[THRESHOLD_RELATION__MAX] = {
		[THRESHOLD_LESS]     = a < b,
		[THRESHOLD_NOT_MORE] = a < b,
		[THRESHOLD_MORE]     = a > b,
		[THRESHOLD_NOT_LESS] = a > b,
		[THRESHOLD_EQUAL]    = a == t->limit && b != t->limit,
		[THRESHOLD_UNEQUAL]  = a != t->limit && b == t->limit,
	};
	/* clang-format on */
	return farther[t->relation];
}

struct threshold_verdict
threshold_judge(
    const struct threshold *t, const struct threshold_source *source)
{
	bool one =
	    t->engine != THRESHOLD_EVERY || metric_of(t->metric).of_whole;
	size_t first = t->engine != THRESHOLD_EVERY ? t->engine : 0;
	size_t end = one ? first + 1 : source->engines_count;
	double farthest = NAN;
	bool unknown = end == first;
	for (size_t i = first; i < end; i++) {
		double value = source->value(source->arg, t->metric, i);
		if (isnan(value))
			unknown = true;
		else if (isnan(farthest) || is_farther(t, value, farthest))
			farthest = value;
	}
	if (!isnan(farthest) && threshold_is_crossed_by(t, farthest))
		return (struct threshold_verdict){ true, farthest };
	return (struct threshold_verdict){ unknown, unknown ? NAN : farthest };
}

char *
threshold_value_text(enum threshold_metric metric, double value)
{
	struct metric m = metric_of(metric);
	if (isnan(value))
		return alloc_string("?");
	if (metric == THRESHOLD_IDENTICAL)
		return alloc_string(value != 0 ? "identical" : "not identical");
	return alloc_format("%.*f%s", m.decimals, value * m.factor, m.unit);
}
