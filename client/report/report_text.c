/*
 * report_text.c: the report for people.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "lib/ansi.h"
#include "lib/text.h"
#include "measure/notes.h"
#include "measure/verdicts.h"
#include "report/report_text_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	FAILURES_SHOWN = 10, /* an engine; the others are counted */
	OUTCOME_SHOWN = 80,  /* bytes of a result that differs */
};

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

/* Print where an engine's time went, beyond the bound. */
static void
print_overhead(const struct summary_engine *e, FILE *to)
{
	if (e->bound.binds != BINDS_OVERHEAD)
		return;
	fprintf(to, "%s: beside the delay, a request spent on average",
	    e->engine->name);
	for (size_t p = 0; p < PHASE__MAX; p++)
		if (p != PHASE_DELAY)
			fprintf(to, "%s %.2f ms in %s",
			    p == PHASE_QUEUE ? "" : ",",
			    (double)e->phase_ns[p] / 1e6, phases[p].label);
	fputs(".\n", to);
}

/* Print text that may come from a server: inputs, results and errors. */
static void
print_harmless(const char *text, size_t length, FILE *to)
{
	char *harmless = alloc_checked(text_harmless(text, length));
	fputs(harmless, to);
	free(harmless);
}

/* Print "sync, workflow 3 (John)", and the run if there are several. */
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
	size_t shown = text_cut(text, length, OUTCOME_SHOWN);
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

/* Print a note. Takes it; NULL is allowed. */
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

void
report_text(const struct summary *s, FILE *to)
{
	print_heading(s, to);
	if (s->sweep != NULL) {
		report_text_sweep(s->sweep, to);
		if (s->interrupted)
			fputs("Interrupted: larger ones were not tried.\n", to);
	} else {
		report_text_engines(s, to);
		if (s->setting->rate > 0)
			report_text_latencies(s, to);
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
