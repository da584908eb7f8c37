/*
 * main.c: docking-timing: options -> names -> every engine -> summary ->
 * report.
 *
 * SPDX-License-Identifier: MIT
 */
#include "alloc.h"
#include "engine.h"
#include "names.h"
#include "options.h"
#include "progress.h"
#include "report.h"
#include "summary.h"
#include "target.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>

enum {
	DESCRIPTORS_BESIDE = 64, /* files, the event loop, libraries */
	EXIT_NOT_GOOD = 1,       /* a workflow failed or results differ */
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

static size_t
in_flight_at_most(const struct options *o)
{
	return o->concurrency > 0 && o->concurrency < o->names_count
		   ? o->concurrency
		   : o->names_count;
}

/* Run one engine; returns NULL or why it could not. */
static char *
measure(const struct options *o, const struct target *target, char **names,
    const struct engine *engine, struct run *run)
{
	struct progress progress;
	*run = (struct run){ .target = target,
		.workflows_count = o->names_count,
		.concurrency = in_flight_at_most(o),
		.progress = progress_update,
		.progress_arg = &progress };
	run->workflows = alloc_zeroed(o->names_count, sizeof(*run->workflows));
	for (size_t i = 0; i < o->names_count; i++)
		workflow_init(&run->workflows[i], names[i]);
	progress_start(&progress, engine->name, o->names_count);
	char *why = engine_run(engine, run);
	progress_end(&progress);
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
measure_and_report(const struct options *o, const struct target *target,
    char **names, FILE *output)
{
	struct run runs[OPTIONS_ENGINES_MAX] = { 0 };
	char *why = NULL;
	for (size_t i = 0; i < o->engines_count && why == NULL; i++)
		why = measure(o, target, names, o->engines[i], &runs[i]);
	int code = EX_SOFTWARE;
	if (why == NULL) {
		struct summary summary;
		summary_make(&summary, o, runs);
		report_print(&summary, output);
		code = summary_is_good(&summary) ? EX_OK : EXIT_NOT_GOOD;
	}
	for (size_t i = 0; i < o->engines_count; i++)
		discard(&runs[i]);
	return why == NULL ? code : fail(code, why);
}

static char *
cannot_write(const struct options *o)
{
	return alloc_format("--output: %s: %s",
	    o->output != NULL ? o->output : "standard output", strerror(errno));
}

/* The URL is good and the server is there. */
static int
time_target(const struct options *o, const struct target *target)
{
	/* Before the run: its numbers must not be lost for a typing error. */
	FILE *output = o->output != NULL ? fopen(o->output, "w") : stdout;
	if (output == NULL)
		return fail(EX_IOERR, cannot_write(o));
	char **drawn = NULL;
	int code;
	char *why = o->names == NULL
			? names_draw(target, o->names_count, o->seed, &drawn)
			: NULL;
	if (why != NULL)
		code = fail(EXIT_NOT_GOOD, why);
	else
		code = measure_and_report(
		    o, target, o->names != NULL ? o->names : drawn, output);
	free(drawn);
	int unwritten = ferror(output);
	if ((fclose(output) != 0 || unwritten) && why == NULL)
		code = fail(EX_IOERR, cannot_write(o));
	return code;
}

int
main(int argc, char **argv)
{
	struct options options;
	options_parse(&options, argc, argv);
	curl_global_init(CURL_GLOBAL_DEFAULT);

	struct target target = { 0 };
	int code = EX_USAGE;
	char *why = raise_descriptor_limit(in_flight_at_most(&options));
	if (why == NULL)
		why = target_init(
		    &target, options.url, options.timeout_ms, &code);
	if (why == NULL && (why = target_connect(&target)) != NULL)
		code = EX_UNAVAILABLE;
	code = why != NULL ? fail(code, why) : time_target(&options, &target);

	target_done(&target);
	options_done(&options);
	curl_global_cleanup();
	return code;
}
