/*
 * options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include "lib/alloc.h"
#include "lib/cli.h"
#include "measure/version.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum {
	NAMES_MAX = 1000000,
	POINT_MAX = NAMES_MAX / 2, /* of --sweep */
	TIMEOUT_S_MAX = 86400,
	DELAY_S_MAX = 3600,
	REPEAT_MAX = 1000,
	RATE_MAX = 1000000,
	STREAMS_MAX = 1000, /* of an h2 connection */
};

void (*argp_program_version_hook)(
    FILE *, struct argp_state *) = version_print_timing;

static const char summary[] =
    "Run a workflow of dependent requests for many inputs, one after another "
    "and concurrently; say whether the results are equal, how long it took, "
    "how long it had to take, and what binds.\v"
    "docking-timing compare OLD.json NEW.json compares two runs.\n\n"
    "Exit status: 0 done and identical; 1 a workflow failed or results "
    "differ; 2 a --fail-if holds; 64 usage; 65 workflow file; 69 server not "
    "reachable; 70 internal; 74 output not writable; 130 interrupted.";

/* An option: where its value goes and which function reads it. */
struct row {
	const char *name;
	int key;         /* its letter; 0: it has none */
	int group;       /* in --help */
	const char *arg; /* NULL: it takes none */
	void (*parse)(struct options *o, const struct row *row, char *arg);
	size_t place;    /* in struct options, if parse needs it */
	double min, max; /* of a number */
	const char *help;
};

static size_t
whole_number(const struct row *row, const char *text)
{
	return cli_whole_number(
	    row->name, text, (uint64_t)row->min, (uint64_t)row->max);
}

/* --- values -------------------------------------------------------------- */

static void *
place_of(struct options *o, const struct row *row)
{
	return (char *)o + row->place;
}

static void
parse_text(struct options *o, const struct row *row, char *arg)
{
	const char **text = place_of(o, row);
	*text = arg;
}

static void
parse_flag(struct options *o, const struct row *row, char *arg)
{
	bool *flag = place_of(o, row);
	(void)arg;
	*flag = true;
}

static void
parse_count(struct options *o, const struct row *row, char *arg)
{
	size_t *count = place_of(o, row);
	*count = whole_number(row, arg);
}

static void
parse_url(struct options *o, const struct row *row, char *arg)
{
	(void)row;
	o->setting.url = arg;
	o->url_given = true;
}

static void
parse_seed(struct options *o, const struct row *row, char *arg)
{
	o->setting.seed = (uint32_t)whole_number(row, arg);
}

static void
parse_rate(struct options *o, const struct row *row, char *arg)
{
	o->setting.rate = cli_decimal(
	    row->name, arg, "workflows a second", row->min, row->max);
}

static double
seconds(const struct row *row, const char *text)
{
	return cli_decimal(row->name, text, "seconds", row->min, row->max);
}

static void
parse_timeout(struct options *o, const struct row *row, char *arg)
{
	o->setting.timeout_ms = lround(seconds(row, arg) * 1e3);
}

static void
parse_delay(struct options *o, const struct row *row, char *arg)
{
	o->setting.delay_ns = llround(seconds(row, arg) * 1e9);
}

static void
refuse_engine(const char *name)
{
	struct buffer known = { .bytes = NULL };
	for (size_t i = 0; engines[i] != NULL; i++)
		buffer_add_texts(&known, i > 0 ? ", " : "", engines[i]->name);
	cli_refuse("--engine: '%s' is not an engine; there are: %s", name,
	    alloc_text(&known));
}

static void
add_engine(struct setting *o, const char *name)
{
	const struct engine *engine = engine_find(name);
	if (engine == NULL)
		refuse_engine(name);
	for (size_t i = 0; i < o->engines_count; i++)
		if (o->engines[i] == engine)
			cli_refuse("--engine: '%s' is given twice", name);
	o->engines[o->engines_count++] = engine;
}

