/*
 * compare.c: compares two reports. It never prints.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/compare.h"

#include "lib/alloc.h"
#include "measure/stats.h"

#include <math.h>
#include <stdlib.h>

/* clang-format off */
static const struct compared {
	enum threshold_metric metric;
	const char *less, *more;
} compared[] = {
	{ THRESHOLD_WALL,                        "faster", "slower" },
	{ THRESHOLD_PERCENTILE + PERCENTILE_P50, "faster", "slower" },
	{ THRESHOLD_PERCENTILE + PERCENTILE_P90, "faster", "slower" },
	{ THRESHOLD_PERCENTILE + PERCENTILE_P95, "faster", "slower" },
	{ THRESHOLD_PERCENTILE + PERCENTILE_P99, "faster", "slower" },
	{ THRESHOLD_EFFICIENCY,                  "lower",  "higher" },
};
/* clang-format on */

enum { COMPARED = sizeof(compared) / sizeof(compared[0]) };

/* Return the value of run number i; NAN: not known. */
static double
value_of(
    const struct saved_report_engine *e, size_t i, const struct compared *what)
{
	const struct saved_report_durations *d = &e->durations[i];
	if (what->metric == THRESHOLD_WALL)
		return e->walls_s[i];
	if (what->metric == THRESHOLD_EFFICIENCY)
		return e->bound_s / e->walls_s[i];
	double percent =
	    percentiles[threshold_percentile(what->metric)].percent;
	if (d->count == 0 || !stats_carries(d->count, percent))
		return NAN;
	return (double)stats_percentile(d->us, d->count, percent) / 1e6;
}

/* List the values of all runs, which the caller frees; NULL if a value has no
 * logarithm, or there is no run. */
static double *
values_of(const struct saved_report_engine *e, const struct compared *what)
{
	double *values = alloc_bytes(e->runs_count * sizeof(*values));
	size_t good = 0;
	for (size_t i = 0; i < e->runs_count; i++) {
		values[i] = value_of(e, i, what);
		good += isfinite(values[i]) && values[i] > 0;
	}
	if (good > 0 && good == e->runs_count)
		return values;
	free(values);
	return NULL;
}

static enum compare_verdict
verdict_of(const struct compare_row *row, double margin)
{
	if (!row->has_interval)
		return COMPARE_UNKNOWN;
	if (row->low > margin)
		return COMPARE_MORE;
	return row->high < -margin ? COMPARE_LESS : COMPARE_ALIKE;
}

/* Add the row of an engine's metric, if both reports have it. */
static void
add_row(struct comparison *c, size_t engine, const struct compared *what,
    double confidence)
{
	const struct saved_report_engine *olds =
	    &c->old_report->engines[engine];
	const struct saved_report_engine *news =
	    &c->new_report->engines[engine];
	double *old_values = values_of(olds, what);
	double *new_values = values_of(news, what);
	if (old_values != NULL && new_values != NULL) {
		struct stats_sample of_old = { old_values, olds->runs_count };
		struct stats_sample of_new = { new_values, news->runs_count };
		struct compare_row *row = &c->rows[c->rows_count++];
		*row = (struct compare_row){ .engine = engine,
			.metric = what->metric,
			.old_value = stats_geometric_mean(of_old),
			.new_value = stats_geometric_mean(of_new) };
		row->change = row->new_value / row->old_value - 1;
		row->has_interval = stats_welch_ratio(
		    of_new, of_old, confidence, &row->low, &row->high);
		row->low -= 1;
		row->high -= 1;
		row->verdict = verdict_of(row, c->margin);
	}
	free(old_values);
	free(new_values);
}

/* Make all rows, each interval with this confidence. Returns the number of
 * intervals. */
static size_t
make_rows(struct comparison *c, double confidence)
{
	size_t intervals = 0;
	c->rows_count = 0;
	for (size_t e = 0; e < c->old_report->engines_count; e++)
		for (size_t i = 0; i < COMPARED; i++)
			add_row(c, e, &compared[i], confidence);
	for (size_t i = 0; i < c->rows_count; i++)
		intervals += c->rows[i].has_interval;
	return intervals;
}

