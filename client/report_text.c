/*
 * report_text.c: the report that a person reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"
#include "ansi.h"
#include "notes.h"
#include "table.h"
#include "utf8.h"
#include "verdicts.h"

#include <math.h>
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
	return duration_text(e->request.ns[DURATION_P50]);
}

static char *
cell_p90(const struct summary_engine *e)
{
	return duration_text(e->request.ns[DURATION_P90]);
}

static char *
cell_p99(const struct summary_engine *e)
{
	return duration_text(e->request.ns[DURATION_P99]);
}

static char *
cell_max(const struct summary_engine *e)
{
	return duration_text(e->request.ns[DURATION_MAX]);
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

static void
print_engines(const struct summary *s, FILE *to)
{
	struct table table = { .columns = COLUMNS };
	for (size_t c = 0; c < COLUMNS; c++)
		table_add(&table, alloc_string(columns[c].title));
	for (size_t e = 0; e < s->engines_count; e++)
		for (size_t c = 0; c < COLUMNS; c++)
			table_add(&table, columns[c].cell(&s->engines[e]));
	table_print(&table, to);
}

/* With a rate: what a workflow took, and what it took seen by who wanted it on
 * schedule. */
static void
print_latencies(const struct summary *s, FILE *to)
{
	struct table table = { .columns = 1 + DURATION__MAX };
	table_add(&table, alloc_string("latency of a workflow"));
	for (size_t d = 0; d < DURATION__MAX; d++)
		table_add(
		    &table, alloc_string(duration_name((enum duration)d)));
	for (size_t e = 0; e < s->engines_count; e++)
		for (size_t due = 0; due < 2; due++) {
			const struct summary_engine *engine = &s->engines[e];
			const struct distribution *d =
			    due ? &engine->scheduled : &engine->workflow;
			table_add(&table, alloc_format("%s, from when it %s",
					      engine->engine->name,
					      due ? "was due" : "began"));
			for (size_t i = 0; i < DURATION__MAX; i++)
				table_add(&table, duration_text(d->ns[i]));
		}
	fputc('\n', to);
	table_print(&table, to);
}

