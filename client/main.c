/*
 * main.c: docking-timing: options -> plan -> server -> inputs -> every engine,
 * in turn and again, or one at every concurrency -> summary -> reports.
 *
 * SPDX-License-Identifier: MIT
 */
#include "alloc.h"
#include "clock.h"
#include "compare.h"
#include "engine.h"
#include "inputs.h"
#include "interrupt.h"
#include "notes.h"
#include "options.h"
#include "plan.h"
#include "progress.h"
#include "report.h"
#include "server_capacity.h"
#include "summary.h"
#include "sweep.h"
#include "target.h"
#include "verdicts.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

enum {
	DESCRIPTORS_BESIDE = 64, /* files, the event loop, libraries */
	EXIT_NOT_GOOD = 1,       /* a workflow failed or results differ */
	EXIT_CROSSED = 2,        /* a --fail-if holds */
	EXIT_INTERRUPTED = 130,  /* as a shell has it: 128 + SIGINT */
	SWEEP_ROUNDS = 2,        /* workflows for each that is in flight */
};

static int
fail(int code, char *why)
{
	fprintf(stderr, "docking-timing: %s\n", why);
	free(why);
	return code;
}

/* Every workflow in flight holds a connection. Returns NULL, or why so many
 * cannot be had. */
static char *
raise_descriptor_limit(size_t in_flight)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return NULL;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max == RLIM_INFINITY ||
	    in_flight + DESCRIPTORS_BESIDE <= limit.rlim_max)
		return NULL;
	return alloc_format("--concurrency: %zu in flight need %zu "
			    "descriptors; this system allows %llu (ulimit "
			    "-Hn), so at most %llu",
	    in_flight, in_flight + DESCRIPTORS_BESIDE,
	    (unsigned long long)limit.rlim_max,
	    (unsigned long long)limit.rlim_max - DESCRIPTORS_BESIDE);
}

