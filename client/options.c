/*
 * options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include "alloc.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum {
	NAMES_DEFAULT = 10,
	NAMES_MAX = 1000000,
	TIMEOUT_S_MAX = 86400,
	DELAY_S_MAX = 3600
};

enum key {
	KEY_NAME = 256, /* keys below are short options */
	KEY_PLACES,
};

const char *argp_program_version = "docking-timing " DOCKING_VERSION;

static const char summary[] =
    "Run a dependent workflow (find a salesperson, fetch that person's "
    "customers) for many names, one after another and concurrently; say "
    "whether the results are equal, how long it took and how long it had to "
    "take.\v"
    "Exit status: 0 done and identical; 1 a workflow failed or results "
    "differ; 64 usage; 69 server not reachable; 70 internal; 74 output not "
    "writable.";

/* clang-format off */
static const struct argp_option table[] = {
	{ "url",         'u', "URL",    0, "the API (http://127.0.0.1:5000)", 1 },
	{ "names",       'n', "N",      0, "draw N names from /users?role=sales, with repetition (10)", 1 },
	{ "seed",        's', "S",      0, "draw the same names for the same S (1)", 1 },
	{ "name",   KEY_NAME, "NAME",   0, "use this name and draw none; repeatable", 1 },
	{ "engine",      'e', "LIST",   0, "engines to compare, the first is the reference (sync,multi)", 2 },
	{ "concurrency", 'c', "K",      0, "at most K workflows in flight; 0: all at once (0)", 2 },
	{ "timeout",     't', "SECONDS", 0, "of a request (60)", 2 },
	{ "delay",       'd', "SECONDS", 0, "the server's delay, for the bound, if its answers carry no Server-Timing", 3 },
	{ "places", KEY_PLACES, "C",    0, "requests that the server holds at once, for the bound; 0: not limited (0)", 3 },
	{ "format",      'f', "FORMAT", 0, "text, json, or csv: a row a request (text)", 4 },
	{ "output",      'o', "FILE",   0, "the report's file (standard output)", 4 },
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
parse_engines(struct options *o, const char *list)
{
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

/* --name's array has room for every argument, and a NULL behind the last. */
static size_t
given_count(const struct options *o)
{
	size_t count = 0;
	while (o->names != NULL && o->names[count] != NULL)
		count++;
	return count;
}

/* names_count is 0 as long as --names is not given. */
static void
settle_names(struct options *o)
{
	if (o->names != NULL && o->names_count > 0)
		refuse("--names and --name exclude each other");
	if (o->names != NULL)
		o->names_count = given_count(o);
	else if (o->names_count == 0)
		o->names_count = NAMES_DEFAULT;
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;
	switch (key) {
	case ARGP_KEY_INIT:
		/* One line that names the fault is enough; argp would add a
		 * second one that advertises --help. */
		state->err_stream = fopen("/dev/null", "w");
		break;
	case ARGP_KEY_FINI:
		if (state->err_stream != NULL)
			fclose(state->err_stream);
		break;
	case ARGP_KEY_END:
		settle_names(o);
		break;
	case 'u':
		o->url = arg;
		break;
	case 'n':
		o->names_count = whole_number("names", arg, 1, NAMES_MAX);
		break;
	case 's':
		o->seed = (uint32_t)whole_number("seed", arg, 0, UINT32_MAX);
		break;
	case KEY_NAME:
		if (o->names == NULL)
			o->names = alloc_zeroed(
			    (size_t)state->argc, sizeof(*o->names));
		o->names[given_count(o)] = arg;
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
	*ret_options = (struct options){
		.url = "http://127.0.0.1:5000",
		.seed = 1,
		.engines = { &engine_sync, &engine_multi },
		.engines_count = 2,
		.delay_ns = -1,
		.timeout_ms = 60000,
	};
	argp_parse(&argp, argc, argv, 0, NULL, ret_options);
}

void
options_done(struct options *options)
{
	free(options->names);
}