static void
print_heading(const struct summary *s, FILE *to)
{
	struct lower_bound bound = summary_bound(s);
	const struct setting *setting = s->setting;
	size_t steps = setting->plan->steps_count;
	fprintf(to, "%s: ", setting->url);
	if (s->sweep != NULL)
		fprintf(to, "%s, engine %s", setting->plan->name,
		    s->sweep->engine->name);
	else
		fprintf(to, "%zu workflow%s of %zu request%s",
		    setting->inputs->count,
		    setting->inputs->count == 1 ? "" : "s", steps,
		    steps == 1 ? "" : "s");
	if (setting->inputs->drawn)
		fprintf(to, ", seed %u", (unsigned)setting->seed);
	if (setting->concurrency > 0 && s->sweep == NULL)
		fprintf(to, ", at most %zu in flight", setting->concurrency);
	if (setting->rate > 0)
		fprintf(to, ", %g begun a second", setting->rate);
	if (setting->repeat > 1)
		fprintf(to, ", %zu runs of each engine", setting->repeat);
	if (bound.source != DELAY_UNKNOWN)
		fprintf(to, ", %s %g s (%s)",
		    bound.unequal ? "delays up to" : "delay",
		    (double)bound.delay_ns / 1e9,
		    bound.source == DELAY_FROM_SERVER ? "Server-Timing"
						      : "--delay");
	if (setting->capacity > 0)
		fprintf(to, ", %zu places (%s)", setting->capacity,
		    setting->capacity_source == CAPACITY_FROM_SERVER
			? "/capacity"
			: "--places");
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

/* "sync, workflow 3 (John)", and which run, if there are several. */
static void
print_workflow(
    const struct summary_engine *e, size_t run, size_t workflow, FILE *to)
{
	const char *name = workflow_name(&e->runs[run].workflows[workflow]);
	fprintf(to, "%s, ", e->engine->name);
	if (e->runs_count > 1)
		fprintf(to, "run %zu, ", run);
	fprintf(to, "workflow %zu (", workflow);
	print_harmless(name, strlen(name), to);
	fputc(')', to);
}

static void
print_failures(const struct summary_engine *e, FILE *to)
{
	size_t shown = 0;
	for (size_t r = 0; r < e->runs_count; r++) {
		const struct run *run = &e->runs[r];
		for (size_t i = 0;
		     i < run->workflows_count && shown < FAILURES_SHOWN; i++) {
			const struct workflow *w = &run->workflows[i];
			if (w->state != WORKFLOW_FAILED)
				continue;
			print_workflow(e, r, i, to);
			fputs(": ", to);
			print_harmless(w->error, strlen(w->error), to);
			fputc('\n', to);
			shown++;
		}
	}
	if (e->failed > shown)
		fprintf(to, "%s: %zu more failed\n", e->engine->name,
		    e->failed - shown);
}

static void
print_outcome(
    const struct summary_engine *e, size_t run, size_t workflow, FILE *to)
{
	const char *text = summary_outcome(&e->runs[run].workflows[workflow]);
	size_t length = strlen(text);
	size_t shown = utf8_cut(text, length, OUTCOME_SHOWN);
	fprintf(to, "  %s: ", e->engine->name);
	print_harmless(text, shown, to);
	fprintf(to, "%s\n", length > shown ? "..." : "");
}

static void
print_warnings(const struct summary_engine *e, FILE *to)
{
	char *warning;
	for (size_t i = 0; (warning = summary_warning(e, i)) != NULL; i++) {
		fprintf(to, "%s: %s\n", e->engine->name, warning);
		free(warning);
	}
}

/* Takes the note, which may be NULL. */
static void
print_note(char *note, FILE *to)
{
	if (note != NULL)
		fprintf(to, "%s\n", note);
	free(note);
}

static void
print_interruption(const struct summary *s, FILE *to)
{
	const struct setting *setting = s->setting;
	if (!s->interrupted || s->sweep != NULL)
		return;
	fputs("Interrupted. Whole runs:", to);
	for (size_t i = 0; i < s->engines_count; i++)
		fprintf(to, "%s %s %zu of %zu", i > 0 ? "," : "",
		    s->engines[i].engine->name, s->engines[i].whole_count,
		    setting->repeat);
	fputs("; requests are those that ended before.\n", to);
}

static void
print_speedup(const struct summary *s, FILE *to)
{
	if (s->speedup <= 0)
		return;
	fprintf(to, "%s is %.2f x as fast as %s",
	    s->engines[s->engines_count - 1].engine->name, s->speedup,
	    s->engines[0].engine->name);
	if (s->speedup_high > 0)
		fprintf(to, " (95 %% confidence interval %.2f to %.2f)",
		    s->speedup_low, s->speedup_high);
	fputs("; ", to);
}

static void
print_comparison(const struct summary *s, FILE *to)
{
	const struct summary_difference *d = &s->difference;
	const struct ansi ansi = ansi_of(to);
	print_speedup(s, to);
	if (!s->compared) {
		return;
	} else if (d->a == NULL) {
		fprintf(to, "the results are %sidentical%s.\n", ansi.good,
		    ansi.off);
		return;
	}
	fprintf(to, "the results %sDIFFER%s, first in ", ansi.bad, ansi.off);
	print_workflow(d->b, d->run_b, d->workflow, to);
	fputs(":\n", to);
	print_outcome(d->a, d->run_a, d->workflow, to);
	print_outcome(d->b, d->run_b, d->workflow, to);
}

static void
print_verdicts(const struct summary *s, FILE *to)
{
	const struct setting *setting = s->setting;
	const struct ansi ansi = ansi_of(to);
	for (size_t i = 0; i < setting->thresholds_count; i++) {
		const struct threshold *t = &setting->thresholds[i];
		struct threshold_verdict v = verdicts_judge(s, i);
		char *value = isnan(v.value)
				  ? alloc_string("not known")
				  : threshold_value_text(t->metric, v.value);
		fprintf(to, "fail if %s: %s%s%s, it is %s\n", t->text,
		    v.crossed ? ansi.bad : ansi.good,
		    v.crossed ? "FAILED" : "passed", ansi.off, value);
		free(value);
	}
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
	print_heading(s, to);
	if (s->sweep != NULL) {
		print_sweep(s->sweep, to);
		if (s->interrupted)
			fputs("Interrupted: larger ones were not tried.\n", to);
	} else {
		print_engines(s, to);
		if (s->setting->rate > 0)
			print_latencies(s, to);
		fputc('\n', to);
		if (s->setting->waterfall)
			report_waterfall(s, to);
		for (size_t i = 0; i < s->engines_count; i++)
			print_failures(&s->engines[i], to);
		for (size_t i = 0; i < s->engines_count; i++)
			print_overhead(&s->engines[i], to);
		for (size_t i = 0; i < s->engines_count; i++)
			print_warnings(&s->engines[i], to);
		print_note(notes_few_delays(s), to);
		print_interruption(s, to);
		print_comparison(s, to);
		print_verdicts(s, to);
	}
	if (summary_bound(s).source == DELAY_UNKNOWN && !s->interrupted)
		fputs("The server does not tell its delay (Server-Timing): "
		      "give it with --delay to get a bound.\n",
		    to);
}