static char *
interrupted_early(void)
{
	return alloc_string("interrupted before a run that counts had ended");
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Run one engine for count workflows; returns NULL or why it could not. */
static char *
measure(const struct setting *setting, const struct target *target,
    const struct engine *engine, size_t count, size_t concurrency,
    struct progress *progress, struct run *run)
{
	const struct options *o = setting->options;
	const struct inputs *inputs = setting->inputs;
	*run = (struct run){ .target = target,
		.workflows_count = count,
		.concurrency = least(concurrency, count),
		.shared = o->shared,
		.streams = o->streams,
		.connections_max = o->connections_max,
		.rate = o->rate,
		.keep_targets = o->har != NULL,
		.progress = progress_update,
		.progress_arg = progress };
	run->workflows = alloc_zeroed(count, sizeof(*run->workflows));
	for (size_t i = 0; i < count; i++)
		workflow_init(&run->workflows[i], setting->plan,
		    inputs->values[i % inputs->count]);
	progress_run(
	    progress, engine->name, count * setting->plan->steps_count);
	char *why = engine_run(engine, run);
	progress_run_ended(progress);
	return why;
}

static void
discard(struct run *run)
{
	for (size_t i = 0; i < run->workflows_count; i++)
		workflow_done(&run->workflows[i]);
	free(run->workflows);
	run_done(run);
}

static int
report(const struct summary *summary, const struct reports *reports)
{
	char *note = notes_unused_delay(summary);
	if (note != NULL)
		fprintf(stderr, "docking-timing: %s\n", note);
	free(note);
	reports_print(reports, summary);
	if (summary->interrupted)
		return EXIT_INTERRUPTED;
	if (verdicts_cross(summary))
		return EXIT_CROSSED;
	return summary_is_good(summary) ? EX_OK : EXIT_NOT_GOOD;
}

/* Every engine, o->warmup + o->repeat times, in turn: what changes in the
 * machine meanwhile meets them all. What is measured goes to runs as
 * summary_of_runs() wants it. */
static char *
measure_rounds(const struct setting *setting, const struct target *target,
    size_t concurrency, struct run *runs)
{
	const struct options *o = setting->options;
	size_t count = setting->inputs->count;
	struct progress progress;
	char *why = NULL;
	progress_start(&progress, (o->warmup + o->repeat) * o->engines_count,
	    o->engines_count);
	for (size_t round = 0; round < o->warmup + o->repeat; round++)
		for (size_t e = 0; e < o->engines_count && why == NULL &&
				   !interrupt_requested();
		     e++) {
			struct run warm = { 0 };
			bool counts = round >= o->warmup;
			struct run *run =
			    counts ? &runs[e * o->repeat + round - o->warmup]
				   : &warm;
			why = measure(setting, target, o->engines[e], count,
			    concurrency, &progress, run);
			if (!counts)
				discard(run);
		}
	progress_end(&progress);
	return why;
}

static int
compare_engines(const struct setting *setting, const struct target *target,
    const struct reports *reports)
{
	const struct options *o = setting->options;
	size_t count = setting->inputs->count;
	size_t concurrency = o->concurrency > 0 ? o->concurrency : count;
	char *why = raise_descriptor_limit(least(concurrency, count));
	if (why != NULL)
		return fail(EX_USAGE, why);
	size_t runs_count = o->engines_count * o->repeat;
	struct run *runs = alloc_zeroed(runs_count, sizeof(*runs));
	why = measure_rounds(setting, target, concurrency, runs);
	int code = EX_SOFTWARE;
	if (why == NULL && runs[0].workflows_count == 0) {
		why = interrupted_early();
		code = EXIT_INTERRUPTED;
	} else if (why == NULL) {
		struct summary summary;
		summary_of_runs(&summary, setting, runs);
		code = report(&summary, reports);
	}
	for (size_t i = 0; i < runs_count; i++)
		discard(&runs[i]);
	free(runs);
	return why == NULL ? code : fail(code, why);
}

static int
sweep_concurrency(const struct setting *setting, const struct target *target,
    const struct reports *reports)
{
	const struct options *o = setting->options;
	struct sweep sweep = { .engine = o->engines[0],
		.started_ns = clock_calendar_ns() };
	struct progress progress;
	char *why = raise_descriptor_limit(o->sweep[o->sweep_count - 1]);
	if (why != NULL)
		return fail(EX_USAGE, why);
	progress_start(&progress, o->sweep_count, 1);
	for (size_t i = 0; i < o->sweep_count && why == NULL; i++) {
		struct run run;
		why = measure(setting, target, sweep.engine,
		    SWEEP_ROUNDS * o->sweep[i], o->sweep[i], &progress, &run);
		if (why == NULL && !run.cut)
			sweep_add(
			    &sweep, sweep_point_of(&run,
					engine_in_flight(sweep.engine, &run),
					o->delay_ns));
		discard(&run);
		if (interrupt_requested())
			break;
	}
	progress_end(&progress);
	if (why != NULL)
		return fail(EX_SOFTWARE, why);
	if (sweep.points_count == 0)
		return fail(EXIT_INTERRUPTED, interrupted_early());
	struct summary summary;
	summary_of_sweep(&summary, setting, &sweep);
	summary.interrupted = interrupt_requested();
	return report(&summary, reports);
}

/* The URL is good and the server is there. */
static int
time_target(const struct options *o, const struct plan *plan,
    const struct target *target)
{
	struct reports reports;
	char *why = reports_open(&reports, o);
	if (why != NULL)
		return fail(EX_IOERR, why);
	struct inputs inputs = { 0 };
	struct setting setting = { .options = o,
		.plan = plan,
		.inputs = &inputs,
		.places = o->places };
	int code = EXIT_NOT_GOOD;
	if (o->names != NULL)
		inputs_take(&inputs, o->names, o->names_count);
	else
		why =
		    inputs_draw(&inputs, plan, target, o->names_count, o->seed);
	if (why == NULL && o->places == 0) {
		struct served served = served_ask(target);
		setting.places = served.places;
		setting.places_told = served.told;
	}
	if (why != NULL)
		fail(code, why);
	else if (o->sweep_count > 0)
		code = sweep_concurrency(&setting, target, &reports);
	else
		code = compare_engines(&setting, target, &reports);
	inputs_done(&inputs);
	why = reports_close(&reports);
	return why == NULL ? code : fail(EX_IOERR, why);
}

/* Takes why. */
static char *
add_advice(char *why)
{
	char *advice = alloc_format("%s; start one with: bash run.sh, or name "
				    "another: --url, DOCKING_URL",
	    why);
	free(why);
	return advice;
}

static int
time_plan(const struct options *o, const struct plan *plan)
{
	struct target target;
	int code = EX_USAGE;
	char *why = target_init(&target, o->url, &code);
	target.timeout_ms = o->timeout_ms;
	target.cacert = o->cacert;
	target.insecure = o->insecure;
	if (why == NULL && (why = target_connect(&target)) != NULL) {
		code = EX_UNAVAILABLE;
		why = o->url_given ? why : add_advice(why);
	}
	code = why != NULL ? fail(code, why) : time_target(o, plan, &target);
	target_done(&target);
	return code;
}

/* What would be wrong before a request is sent. The plan is good. */
static int
check(const struct options *o)
{
	char *why = target_check(o->url);
	if (why != NULL)
		return fail(EX_USAGE, why);
	why = reports_check(o);
	return why != NULL ? fail(EX_IOERR, why) : EX_OK;
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "compare") == 0)
		return compare_main(argc - 1, argv + 1);
	struct options options;
	options_parse(&options, argc, argv);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	interrupt_catch();
	struct plan *plan = NULL;
	char *why = plan_read(options.workflow, &plan);
	int code;
	if (why != NULL)
		code = fail(EX_DATAERR, why);
	else
		code =
		    options.check ? check(&options) : time_plan(&options, plan);
	plan_free(plan);
	options_done(&options);
	curl_global_cleanup();
	return code;
}
