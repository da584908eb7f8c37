/*
 * options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library wants it */
#define _GNU_SOURCE /* fopencookie() */

#include "options.h"

#include "alloc.h"
#include "version.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sysexits.h>

enum {
	NAMES_MAX = 1000000,
	TIMEOUT_S_MAX = 86400,
	DELAY_S_MAX = 3600,
	REPEAT_MAX = 1000,
	RATE_MAX = 1000000,
};

enum key {
	KEY_NAME = 256, /* keys below are short options */
	KEY_PLACES,
	KEY_SWEEP,
	KEY_SESSION,
	KEY_STREAMS,
	KEY_CONNECTIONS,
	KEY_CACERT,
	KEY_INSECURE,
	KEY_RATE,
	KEY_WARMUP,
	KEY_HTML,
	KEY_SVG,
	KEY_HAR,
	KEY_WATERFALL,
	KEY_FAIL_IF,
	KEY_CHECK,
};

static void
print_version(FILE *to, struct argp_state *state)
{
	(void)state;
	version_print_timing(to);
}

void (*argp_program_version_hook)(FILE *, struct argp_state *) = print_version;

static const char summary[] =
    "Run a workflow of dependent requests for many inputs, one after another "
    "and concurrently; say whether the results are equal, how long it took, "
    "how long it had to take, and what binds.\v"
    "docking-timing compare OLD.json NEW.json compares two runs.\n\n"
    "Exit status: 0 done and identical; 1 a workflow failed or results "
    "differ; 2 a --fail-if holds; 64 usage; 65 workflow file; 69 server not "
    "reachable; 70 internal; 74 output not writable; 130 interrupted.";

/* clang-format off */
static const struct argp_option table[] = {
	{ "url",         'u', "URL",     0, "the API (DOCKING_URL, else http://127.0.0.1:5000)", 1 },
	{ "workflow",    'w', "FILE",    0, "the workflow (built in: a salesperson's customers)", 1 },
	{ "names",       'n', "N",       0, "draw N inputs from the workflow's source, with repetition (10 from a server; else all, in order)", 1 },
	{ "seed",        's', "S",       0, "draw the same inputs for the same S (1)", 1 },
	{ "name",   KEY_NAME, "VALUE",   0, "use this input and draw none; repeatable", 1 },
	{ "engine",      'e', "LIST",    0, "engines to compare, the first is the reference (sync,multi); list: describe them", 2 },
	{ "concurrency", 'c', "K",       0, "at most K workflows in flight; 0: all at once (0)", 2 },
	{ "sweep", KEY_SWEEP, "K,K,...", 0, "run one engine (multi) at each concurrency, for 2 K workflows, and find how many requests the server holds", 2 },
	{ "session", KEY_SESSION, "workflow|shared", 0, "a connection a workflow, or reuse across workflows (workflow)", 2 },
	{ "streams", KEY_STREAMS, "S",   0, "h2: at most S requests at once a connection (8)", 2 },
	{ "connections", KEY_CONNECTIONS, "M", 0, "h2: at most M connections; 0: as needed (0)", 2 },
	{ "rate", KEY_RATE, "R",         0, "begin R workflows a second, on schedule, and tell their latency from when they were due", 2 },
	{ "repeat",      'r', "R",       0, "run every engine R times, in turn (1)", 2 },
	{ "warmup", KEY_WARMUP, "W",     0, "before that, W times without counting (0)", 2 },
	{ "timeout",     't', "SECONDS", 0, "of a request (60)", 2 },
	{ "cacert", KEY_CACERT, "FILE",  0, "trust the certificates in this PEM file (the system's)", 3 },
	{ "insecure", KEY_INSECURE, 0,   0, "trust any certificate", 3 },
	{ "delay",       'd', "SECONDS", 0, "the server's delay, for the bound, if its answers carry no Server-Timing", 4 },
	{ "places", KEY_PLACES, "C",     0, "requests that the server holds at once, for the bound; 0: ask its /capacity (0)", 4 },
	{ "fail-if", KEY_FAIL_IF, "RULE", 0, "exit with 2 if this holds of the run, for instance 'multi.efficiency<0.9', 'p99>600ms', 'failed>0', 'not identical'; repeatable", 4 },
	{ "format",      'f', "FORMAT",  0, "text, json, or csv: a row a request (text)", 5 },
	{ "output",      'o', "FILE",    0, "the report's file (standard output)", 5 },
	{ "waterfall", KEY_WATERFALL, 0, 0, "draw every request in the text report", 5 },
	{ "html", KEY_HTML, "FILE",      0, "a page with all of it, to look at in a browser", 5 },
	{ "svg", KEY_SVG, "FILE",        0, "the waterfall as a picture", 5 },
	{ "har", KEY_HAR, "FILE",        0, "every request as HAR 1.2, for a browser's network panel", 5 },
	{ "check", KEY_CHECK, 0,         0, "only check what is given: options, workflow file, the reports' files", 6 },
	{ 0 },
};
/* clang-format on */