static void
list_engines(void)
{
	for (size_t i = 0; engines[i] != NULL; i++)
		printf("%-8s %s\n", engines[i]->name, engines[i]->summary);
	exit(EX_OK);
}

/* Return the text before the next comma of *list as a new string, and move
 * *list behind the comma; to NULL if there is none. */
static char *
take_item(const char **list)
{
	size_t length = strcspn(*list, ",");
	char *item = alloc_format("%.*s", (int)length, *list);
	*list = (*list)[length] == '\0' ? NULL : *list + length + 1;
	return item;
}

static void
parse_engines(struct options *o, const struct row *row, char *arg)
{
	(void)row;
	if (strcmp(arg, "list") == 0)
		list_engines();
	o->setting.engines_count = 0;
	for (const char *list = arg; list != NULL;) {
		char *name = take_item(&list);
		add_engine(&o->setting, name);
		free(name);
	}
}

/* Read the concurrencies, which ascend, so that a reader sees where more of
 * them stops to help. */
static void
parse_sweep(struct options *o, const struct row *row, char *arg)
{
	struct setting *s = &o->setting;
	s->sweep_count = 0;
	for (const char *list = arg; list != NULL;) {
		char *text = take_item(&list);
		size_t k = whole_number(row, text);
		if (s->sweep_count > 0 && k <= s->sweep[s->sweep_count - 1])
			cli_refuse(
			    "--sweep: '%s' is not above the one before it",
			    text);
		free(text);
		if (s->sweep_count == SWEEP_POINTS_MAX)
			cli_refuse("--sweep: more than %d concurrencies",
			    SWEEP_POINTS_MAX);
		s->sweep[s->sweep_count++] = k;
	}
}

static void
parse_session(struct options *o, const struct row *row, char *arg)
{
	static const char *const names[] = { "workflow", "shared", NULL };
	o->setting.shared = cli_choice(row->name, arg, names) == 1;
}

static void
parse_format(struct options *o, const struct row *row, char *arg)
{
	static const char *const names[] = { [REPORT_TEXT] = "text",
		[REPORT_JSON] = "json",
		[REPORT_CSV] = "csv",
		NULL };
	o->format = (enum report_format)cli_choice(row->name, arg, names);
}

/* Count the texts of a list, which ends with NULL, or is NULL. */
static size_t
count_of(char *const *list)
{
	size_t count = 0;
	while (list != NULL && list[count] != NULL)
		count++;
	return count;
}

static void
parse_name(struct options *o, const struct row *row, char *arg)
{
	size_t count = count_of(o->names);
	(void)row;
	o->names = alloc_resized(o->names, (count + 2) * sizeof(*o->names));
	o->names[count] = arg;
	o->names[count + 1] = NULL;
}

static void
parse_rule(struct options *o, const struct row *row, char *arg)
{
	struct setting *s = &o->setting;
	(void)row;
	s->thresholds = alloc_resized(
	    s->thresholds, (s->thresholds_count + 1) * sizeof(*s->thresholds));
	s->thresholds[s->thresholds_count++] =
	    (struct threshold){ .text = arg };
}

#define PLACE(member) offsetof(struct options, member)

