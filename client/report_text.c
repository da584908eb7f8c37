/*
 * report_text.c: the report that a person reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"
#include "utf8.h"

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
seconds(int64_t ns)
{
	return alloc_format("%.3f s", (double)ns / 1e9);
}

static char *
bound_text(const struct bound *bound)
{
	return bound->source == DELAY_UNKNOWN ? alloc_string("?")
					      : seconds(bound->wall_ns);
}

static char *
efficiency_text(const struct bound *bound)
{
	return bound->source == DELAY_UNKNOWN
		   ? alloc_string("?")
		   : alloc_format("%.1f %%", bound->efficiency * 100);
}

static char *
cell_wall(const struct summary_engine *e)
{
	return seconds(e->run->wall_ns);
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
	{ "binds",       cell_binds },
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
print_heading(const struct summary *s, const struct bound *bound, FILE *to)
{
	const struct setting *setting = s->setting;
	const struct options *o = setting->options;
	size_t steps = setting->plan->steps_count;
	fprintf(to, "%s: ", o->url);
	if (s->sweep != NULL)
		fprintf(to, "%s, engine %s", setting->plan->name,
		    s->sweep->engine->name);
	else
		fprintf(to, "%zu workflow%s of %zu request%s",
		    setting->inputs->count,
		    setting->inputs->count == 1 ? "" : "s", steps,
		    steps == 1 ? "" : "s");
	if (setting->inputs->drawn)
		fprintf(to, ", seed %u", (unsigned)o->seed);
	if (o->concurrency > 0 && s->sweep == NULL)
		fprintf(to, ", at most %zu in flight", o->concurrency);
	if (bound->source != DELAY_UNKNOWN)
		fprintf(to, ", delay %g s (%s)", (double)bound->delay_ns / 1e9,
		    bound->source == DELAY_FROM_SERVER ? "Server-Timing"
						       : "--delay");
	if (setting->places > 0)
		fprintf(to, ", %zu places (%s)", setting->places,
		    setting->places_told ? "/capacity" : "--places");
	fputs("\n\n", to);
}

/* Where an engine's time went, if not into the bound. */
static void
print_overhead(const struct summary_engine *e, FILE *to)
{
	static const char *const names[PHASE__MAX] = {
		[PHASE_QUEUE] = "client queue",
		[PHASE_CONNECT] = "connect",
		[PHASE_WAIT] = "wait for the server",
		[PHASE_SERVER] = "server work",
		[PHASE_TRANSFER] = "transfer",
	};
	if (e->bound.binds != BINDS_OVERHEAD)
		return;
	fprintf(to, "%s: beside the delay, a request spent on average",
	    e->engine->name);
	for (size_t p = 0; p < PHASE__MAX; p++)
		if (names[p] != NULL)
			fprintf(to, "%s %.2f ms in %s",
			    p == PHASE_QUEUE ? "" : ",",
			    (double)e->phase_ns[p] / 1e6, names[p]);
	fputs(".\n", to);
}

/* Inputs, results and errors may hold what a server sent. */
static void
print_harmless(const char *text, size_t length, FILE *to)
{
	char *harmless = utf8_harmless(text, length);
	fputs(harmless, to);
	free(harmless);
}

/* "workflow 3 (John)". */
static void
print_workflow(const struct run *run, size_t i, FILE *to)
{
	const char *name = workflow_name(&run->workflows[i]);
	fprintf(to, "workflow %zu (", i);
	print_harmless(name, strlen(name), to);
	fputc(')', to);
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
		fprintf(to, "%s, ", e->engine->name);
		print_workflow(e->run, i, to);
		fputs(": ", to);
		print_harmless(w->error, strlen(w->error), to);
		fputc('\n', to);
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
	size_t length = strlen(text);
	size_t shown = utf8_cut(text, length, OUTCOME_SHOWN);
	fprintf(to, "  %s: ", e->engine->name);
	print_harmless(text, shown, to);
	fputs(shown < length ? "...\n" : "\n", to);
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
	fputs("the results DIFFER, first in ", to);
	print_workflow(d->a->run, d->workflow, to);
	fputs(":\n", to);
	print_outcome(d->a, d->workflow, to);
	print_outcome(d->b, d->workflow, to);
}

enum { BAR_WIDTH = 32 /* characters of the longest bar */ };

static int
bar_of(int64_t ns, int64_t longest_ns)
{
	return (int)((ns * BAR_WIDTH + longest_ns / 2) / longest_ns);
}

static void
print_sweep(const struct sweep *sweep, FILE *to)
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
		/* What had to be, then what came on top of it. */
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

void
report_text(const struct summary *s, FILE *to)
{
	const struct bound *bound = s->sweep != NULL
					? &s->sweep->points[0].bound
					: &s->engines[0].bound;
	print_heading(s, bound, to);
	if (s->sweep != NULL) {
		print_sweep(s->sweep, to);
	} else {
		print_table(s, to);
		fputc('\n', to);
		for (size_t i = 0; i < s->engines_count; i++)
			print_failures(&s->engines[i], to);
		for (size_t i = 0; i < s->engines_count; i++)
			print_overhead(&s->engines[i], to);
		print_comparison(s, to);
	}
	if (bound->source == DELAY_UNKNOWN)
		fputs("The server does not tell its delay (Server-Timing): "
		      "give it with --delay to get a bound.\n",
		    to);
}
