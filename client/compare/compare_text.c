/*
 * compare_text.c: the comparison for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/compare.h"

#include "lib/alloc.h"
#include "lib/ansi.h"
#include "lib/table.h"
#include "lib/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The half width of an interval from which the report mentions it. */
static const double scatter_told = 0.1;

/* Print text from a report, which anybody may have written. */
static void
print_harmless(const char *text, FILE *to)
{
	char *harmless = alloc_checked(text_harmless(text, strlen(text)));
	fputs(harmless, to);
	free(harmless);
}

static void
print_setting(const struct saved_report *r, const char *name, FILE *to)
{
	print_harmless(saved_report_setting(r, name), to);
}

static void
print_heading(const struct comparison *c, FILE *to)
{
	const struct saved_report *r = c->old_report;
	print_setting(r, "workflow", to);
	fputs(": ", to);
	print_setting(r, "names", to);
	fputs(" workflows of ", to);
	print_setting(r, "steps", to);
	fputs(" requests; seed ", to);
	print_setting(r, "seed", to);
	fputs(", concurrency ", to);
	print_setting(r, "concurrency", to);
	fputs("\n", to);
}

/* Print the settings that may differ, and do. */
static void
print_settings(const struct comparison *c, FILE *to)
{
	const struct saved_report *a = c->old_report;
	const struct saved_report *b = c->new_report;
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++) {
		const struct saved_report_setting *s =
		    &saved_report_settings[i];
		if (s->alike || strcmp(a->settings[i], b->settings[i]) == 0)
			continue;
		fprintf(to, "%s: ", s->name);
		print_harmless(a->settings[i], to);
		fprintf(to, " in %s, ", a->file);
		print_harmless(b->settings[i], to);
		fprintf(to, " in %s\n", b->file);
	}
}

static void
print_failures(const struct saved_report *r, FILE *to)
{
	if (r->interrupted)
		fprintf(to, "%s was interrupted: only whole runs count.\n",
		    r->file);
	for (size_t i = 0; i < r->engines_count; i++) {
		const struct saved_report_engine *e = &r->engines[i];
		if (e->failed == 0)
			continue;
		fprintf(to, "%s: %zu workflow%s FAILED in ", r->file, e->failed,
		    e->failed == 1 ? "" : "s");
		print_harmless(e->name, to);
		fputs(".\n", to);
	}
}

static char *
interval_text(const struct compare_row *row)
{
	if (!row->has_interval)
		return alloc_string("?");
	return alloc_format(
	    "%+.1f .. %+.1f %%", row->low * 100, row->high * 100);
}

static char *
cell_name(const struct comparison *c, const struct compare_row *row)
{
	char *name = compare_row_name(c, row);
	char *harmless = alloc_checked(text_harmless(name, strlen(name)));
	free(name);
	return harmless;
}

static void
print_rows(const struct comparison *c, FILE *to)
{
	static const char *const titles[] = { "engine.metric", "old", "new",
		"change", "interval", "verdict" };
	enum { COLUMNS = sizeof(titles) / sizeof(titles[0]) };
	struct table table = { .columns = COLUMNS };
	for (size_t i = 0; i < COLUMNS; i++)
		table_add(&table, alloc_string(titles[i]));
	for (size_t i = 0; i < c->rows_count; i++) {
		const struct compare_row *row = &c->rows[i];
		table_add(&table, cell_name(c, row));
		table_add(
		    &table, threshold_value_text(row->metric, row->old_value));
		table_add(
		    &table, threshold_value_text(row->metric, row->new_value));
		table_add(&table, compare_change_text(row->change));
		table_add(&table, interval_text(row));
		table_add(&table, alloc_string(compare_verdict_text(row)));
	}
	fputc('\n', to);
	table_print(&table, to);
	fputc('\n', to);
}

/* Print how wide the intervals are: "no difference" is worth as much as they
 * are narrow. */
static void
print_scatter(const struct comparison *c, FILE *to)
{
	double widest = 0;
	for (size_t i = 0; i < c->rows_count; i++) {
		const struct compare_row *row = &c->rows[i];
		double half = (row->high - row->low) / 2;
		if (row->has_interval && half > widest)
			widest = half;
	}
	if (widest > scatter_told)
		fprintf(to,
		    "The runs vary much: a change of up to %.0f %% may not be "
		    "told from chance. More runs (--repeat) narrow that.\n",
		    widest * 100);
}

/* Print one line about all rows: those that differ, or that none does. */
static void
print_verdict(const struct comparison *c, FILE *to)
{
	size_t unknown = 0;
	size_t different = 0;
	for (size_t i = 0; i < c->rows_count; i++) {
		const struct compare_row *row = &c->rows[i];
		unknown += row->verdict == COMPARE_UNKNOWN;
		if (row->verdict != COMPARE_LESS &&
		    row->verdict != COMPARE_MORE)
			continue;
		char *name = cell_name(c, row);
		char *change = compare_change_text(row->change);
		fprintf(to, "%s%s %s (%s)", different > 0 ? ", " : "", name,
		    compare_verdict_text(row), change);
		free(name);
		free(change);
		different++;
	}
	if (c->rows_count == 0)
		fputs("Nothing to compare: there is no whole run in both", to);
	else if (unknown > 0 && different == 0)
		fputs("Not known: an interval needs 3 runs, and --repeat 10 "
		      "gives a good one",
		    to);
	else if (different == 0)
		fputs("No difference", to);
	fputs(".\n", to);
}

static void
print_gate(const struct compare_gate *gate, FILE *to)
{
	const struct ansi ansi = ansi_of(to);
	bool known = !isnan(gate->change);
	char *change = known ? compare_change_text(gate->change)
			     : alloc_string("not known");
	fprintf(to, "fail if %s: %s%s%s, it is %s", gate->rule.text,
	    gate->crossed ? ansi.bad : ansi.good,
	    gate->crossed ? "FAILED" : "passed", ansi.off, change);
	if (known && !gate->has_interval)
		fputs(", without an interval", to);
	else if (known && !gate->crossed &&
		 threshold_is_crossed_by(&gate->rule, gate->change))
		fputs(", which may be chance", to);
	fputc('\n', to);
	free(change);
}

void
compare_text(const struct comparison *c, FILE *to)
{
	print_heading(c, to);
	print_settings(c, to);
	print_failures(c->old_report, to);
	print_failures(c->new_report, to);
	print_rows(c, to);
	print_scatter(c, to);
	print_verdict(c, to);
	for (size_t i = 0; i < c->gates_count; i++)
		print_gate(&c->gates[i], to);
}