static const struct compare_row *
find_row(
    const struct comparison *c, size_t engine, enum threshold_metric metric)
{
	for (size_t i = 0; i < c->rows_count; i++)
		if (c->rows[i].engine == engine && c->rows[i].metric == metric)
			return &c->rows[i];
	return NULL;
}

/* Return a row's change if it is more than chance; else 0. */
static double
sure_change(const struct compare_row *row)
{
	bool includes_none =
	    row->has_interval && row->low <= 0 && row->high >= 0;
	return includes_none ? 0 : row->change;
}

static bool
is_farther(const struct threshold *rule, const struct compare_row *a,
    const struct compare_row *b)
{
	return rule->relation == THRESHOLD_LESS ? a->change < b->change
						: a->change > b->change;
}

/* Judge a rule: of the engines that cross it, or, if none does and all are
 * known, of all engines, the one that goes farthest decides. */
static struct compare_gate
judge(const struct comparison *c, const struct threshold *rule)
{
	struct compare_gate gate = { .rule = *rule };
	bool every = rule->engine == THRESHOLD_EVERY;
	size_t first = every ? 0 : rule->engine;
	size_t end = every ? c->old_report->engines_count : first + 1;
	const struct compare_row *decides = NULL;
	bool unknown = first == end;
	for (size_t e = first; e < end; e++) {
		const struct compare_row *row = find_row(c, e, rule->metric);
		unknown |= row == NULL;
		if (row == NULL)
			continue;
		bool crosses = threshold_is_crossed_by(rule, sure_change(row));
		if (decides == NULL || crosses > gate.crossed ||
		    (crosses == gate.crossed && is_farther(rule, row, decides)))
			decides = row;
		gate.crossed |= crosses;
	}
	if (!gate.crossed && unknown)
		decides = NULL;
	gate.crossed |= unknown;
	gate.change = decides != NULL ? decides->change : NAN;
	gate.has_interval = decides != NULL && decides->has_interval;
	return gate;
}

void
compare_reports(struct comparison *ret, const struct saved_report *old_report,
    const struct saved_report *new_report, double margin,
    const struct threshold *rules, size_t gates_count)
{
	struct comparison c = { .old_report = old_report,
		.new_report = new_report,
		.margin = margin,
		.gates_count = gates_count };
	c.rows =
	    alloc_zeroed(old_report->engines_count * COMPARED, sizeof(*c.rows));
	size_t intervals = make_rows(&c, COMPARE_CONFIDENCE);
	if (intervals > 1)
		make_rows(&c, 1 - (1 - COMPARE_CONFIDENCE) / (double)intervals);
	c.gates = alloc_zeroed(gates_count, sizeof(*c.gates));
	for (size_t i = 0; i < gates_count; i++)
		c.gates[i] = judge(&c, &rules[i]);
	*ret = c;
}

void
compare_done(struct comparison *c)
{
	free(c->rows);
	free(c->gates);
}

bool
compare_is_crossed(const struct comparison *c)
{
	size_t crossed = 0;
	for (size_t i = 0; i < c->gates_count; i++)
		crossed += c->gates[i].crossed;
	return crossed > 0;
}

const char *
compare_verdict_text(const struct compare_row *row)
{
	const struct compared *what = compared;
	while (what->metric != row->metric)
		what++;
	switch (row->verdict) {
	case COMPARE_LESS:
		return what->less;
	case COMPARE_MORE:
		return what->more;
	case COMPARE_ALIKE:
		return "no difference";
	case COMPARE_UNKNOWN:
		break;
	}
	return "?";
}

char *
compare_change_text(double change)
{
	return isnan(change) ? alloc_string("?")
			     : alloc_format("%+.1f %%", change * 100);
}

char *
compare_row_name(const struct comparison *c, const struct compare_row *row)
{
	return alloc_format("%s.%s", c->old_report->engines[row->engine].name,
	    threshold_metric_name(row->metric));
}
