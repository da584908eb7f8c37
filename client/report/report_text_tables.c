/*
 * report_text_tables.c: the numbers of the text report, in columns.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report_text_tables.h"

#include "lib/alloc.h"
#include "lib/table.h"

#include <stdlib.h>

static char *
cell_engine(const struct summary_engine *e)
{
	return alloc_string(e->engine->name);
}

static char *
seconds(int64_t ns)
{
	return alloc_format("%.3f s", (double)ns / 1e9);
}

static char *
bound_text(const struct lower_bound *bound)
{
	return bound->source == DELAY_UNKNOWN ? alloc_string("?")
					      : seconds(bound->wall_ns);
}

static char *
efficiency_text(const struct lower_bound *bound)
{
	return bound->source == DELAY_UNKNOWN
		   ? alloc_string("?")
		   : alloc_format("%.1f %%", bound->efficiency * 100);
}

static char *
cell_wall(const struct summary_engine *e)
{
	return seconds(e->wall_ns);
}

static char *
cell_spread(const struct summary_engine *e)
{
	if (e->whole_count < 2)
		return alloc_string("-");
	return alloc_format("%.3f .. %.3f s", (double)e->wall_min_ns / 1e9,
	    (double)e->wall_max_ns / 1e9);
}

static char *
cell_bound(const struct summary_engine *e)
{
	return bound_text(&e->bound);
}

static char *
cell_efficiency(const struct summary_engine *e)
{
	return efficiency_text(&e->bound);
}

static char *
cell_binds(const struct summary_engine *e)
{
	const char *name = binds_name(e->bound.binds);
	return alloc_string(name != NULL ? name : "?");
}

static char *
cell_requests(const struct summary_engine *e)
{
	return alloc_format("%zu", e->requests);
}

static char *
cell_failed(const struct summary_engine *e)
{
	return alloc_format("%zu", e->failed);
}

static char *
cell_connections(const struct summary_engine *e)
{
	return alloc_format("%zu", e->connections);
}

static char *
duration_text(int64_t ns)
{
	return ns < 0 ? alloc_string("-")
		      : alloc_format("%.1f ms", (double)ns / 1e6);
}

static char *
cell_p50(const struct summary_engine *e)
{
	return duration_text(e->request.ns[PERCENTILE_P50]);
}

static char *
cell_p90(const struct summary_engine *e)
{
	return duration_text(e->request.ns[PERCENTILE_P90]);
}

static char *
cell_p99(const struct summary_engine *e)
{
	return duration_text(e->request.ns[PERCENTILE_P99]);
}

static char *
cell_max(const struct summary_engine *e)
{
	return duration_text(e->request.ns[PERCENTILE_MAX]);
}

/* clang-format off */
static const struct column {
	const char *title;
	char *(*cell)(const struct summary_engine *);
} columns[] = {
	{ "engine",      cell_engine },
	{ "wall",        cell_wall },
	{ "min .. max",  cell_spread },
	{ "bound",       cell_bound },
	{ "efficiency",  cell_efficiency },
	{ "binds",       cell_binds },
	{ "requests",    cell_requests },
	{ "failed",      cell_failed },
	{ "connections", cell_connections },
	{ "p50",         cell_p50 },
	{ "p90",         cell_p90 },
	{ "p99",         cell_p99 },
	{ "max",         cell_max },
};
/* clang-format on */

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

void
report_text_engines(const struct summary *s, FILE *to)
{
	struct table table = { .columns = COLUMNS };
	for (size_t c = 0; c < COLUMNS; c++)
		table_add(&table, alloc_string(columns[c].title));
	for (size_t e = 0; e < s->engines_count; e++)
		for (size_t c = 0; c < COLUMNS; c++)
			table_add(&table, columns[c].cell(&s->engines[e]));
	table_print(&table, to);
}

void
report_text_latencies(const struct summary *s, FILE *to)
{
	struct table table = { .columns = 1 + PERCENTILE__MAX };
	table_add(&table, alloc_string("latency of a workflow"));
	for (size_t d = 0; d < PERCENTILE__MAX; d++)
		table_add(&table, alloc_string(percentiles[d].name));
	for (size_t e = 0; e < s->engines_count; e++)
		for (size_t due = 0; due < 2; due++) {
			const struct summary_engine *engine = &s->engines[e];
			const struct distribution *d =
			    due ? &engine->scheduled : &engine->workflow;
			table_add(&table, alloc_format("%s, from when it %s",
					      engine->engine->name,
					      due ? "was due" : "began"));
			for (size_t i = 0; i < PERCENTILE__MAX; i++)
				table_add(&table, duration_text(d->ns[i]));
		}
	fputc('\n', to);
	table_print(&table, to);
}

enum { BAR_WIDTH = 32 /* characters of the longest bar */ };

static int
bar_of(int64_t ns, int64_t longest_ns)
{
	return (int)((ns * BAR_WIDTH + longest_ns / 2) / longest_ns);
}

void
report_text_sweep(const struct sweep *sweep, FILE *to)
{
	int64_t longest = 1;
	for (size_t i = 0; i < sweep->points_count; i++)
		if (sweep->points[i].wall_ns > longest)
			longest = sweep->points[i].wall_ns;
	fprintf(to, "%11s  %9s  %9s  %9s  %10s  %4s\n", "concurrency",
	    "workflows", "wall", "bound", "efficiency", "held");
	for (size_t i = 0; i < sweep->points_count; i++) {
		const struct sweep_point *p = &sweep->points[i];
		char *wall = seconds(p->wall_ns);
		char *bound = bound_text(&p->bound);
		char *efficiency = efficiency_text(&p->bound);
		char *held = p->held > 0 ? alloc_format("%zu", p->held)
					 : alloc_string("?");
		int bar = bar_of(p->wall_ns, longest);
		int due = p->bound.source == DELAY_UNKNOWN
			      ? bar
			      : bar_of(p->bound.wall_ns, longest);
		fprintf(to, "%11zu  %9zu  %9s  %9s  %10s  %4s  ",
		    p->concurrency, p->workflows, wall, bound, efficiency,
		    held);
		/* The bound first, then the time beyond it. */
		for (int c = 0; c < bar; c++)
			fputc(c < due ? '#' : '+', to);
		fputc('\n', to);
		free(wall);
		free(bound);
		free(efficiency);
		free(held);
	}
	fputc('\n', to);
	for (size_t i = 0; i < sweep->points_count; i++)
		if (sweep->points[i].failed > 0)
			fprintf(to, "At %zu in flight %zu workflows failed.\n",
			    sweep->points[i].concurrency,
			    sweep->points[i].failed);
	if (sweep->knee > 0)
		fprintf(to,
		    "The knee is at %zu: the server holds %zu request%s "
		    "at once, and more in flight only wait.\n",
		    sweep->knee, sweep->knee, sweep->knee == 1 ? "" : "s");
	else
		fputs("No knee: the server held everything that was tried.\n",
		    to);
}