static void
refuse(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	fputs("docking-timing: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(EX_USAGE);
}

static unsigned long
whole_number(
    const char *option, const char *text, unsigned long min, unsigned long max)
{
	char *end;
	errno = 0;
	unsigned long value = strtoul(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    value < min || value > max)
		refuse("--%s: '%s' is not a whole number from %lu to %lu",
		    option, text, min, max);
	return value;
}

static double
seconds(const char *option, const char *text, double min, double max)
{
	char *end;
	double value = strtod(text, &end);
	if (*text == '\0' || strspn(text, "0123456789.eE+-") != strlen(text) ||
	    *end != '\0' || !(value >= min && value <= max))
		refuse("--%s: '%s' is not a number of seconds from %g to %g",
		    option, text, min, max);
	return value;
}

static double
rate(const char *text)
{
	char *end;
	double value = strtod(text, &end);
	if (*text == '\0' || strspn(text, "0123456789.eE+-") != strlen(text) ||
	    *end != '\0' || !(value >= 0.001 && value <= RATE_MAX))
		refuse("--rate: '%s' is not a number of workflows a second "
		       "from 0.001 to %d",
		    text, RATE_MAX);
	return value;
}

static void
refuse_engine(const char *name)
{
	char *known = alloc_string("");
	for (size_t i = 0; engines[i] != NULL; i++) {
		char *more = alloc_format(
		    "%s%s%s", known, i > 0 ? ", " : "", engines[i]->name);
		free(known);
		known = more;
	}
	refuse("--engine: '%s' is not an engine; there are: %s", name, known);
}

static void
add_engine(struct options *o, const char *name)
{
	const struct engine *engine = engine_find(name);
	if (engine == NULL)
		refuse_engine(name);
	for (size_t i = 0; i < o->engines_count; i++)
		if (o->engines[i] == engine)
			refuse("--engine: '%s' is given twice", name);
	o->engines[o->engines_count++] = engine;
}

static void
list_engines(void)
{
	for (size_t i = 0; engines[i] != NULL; i++)
		printf("%-8s %s\n", engines[i]->name, engines[i]->summary);
	exit(EX_OK);
}

static void
parse_engines(struct options *o, const char *list)
{
	if (strcmp(list, "list") == 0)
		list_engines();
	o->engines_count = 0;
	for (;;) {
		size_t length = strcspn(list, ",");
		char *name = alloc_format("%.*s", (int)length, list);
		add_engine(o, name);
		free(name);
		if (list[length] == '\0')
			return;
		list += length + 1;
	}
}

/* Ascending, so that a reader sees where it stops to help. */
static void
parse_sweep(struct options *o, const char *list)
{
	o->sweep_count = 0;
	for (;;) {
		size_t length = strcspn(list, ",");
		char *text = alloc_format("%.*s", (int)length, list);
		size_t k = whole_number("sweep", text, 1, NAMES_MAX / 2);
		if (o->sweep_count > 0 && k <= o->sweep[o->sweep_count - 1])
			refuse("--sweep: '%s' is not above the one before it",
			    text);
		free(text);
		if (o->sweep_count == SWEEP_POINTS_MAX)
			refuse("--sweep: more than %d concurrencies",
			    SWEEP_POINTS_MAX);
		o->sweep[o->sweep_count++] = k;
		if (list[length] == '\0')
			return;
		list += length + 1;
	}
}

static bool
parse_session(const char *text)
{
	if (strcmp(text, "shared") != 0 && strcmp(text, "workflow") != 0)
		refuse("--session: '%s' is not workflow or shared", text);
	return strcmp(text, "shared") == 0;
}

static enum report_format
parse_format(const char *text)
{
	static const char *const names[] = { [REPORT_TEXT] = "text",
		[REPORT_JSON] = "json",
		[REPORT_CSV] = "csv" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i]) == 0)
			return (enum report_format)i;
	refuse("--format: '%s' is not text, json or csv", text);
	return REPORT_TEXT;
}

