/*
 * main.c: docking-timing: options -> plan -> server -> inputs -> every engine,
 * in turn and again, or one at every concurrency -> summary -> reports.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/compare.h"
#include "engine/engine.h"
#include "engine/inputs.h"
#include "engine/server_capacity.h"
#include "engine/target.h"
#include "lib/alloc.h"
#include "lib/cli.h"
#include "lib/interrupt.h"
#include "measure/notes.h"
#include "measure/rounds.h"
#include "measure/summary.h"
#include "measure/verdicts.h"
#include "options.h"
#include "plan/plan.h"
#include "report/report.h"

#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

enum {
	DESCRIPTORS_BESIDE = 64, /* files, the event loop, libraries */
	EXIT_NOT_GOOD = 1,       /* a workflow failed or results differ */
	EXIT_CROSSED = 2,        /* a --fail-if holds */
};

/* Raise the limit of descriptors for so many connections: every workflow in
 * flight has one. Returns NULL, or why they cannot be had. */
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

static int
report(const struct summary *summary, const struct reports *reports)
{
	char *note = notes_unused_delay(summary);
	if (note != NULL)
		fprintf(stderr, "docking-timing: %s\n", note);
	free(note);
	reports_print(reports, summary);
	if (summary->interrupted)
		return INTERRUPT_EXIT;
	if (verdicts_cross(summary))
		return EXIT_CROSSED;
	return summary_is_good(summary) ? EX_OK : EXIT_NOT_GOOD;
}

static int
compare_engines(const struct setting *setting, const struct target *target,
    const struct reports *reports)
{
	size_t count = setting->inputs->count;
	size_t concurrency =
	    setting->concurrency > 0 ? setting->concurrency : count;
	char *why =
	    raise_descriptor_limit(concurrency < count ? concurrency : count);
	if (why != NULL)
		return cli_fail_why(EX_USAGE, why);
	size_t runs_count = setting->engines_count * setting->repeat;
	struct run *runs = alloc_zeroed(runs_count, sizeof(*runs));
	why = rounds_measure(setting, target, concurrency, runs);
	int code = EX_SOFTWARE;
	if (why == NULL && runs[0].workflows_count == 0) {
		why = interrupted_early();
		code = INTERRUPT_EXIT;
	} else if (why == NULL) {
		struct summary summary;
		summary_of_runs(&summary, setting, runs);
		code = report(&summary, reports);
	}
	rounds_discard(runs, runs_count);
	free(runs);
	return why == NULL ? code : cli_fail_why(code, why);
}

static int
sweep_concurrency(const struct setting *setting, const struct target *target,
    const struct reports *reports)
{
	char *why =
	    raise_descriptor_limit(setting->sweep[setting->sweep_count - 1]);
	if (why != NULL)
		return cli_fail_why(EX_USAGE, why);
	struct sweep sweep;
	why = rounds_sweep(setting, target, &sweep);
	if (why != NULL)
		return cli_fail_why(EX_SOFTWARE, why);
	if (sweep.points_count == 0)
		return cli_fail_why(INTERRUPT_EXIT, interrupted_early());
	struct summary summary;
	summary_of_sweep(&summary, setting, &sweep);
	summary.interrupted = interrupt_requested();
	return report(&summary, reports);
}

/* List the reports that o asks for; none is open yet. */
static struct reports
reports_of(const struct options *o)
{
	static void (*const formats[])(const struct summary *, FILE *) = {
		[REPORT_TEXT] = report_text,
		[REPORT_JSON] = report_json,
		[REPORT_CSV] = report_csv,
	};
	const struct report all[REPORTS_MAX] = {
		{ "--output", o->output, NULL, formats[o->format] },
		{ "--html", o->html, NULL, report_html },
		{ "--svg", o->svg, NULL, report_svg },
		{ "--har", o->har, NULL, report_har },
	};
	struct reports reports = { .count = 0 };
	for (size_t i = 0; i < REPORTS_MAX; i++)
		if (i == 0 || all[i].path != NULL)
			reports.list[reports.count++] = all[i];
	return reports;
}

/* Check that the URL is good and the server is there. */
static int
time_target(const struct options *o, const struct plan *plan,
    const struct target *target)
{
	struct reports reports = reports_of(o);
	char *why = reports_open(&reports);
	if (why != NULL)
		return cli_fail_why(EX_IOERR, why);
	struct inputs inputs = { 0 };
	struct setting setting = o->setting;
	setting.plan = plan;
	setting.inputs = &inputs;
	int code = EXIT_NOT_GOOD;
	if (o->names != NULL)
		inputs_take(&inputs, o->names, o->names_count);
	else
		why = inputs_draw(
		    &inputs, plan, target, o->names_count, setting.seed);
	if (why == NULL && setting.capacity == 0) {
		setting.capacity = server_capacity_ask(target);
		setting.capacity_source = CAPACITY_FROM_SERVER;
	}
	if (why != NULL)
		cli_fail_why(code, why);
	else if (setting.sweep_count > 0)
		code = sweep_concurrency(&setting, target, &reports);
	else
		code = compare_engines(&setting, target, &reports);
	inputs_done(&inputs);
	why = reports_close(&reports);
	return why == NULL ? code : cli_fail_why(EX_IOERR, why);
}

/* Add advice on how to start or name a server. Takes why. */
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
	char *why = target_init(&target, o->setting.url, &code);
	target.timeout_ms = o->setting.timeout_ms;
	target.cacert = o->cacert;
	target.insecure = o->insecure;
	if (why == NULL && (why = transfer_connect(&target)) != NULL) {
		code = EX_UNAVAILABLE;
		why = o->url_given ? why : add_advice(why);
	}
	code = why != NULL ? cli_fail_why(code, why)
			   : time_target(o, plan, &target);
	target_done(&target);
	return code;
}

/* Check everything that can be checked without a request. The plan is good. */
static int
check(const struct options *o)
{
	char *why = target_check(o->setting.url);
	if (why != NULL)
		return cli_fail_why(EX_USAGE, why);
	struct reports reports = reports_of(o);
	why = reports_check(&reports);
	return why != NULL ? cli_fail_why(EX_IOERR, why) : EX_OK;
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "compare") == 0)
		return compare_main(argc - 1, argv + 1);
	struct options options;
	options_parse(&options, argc, argv);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	interrupt_catch(SIGINT, SA_RESTART);
	struct plan *plan = NULL;
	char *why = plan_read(options.workflow, &plan);
	int code;
	if (why != NULL)
		code = cli_fail_why(EX_DATAERR, why);
	else
		code =
		    options.check ? check(&options) : time_plan(&options, plan);
	plan_free(plan);
	options_done(&options);
	curl_global_cleanup();
	return code;
}
