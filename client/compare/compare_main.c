/*
 * compare_main.c: docking-timing compare: command line -> two reports ->
 * comparison -> text or JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/compare.h"

#include "lib/alloc.h"
#include "lib/cli.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum { KEY_FAIL_IF = 256, KEY_MARGIN };

enum {
	EXIT_CROSSED = 2,
	MARGIN_MAX = 100, /* percent */
};

static const char summary[] =
    "Compare two reports of --format json: what is different, and is it more "
    "than chance?\v"
    "Exit status: 0 compared; 2 a --fail-if is crossed; 64 usage; 65 a file "
    "is no such report, or they were measured with unlike settings; 74 output "
    "not writable.";

/* clang-format off */
static const struct argp_option table[] = {
	{ "fail-if", KEY_FAIL_IF, "RULE",    0, "exit with 2 if this holds of the change, for instance 'p95>+10%', 'multi.wall>+5%', 'efficiency<-3%'; repeatable", 1 },
	{ "margin",  KEY_MARGIN,  "PERCENT", 0, "a change within it is no difference (1)", 1 },
	{ "format",  'f',         "FORMAT",  0, "text or json (text)", 1 },
	{ 0 },
};
/* clang-format on */

struct compare_options {
	const char *files[2]; /* OLD, NEW */
	size_t files_count;
	const char **fail_if;
	size_t fail_if_count;
	double margin;
	void (*print)(const struct comparison *, FILE *);
};

/* Check a rule before any file is read, as far as that is possible without
 * knowing the engines. */
static void
check_rule(const char *text)
{
	struct threshold rule;
	char *why = threshold_parse(&rule, text, THRESHOLD_OF_CHANGE, NULL);
	if (why != NULL)
		cli_refuse("--fail-if: %s", why);
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
	static const char *const formats[] = { "text", "json", NULL };
	struct compare_options *o = state->input;
	if (cli_took_key(key, state, NULL))
		return 0;
	switch (key) {
	case ARGP_KEY_ARG:
		if (o->files_count == 2)
			cli_refuse("'%s' is one report too many", arg);
		o->files[o->files_count++] = arg;
		break;
	case ARGP_KEY_END:
		if (o->files_count < 2)
			cli_refuse("give two reports, OLD.json and NEW.json");
		break;
	case KEY_FAIL_IF:
		check_rule(arg);
		o->fail_if = alloc_resized(
		    o->fail_if, (o->fail_if_count + 1) * sizeof(*o->fail_if));
		o->fail_if[o->fail_if_count++] = arg;
		break;
	case KEY_MARGIN:
		o->margin =
		    cli_decimal("margin", arg, "percent", 0, MARGIN_MAX) / 100;
		break;
	case 'f':
		o->print = cli_choice("format", arg, formats) == 0
			       ? compare_text
			       : compare_json;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* Read the rules again, now that the engines are known. */
static char *
parse_rules(const struct compare_options *o, const struct saved_report *r,
    struct threshold *rules)
{
	const char **names = alloc_zeroed(r->engines_count + 1, sizeof(*names));
	char *why = NULL;
	for (size_t i = 0; i < r->engines_count; i++)
		names[i] = r->engines[i].name;
	for (size_t i = 0; i < o->fail_if_count && why == NULL; i++)
		why = threshold_parse(
		    &rules[i], o->fail_if[i], THRESHOLD_OF_CHANGE, names);
	free(names);
	if (why == NULL)
		return NULL;
	char *sentence = alloc_format("--fail-if: %s", why);
	free(why);
	return sentence;
}

/* Read, compare and print. Returns the exit status. */
static int
compare(const struct compare_options *o, const struct saved_report *old_report,
    const struct saved_report *new_report)
{
	struct threshold *rules =
	    alloc_zeroed(o->fail_if_count, sizeof(*rules));
	char *why = parse_rules(o, old_report, rules);
	int code = EX_USAGE;
	if (why == NULL) {
		struct comparison c;
		compare_reports(&c, old_report, new_report, o->margin, rules,
		    o->fail_if_count);
		o->print(&c, stdout);
		code = compare_is_crossed(&c) ? EXIT_CROSSED : EX_OK;
		compare_done(&c);
	}
	free(rules);
	int unwritten = ferror(stdout);
	if (why == NULL && (fclose(stdout) != 0 || unwritten))
		return cli_fail_why(EX_IOERR,
		    alloc_format("standard output: %s", strerror(errno)));
	return why == NULL ? code : cli_fail_why(code, why);
}

int
compare_main(int argc, char **argv)
{
	static const struct argp argp = { .options = table,
		.parser = parse_option,
		.args_doc = "OLD.json NEW.json",
		.doc = summary };
	static char name[] = "docking-timing compare"; /* in --help */
	struct compare_options o = { .margin = 0.01, .print = compare_text };
	struct saved_report reports[2] = { { .file = NULL } };
	argv[0] = name;
	cli_start(name);
	argp_parse(&argp, argc, argv, 0, NULL, &o);
	char *why = NULL;
	for (size_t i = 0; i < 2 && why == NULL; i++)
		why = saved_report_read(&reports[i], o.files[i]);
	if (why == NULL)
		why = saved_report_unlike(&reports[0], &reports[1]);
	int code = why != NULL ? cli_fail_why(EX_DATAERR, why)
			       : compare(&o, &reports[0], &reports[1]);
	for (size_t i = 0; i < 2; i++)
		saved_report_done(&reports[i]);
	free(o.fail_if);
	return code;
}