/* clang-format off */
static const struct row rows[] = {
	/* name          key  group argument           parse          place                           min    max            help */
	{ "url",         'u', 1,    "URL",             parse_url,     0,                              0,     0,             "the API (DOCKING_URL, else http://127.0.0.1:5000)" },
	{ "workflow",    'w', 1,    "FILE",            parse_text,    PLACE(workflow),                0,     0,             "the workflow (built in: a salesperson's customers)" },
	{ "names",       'n', 1,    "N",               parse_count,   PLACE(names_count),             1,     NAMES_MAX,     "draw N inputs from the workflow's source, with repetition (10 from a server; else all, in order)" },
	{ "seed",        's', 1,    "S",               parse_seed,    0,                              0,     UINT32_MAX,    "draw the same inputs for the same S (1)" },
	{ "name",        0,   1,    "VALUE",           parse_name,    0,                              0,     0,             "use this input and draw none; repeatable" },
	{ "engine",      'e', 2,    "LIST",            parse_engines, 0,                              0,     0,             "engines to compare, the first is the reference (sync,multi); list: describe them" },
	{ "concurrency", 'c', 2,    "K",               parse_count,   PLACE(setting.concurrency),     0,     NAMES_MAX,     "at most K workflows in flight; 0: all at once (0)" },
	{ "sweep",       0,   2,    "K,K,...",         parse_sweep,   0,                              1,     POINT_MAX,     "run one engine (multi) at each concurrency, for 2 K workflows, and find how many requests the server holds" },
	{ "session",     0,   2,    "workflow|shared", parse_session, 0,                              0,     0,             "a connection a workflow, or reuse across workflows (workflow)" },
	{ "streams",     0,   2,    "S",               parse_count,   PLACE(setting.streams),         1,     STREAMS_MAX,   "h2: at most S requests at once a connection (8)" },
	{ "connections", 0,   2,    "M",               parse_count,   PLACE(setting.connections_max), 0,     NAMES_MAX,     "h2: at most M connections; 0: as needed (0)" },
	{ "rate",        0,   2,    "R",               parse_rate,    0,                              0.001, RATE_MAX,      "begin R workflows a second, on schedule, and tell their latency from when they were due" },
	{ "repeat",      'r', 2,    "R",               parse_count,   PLACE(setting.repeat),          1,     REPEAT_MAX,    "run every engine R times, in turn (1)" },
	{ "warmup",      0,   2,    "W",               parse_count,   PLACE(setting.warmup),          0,     REPEAT_MAX,    "before that, W times without counting (0)" },
	{ "timeout",     't', 2,    "SECONDS",         parse_timeout, 0,                              0.001, TIMEOUT_S_MAX, "of a request (60)" },
	{ "cacert",      0,   3,    "FILE",            parse_text,    PLACE(cacert),                  0,     0,             "trust the certificates in this PEM file (the system's)" },
	{ "insecure",    0,   3,    NULL,              parse_flag,    PLACE(insecure),                0,     0,             "trust any certificate" },
	{ "delay",       'd', 4,    "SECONDS",         parse_delay,   0,                              0,     DELAY_S_MAX,   "the server's delay, for the bound, if its answers carry no Server-Timing" },
	{ "places",      0,   4,    "C",               parse_count,   PLACE(setting.capacity),        0,     NAMES_MAX,     "requests that the server holds at once, for the bound; 0: ask its /capacity (0)" },
	{ "fail-if",     0,   4,    "RULE",            parse_rule,    0,                              0,     0,             "exit with 2 if this holds of the run, for instance 'multi.efficiency<0.9', 'p99>600ms', 'failed>0', 'not identical'; repeatable" },
	{ "format",      'f', 5,    "FORMAT",          parse_format,  0,                              0,     0,             "text, json, or csv: a row a request (text)" },
	{ "output",      'o', 5,    "FILE",            parse_text,    PLACE(output),                  0,     0,             "the report's file (standard output)" },
	{ "waterfall",   0,   5,    NULL,              parse_flag,    PLACE(setting.waterfall),       0,     0,             "draw every request in the text report" },
	{ "html",        0,   5,    "FILE",            parse_text,    PLACE(html),                    0,     0,             "a page with all of it, to look at in a browser" },
	{ "svg",         0,   5,    "FILE",            parse_text,    PLACE(svg),                     0,     0,             "the waterfall as a picture" },
	{ "har",         0,   5,    "FILE",            parse_text,    PLACE(har),                     0,     0,             "every request as HAR 1.2, for a browser's network panel" },
	{ "check",       0,   6,    NULL,              parse_flag,    PLACE(check),                   0,     0,             "only check what is given: options, workflow file, the reports' files" },
};
/* clang-format on */

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* --- the line ------------------------------------------------------------ */

