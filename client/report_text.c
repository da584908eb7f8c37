/*
 * report_text.c: the report that a person reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"

#include <stdlib.h>
#include <string.h>

enum {
	FAILURES_SHOWN = 10, /* an engine; the others are counted */
	OUTCOME_SHOWN = 80,  /* bytes of a result that differs */
};

static char *
cell_engine(const struct summary_engine *e)
{
	return alloc_string(e->engine->name);
}

static char *
cell_wall(const struct summary_engine *e)
{
	return alloc_format("%.3f s", (double)e->run->wall_ns / 1e9);
}

static char *
cell_bound(const struct summary_engine *e)
{
	if (e->bound.source == DELAY_UNKNOWN)
		return alloc_string("?");
	return alloc_format("%.3f s", (double)e->bound.wall_ns / 1e9);
}

static char *
cell_efficiency(const struct summary_engine *e)
{
	if (e->bound.source == DELAY_UNKNOWN)
		return alloc_string("?");
	return alloc_format("%.1f %%", e->efficiency * 100);
}

static char *
cell_requests(const struct summary_engine *e)
{
	return alloc_format("%zu", e->run->samples_count);
}

static char *
cell_failed(const struct summary_engine *e)
{
	return alloc_format("%zu", e->failed);
}

static char *
cell_connections(const struct summary_engine *e)
{
	return alloc_format("%zu", e->run->connections);
}

static char *
cell_duration(const struct summary_engine *e, enum duration which)
{
	if (e->answered == 0)
		return alloc_string("-");
	return alloc_format("%.1f ms", (double)e->request_ns[which] / 1e6);
}

static char *
cell_p50(const struct summary_engine *e)
{
	return cell_duration(e, DURATION_P50);
}

static char *
cell_p99(const struct summary_engine *e)
{
	return cell_duration(e, DURATION_P99);
}

static char *
cell_max(const struct summary_engine *e)
{
	return cell_duration(e, DURATION_MAX);
}

/* clang-format off */
static const struct column {
	const char *title;
	char *(*cell)(const struct summary_engine *);
} columns[] = {
	{ "engine",      cell_engine },
	{ "wall",        cell_wall },
	{ "bound",       cell_bound },
	{ "efficiency",  cell_efficiency },
	{ "requests",    cell_requests },
	{ "failed",      cell_failed },
	{ "connections", cell_connections },
	{ "p50",         cell_p50 },
	{ "p99",         cell_p99 },
	{ "max",         cell_max },
};
/* clang-format on */

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void
print_table(const struct summary *s, FILE *to)
{
	char *cells[OPTIONS_ENGINES_MAX][COLUMNS];
	int widths[COLUMNS];
	for (size_t c = 0; c < COLUMNS; c++) {
		widths[c] = (int)strlen(columns[c].title);
		for (size_t e = 0; e < s->engines_count; e++) {
			cells[e][c] = columns[c].cell(&s->engines[e]);
			int width = (int)strlen(cells[e][c]);
			if (width > widths[c])
				widths[c] = width;
		}
	}
	/* The first column is a name, to the left; numbers go to the right. */
	for (size_t c = 0; c < COLUMNS; c++)
		fprintf(to, "%*s", c == 0 ? -widths[c] : widths[c] + 2,
		    columns[c].title);
	fputc('\n', to);
	for (size_t e = 0; e < s->engines_count; e++) {
		for (size_t c = 0; c < COLUMNS; c++) {
			fprintf(to, "%*s", c == 0 ? -widths[c] : widths[c] + 2,
			    cells[e][c]);
			free(cells[e][c]);
		}
		fputc('\n', to);
	}
}

static void
print_heading(const struct summary *s, FILE *to)
{
	const struct options *o = s->options;
	const struct bound *bound = &s->engines[0].bound;
	fprintf(to, "%s: %zu workflow%s of %d requests", o->url, o->names_count,
	    o->names_count == 1 ? "" : "s", WORKFLOW_STEPS);
	if (o->names == NULL)
		fprintf(to, ", seed %u", (unsigned)o->seed);
	if (o->concurrency > 0)
		fprintf(to, ", at most %zu in flight", o->concurrency);
	switch (bound->source) {
	case DELAY_FROM_SERVER:
		fprintf(to, ", delay %g s (Server-Timing)",
		    (double)bound->delay_ns / 1e9);
		break;
	case DELAY_FROM_OPTION:
		fprintf(to, ", delay %g s (--delay)",
		    (double)bound->delay_ns / 1e9);
		break;
	case DELAY_UNKNOWN:
		break;
	}
	if (o->places > 0)
		fprintf(to, ", %zu places (--places)", o->places);
	fputs("\n\n", to);
}

static void
print_failures(const struct summary_engine *e, FILE *to)
{
	size_t shown = 0;
	for (size_t i = 0;
	     i < e->run->workflows_count && shown < FAILURES_SHOWN; i++) {
		const struct workflow *w = &e->run->workflows[i];
		if (w->state == WORKFLOW_DONE)
			continue;
		fprintf(to, "%s, workflow %zu (%s): %s\n", e->engine->name, i,
		    w->name, w->error);
		shown++;
	}
	if (e->failed > shown)
		fprintf(to, "%s: %zu more failed\n", e->engine->name,
		    e->failed - shown);
}

static void
print_outcome(const struct summary_engine *e, size_t workflow, FILE *to)
{
	const char *text = summary_outcome(&e->run->workflows[workflow]);
	fprintf(to, "  %s: %.*s%s\n", e->engine->name, OUTCOME_SHOWN, text,
	    strlen(text) > OUTCOME_SHOWN ? "..." : "");
}

static void
print_comparison(const struct summary *s, FILE *to)
{
	const struct summary_difference *d = &s->difference;
	if (!s->compared)
		return;
	fprintf(to, "%s is %.2f x as fast as %s; ",
	    s->engines[s->engines_count - 1].engine->name, s->speedup,
	    s->engines[0].engine->name);
	if (d->a == NULL) {
		fputs("the results are identical.\n", to);
		return;
	}
	fprintf(to, "the results DIFFER, first in workflow %zu (%s):\n",
	    d->workflow, d->a->run->workflows[d->workflow].name);
	print_outcome(d->a, d->workflow, to);
	print_outcome(d->b, d->workflow, to);
}

void
report_text(const struct summary *s, FILE *to)
{
	print_heading(s, to);
	print_table(s, to);
	fputc('\n', to);
	for (size_t i = 0; i < s->engines_count; i++)
		print_failures(&s->engines[i], to);
	print_comparison(s, to);
	if (s->engines[0].bound.source == DELAY_UNKNOWN)
		fputs("The server does not tell its delay (Server-Timing): "
		      "give it with --delay to get a bound.\n",
		    to);
}