/* A list of an option that is repeatable has room for every argument, and a
 * NULL behind the last. */
static size_t
count_of(char *const *list)
{
	size_t count = 0;
	while (list != NULL && list[count] != NULL)
		count++;
	return count;
}

static void
add_text(char ***list, char *text, int arguments)
{
	char **texts = *list;
	if (texts == NULL)
		texts = *list = alloc_zeroed((size_t)arguments, sizeof(*texts));
	texts[count_of(texts)] = text;
}

static void
read_thresholds(struct options *o)
{
	const char *names[OPTIONS_ENGINES_MAX + 1] = { NULL };
	for (size_t i = 0; i < o->engines_count; i++)
		names[i] = o->engines[i]->name;
	for (size_t i = 0; i < o->thresholds_count; i++) {
		struct threshold *t = &o->thresholds[i];
		char *why =
		    threshold_parse(t, t->text, THRESHOLD_OF_RUN, names);
		if (why != NULL)
			refuse("--fail-if: %s", why);
	}
}

/* What goes together can only be said once all is read. */
static void
settle(struct options *o)
{
	if (o->names != NULL && o->names_count > 0)
		refuse("--names and --name exclude each other");
	if (o->names != NULL)
		o->names_count = count_of(o->names);
	if (o->sweep_count > 0 && o->names_count > 0 && o->names == NULL)
		refuse("--sweep: has 2 K workflows for each K, not --names");
	if (o->sweep_count > 0 && o->concurrency > 0)
		refuse("--sweep and --concurrency exclude each other");
	if (o->engines_count == 0 && o->sweep_count > 0) {
		o->engines[o->engines_count++] = &engine_multi;
	} else if (o->engines_count == 0) {
		o->engines[o->engines_count++] = &engine_sync;
		o->engines[o->engines_count++] = &engine_multi;
	}
	if (o->sweep_count > 0 && o->format == REPORT_CSV)
		refuse("--sweep: has no csv form; --format text or json");
	if (o->sweep_count > 0 &&
	    (o->rate > 0 || o->repeat > 1 || o->warmup > 0))
		refuse("--sweep: goes without --rate, --repeat and --warmup");
	if (o->sweep_count > 0 &&
	    (o->svg != NULL || o->har != NULL || o->waterfall))
		refuse("--sweep: has no waterfall and no har; --html shows it");
	if (o->waterfall && o->format != REPORT_TEXT)
		refuse("--waterfall: is a part of --format text; else --svg");
	if (o->sweep_count > 0 && o->thresholds_count > 0)
		refuse("--sweep: has no --fail-if");
	if (o->sweep_count > 0 && o->engines_count > 1)
		refuse("--sweep: takes one engine");
	if (o->sweep_count > 0 && o->engines[0]->one_at_a_time)
		refuse(
		    "--sweep: '%s' has one workflow in flight, whatever K is",
		    o->engines[0]->name);
	read_thresholds(o);
	for (size_t i = 0; i < o->engines_count; i++)
		if (o->engines[i]->multiplexes &&
		    strncasecmp(o->url, "https:", 6) != 0)
			refuse("--engine: '%s' needs an https URL, not '%s'",
			    o->engines[i]->name, o->url);
}

/* Below getopt()'s line about an unknown option argp would advertise --help;
 * this, what it writes to, says what is known in its place. */