/* Check which options go together, after all were read. */
static void
settle(struct options *o)
{
	struct setting *s = &o->setting;
	if (o->names != NULL && o->names_count > 0)
		cli_refuse("--names and --name exclude each other");
	if (o->names != NULL)
		o->names_count = count_of(o->names);
	if (s->sweep_count > 0 && o->names_count > 0 && o->names == NULL)
		cli_refuse(
		    "--sweep: has 2 K workflows for each K, not --names");
	if (s->sweep_count > 0 && s->concurrency > 0)
		cli_refuse("--sweep and --concurrency exclude each other");
	if (s->engines_count == 0) {
		if (s->sweep_count == 0)
			s->engines[s->engines_count++] = &engine_sync;
		s->engines[s->engines_count++] = &engine_multi;
	}
	if (s->sweep_count > 0 && o->format == REPORT_CSV)
		cli_refuse("--sweep: has no csv form; --format text or json");
	if (s->sweep_count > 0 &&
	    (s->rate > 0 || s->repeat > 1 || s->warmup > 0))
		cli_refuse(
		    "--sweep: goes without --rate, --repeat and --warmup");
	if (s->sweep_count > 0 &&
	    (o->svg != NULL || o->har != NULL || s->waterfall))
		cli_refuse(
		    "--sweep: has no waterfall and no har; --html shows it");
	if (s->waterfall && o->format != REPORT_TEXT)
		cli_refuse(
		    "--waterfall: is a part of --format text; else --svg");
	s->keep_targets = o->har != NULL;
	char *why = setting_settle(s);
	if (why != NULL)
		cli_refuse("%s", why);
}

/* List the options, in place of argp's advice. */
static void
say_options(FILE *to)
{
	fputs("docking-timing: options are:", to);
	for (size_t i = 0; i < ROWS; i++)
		fprintf(to, " --%s", rows[i].name);
	fputs(" --help --usage --version\n", to);
}

/* Return an option's key for argp. Without a letter it is above all letters. */
static int
key_of(size_t row)
{
	return rows[row].key != 0 ? rows[row].key : UCHAR_MAX + 1 + (int)row;
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
	if (cli_took_key(key, state, say_options))
		return 0;
	if (key == ARGP_KEY_END) {
		settle(state->input);
		return 0;
	}
	if (key == ARGP_KEY_ARG)
		cli_refuse("'%s' is not an option", arg);
	for (size_t i = 0; i < ROWS; i++)
		if (key == key_of(i)) {
			rows[i].parse(state->input, &rows[i], arg);
			return 0;
		}
	return ARGP_ERR_UNKNOWN;
}

void
options_parse(struct options *ret_options, int argc, char **argv)
{
	struct argp_option table[ROWS + 1] = { { 0 } };
	const struct argp argp = {
		.options = table, .parser = parse_option, .doc = summary
	};
	const char *url = getenv("DOCKING_URL");
	for (size_t i = 0; i < ROWS; i++)
		table[i] = (struct argp_option){ .name = rows[i].name,
			.key = key_of(i),
			.arg = rows[i].arg,
			.doc = rows[i].help,
			.group = rows[i].group };
	*ret_options =
	    (struct options){ .setting = {
				  .url = url != NULL ? url
						     : "http://127.0.0.1:5000",
				  .seed = 1,
				  .streams = 8, /* what lighttpd allows */
				  .delay_ns = -1,
				  .repeat = 1,
				  .timeout_ms = 60000,
			      } };
	cli_start("docking-timing");
	argp_parse(&argp, argc, argv, 0, NULL, ret_options);
}

void
options_done(struct options *options)
{
	free(options->names);
	free(options->setting.thresholds);
}