static ssize_t
say_options(void *cookie, const char *text, size_t size)
{
	(void)cookie;
	(void)text;
	fputs("docking-timing: options are:", stderr);
	for (const struct argp_option *o = table; o->name != NULL; o++)
		fprintf(stderr, " --%s", o->name);
	fputs(" --help --usage --version\n", stderr);
	return (ssize_t)size;
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
	static const cookie_io_functions_t options = { .write = say_options };
	struct options *o = state->input;
	switch (key) {
	case ARGP_KEY_INIT:
		state->err_stream = fopencookie(NULL, "w", options);
		break;
	case ARGP_KEY_FINI:
		if (state->err_stream != NULL)
			fclose(state->err_stream);
		break;
	case ARGP_KEY_END:
		settle(o);
		break;
	case 'u':
		o->url = arg;
		o->url_given = true;
		break;
	case 'n':
		o->names_count = whole_number("names", arg, 1, NAMES_MAX);
		break;
	case 's':
		o->seed = (uint32_t)whole_number("seed", arg, 0, UINT32_MAX);
		break;
	case KEY_NAME:
		add_text(&o->names, arg, state->argc);
		break;
	case 'e':
		parse_engines(o, arg);
		break;
	case 'c':
		o->concurrency = whole_number("concurrency", arg, 0, NAMES_MAX);
		break;
	case 't':
		o->timeout_ms =
		    lround(seconds("timeout", arg, 0.001, TIMEOUT_S_MAX) * 1e3);
		break;
	case 'd':
		o->delay_ns =
		    llround(seconds("delay", arg, 0, DELAY_S_MAX) * 1e9);
		break;
	case KEY_PLACES:
		o->places = whole_number("places", arg, 0, NAMES_MAX);
		break;
	case 'w':
		o->workflow = arg;
		break;
	case KEY_SWEEP:
		parse_sweep(o, arg);
		break;
	case KEY_SESSION:
		o->shared = parse_session(arg);
		break;
	case KEY_STREAMS:
		o->streams = whole_number("streams", arg, 1, 1000);
		break;
	case KEY_CONNECTIONS:
		o->connections_max =
		    whole_number("connections", arg, 0, NAMES_MAX);
		break;
	case KEY_CACERT:
		o->cacert = arg;
		break;
	case KEY_RATE:
		o->rate = rate(arg);
		break;
	case 'r':
		o->repeat = whole_number("repeat", arg, 1, REPEAT_MAX);
		break;
	case KEY_WARMUP:
		o->warmup = whole_number("warmup", arg, 0, REPEAT_MAX);
		break;
	case KEY_HTML:
		o->html = arg;
		break;
	case KEY_SVG:
		o->svg = arg;
		break;
	case KEY_HAR:
		o->har = arg;
		break;
	case KEY_WATERFALL:
		o->waterfall = true;
		break;
	case KEY_FAIL_IF:
		if (o->thresholds == NULL)
			o->thresholds = alloc_zeroed(
			    (size_t)state->argc, sizeof(*o->thresholds));
		o->thresholds[o->thresholds_count++].text = arg;
		break;
	case KEY_CHECK:
		o->check = true;
		break;
	case KEY_INSECURE:
		o->insecure = true;
		break;
	case 'f':
		o->format = parse_format(arg);
		break;
	case 'o':
		o->output = arg;
		break;
	case ARGP_KEY_ARG:
		refuse("'%s' is not an option", arg);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

void
options_parse(struct options *ret_options, int argc, char **argv)
{
	static const struct argp argp = {
		.options = table, .parser = parse_option, .doc = summary
	};
	const char *url = getenv("DOCKING_URL");
	*ret_options = (struct options){
		.url = url != NULL ? url : "http://127.0.0.1:5000",
		.seed = 1,
		.streams = 8, /* what lighttpd allows */
		.delay_ns = -1,
		.repeat = 1,
		.timeout_ms = 60000,
	};
	argp_parse(&argp, argc, argv, 0, NULL, ret_options);
}

void
options_done(struct options *options)
{
	free(options->names);
	free(options->thresholds);
}
