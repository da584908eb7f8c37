/*
 * test_options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../lib/harness.h"
#include "../../lib/temp.h"
#include "options.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

enum { ARGS_MAX = 10, TEXT_SIZE = 8192 };

/* argv of a NULL-terminated list; returns argc. argp may reorder argv. */
static int
make_argv(const char *const args[], char *argv[ARGS_MAX + 2])
{
	int argc = 0;
	argv[argc++] = (char *)(uintptr_t) "docking-timing";
	for (; args[argc - 1] != NULL; argc++)
		argv[argc] = (char *)(uintptr_t)args[argc - 1];
	argv[argc] = NULL;
	return argc;
}

static void
parse(struct options *o, const char *const args[])
{
	char *argv[ARGS_MAX + 2];
	int argc = make_argv(args, argv);
	options_parse(o, argc, argv);
}

static int
open_new(const char *name)
{
	char *path = temp_file("%s", name);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	free(path);
	return fd;
}

/* What was written to fd, which is closed. */
static void
read_text(int fd, char text[TEXT_SIZE])
{
	ssize_t n = pread(fd, text, TEXT_SIZE - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
}

/* In a child process, as it exits. Returns the exit code; 99: it did not. */
static int
parse_in_child(
    const char *const args[], char out[TEXT_SIZE], char err[TEXT_SIZE])
{
	int out_fd = open_new("options-out");
	int err_fd = open_new("options-err");
	int status = 0;
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(out_fd, STDOUT_FILENO);
		dup2(err_fd, STDERR_FILENO);
		struct options o;
		parse(&o, args);
		_exit(99);
	}
	waitpid(pid, &status, 0);
	read_text(out_fd, out);
	read_text(err_fd, err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* What is not given has the documented default. */
static void
test_defaults(void)
{
	unsetenv("DOCKING_URL");
	struct options o;
	parse(&o, (const char *const[]){ NULL });
	CHECK_TEXT(o.setting.url, "http://127.0.0.1:5000", "--url");
	CHECK_TEXT(o.workflow, NULL, "--workflow");
	CHECK_NUMBER((long long)o.names_count, 0, "--names");
	CHECK(o.names == NULL, "--name");
	CHECK_NUMBER(o.setting.seed, 1, "--seed");
	CHECK_NUMBER((long long)o.setting.engines_count, 2, "--engine");
	CHECK(o.setting.engines[0] == &engine_sync &&
		  o.setting.engines[1] == &engine_multi,
	    "--engine");
	CHECK_NUMBER((long long)o.setting.concurrency, 0, "--concurrency");
	CHECK_NUMBER((long long)o.setting.sweep_count, 0, "--sweep");
	CHECK(!o.setting.shared, "--session");
	CHECK_NUMBER((long long)o.setting.streams, 8, "--streams");
	CHECK_NUMBER((long long)o.setting.connections_max, 0, "--connections");
	CHECK_TEXT(o.cacert, NULL, "--cacert");
	CHECK(!o.insecure, "--insecure");
	CHECK_NUMBER(o.setting.delay_ns, -1, "--delay");
	CHECK_NUMBER((long long)o.setting.capacity, 0, "--places");
	CHECK_NUMBER(o.setting.timeout_ms, 60000, "--timeout");
	CHECK(o.setting.rate == 0, "--rate");
	CHECK_NUMBER((long long)o.setting.repeat, 1, "--repeat");
	CHECK_NUMBER((long long)o.setting.warmup, 0, "--warmup");
	CHECK(o.html == NULL && o.svg == NULL && o.har == NULL &&
		  !o.setting.waterfall,
	    "no other reports");
	CHECK_NUMBER((long long)o.setting.thresholds_count, 0, "--fail-if");
	CHECK_NUMBER(o.format, REPORT_TEXT, "--format");
	CHECK_TEXT(o.output, NULL, "--output");
	options_done(&o);
}

/* Where the server is: as --url says, else DOCKING_URL. */
static void
test_url(void)
{
	struct options o;
	setenv("DOCKING_URL", "https://h:1", 1);
	parse(&o, (const char *const[]){ "--engine=h2", NULL });
	CHECK_TEXT(o.setting.url, "https://h:1", "DOCKING_URL");
	CHECK(!o.url_given, "DOCKING_URL");
	options_done(&o);
	parse(&o, (const char *const[]){ "-uhttp://i", NULL });
	CHECK_TEXT(o.setting.url, "http://i", "-u");
	CHECK(o.url_given, "-u");
	options_done(&o);
	unsetenv("DOCKING_URL");
}

/* Several runs, a schedule, thresholds, more than one report. */
static void
test_measuring(void)
{
	struct options o;
	parse(&o,
	    (const char *const[]){ "--rate=0.5", "-r10", "--warmup=2",
		"--html=a.html", "--svg=b.svg", "--har=c.har", "--waterfall",
		"--fail-if=failed>0", "--fail-if=not identical", NULL });
	CHECK(o.setting.rate == 0.5, "--rate");
	CHECK_NUMBER((long long)o.setting.repeat, 10, "-r");
	CHECK_NUMBER((long long)o.setting.warmup, 2, "--warmup");
	CHECK_TEXT(o.html, "a.html", "--html");
	CHECK_TEXT(o.svg, "b.svg", "--svg");
	CHECK_TEXT(o.har, "c.har", "--har");
	CHECK(o.setting.waterfall, "--waterfall");
	CHECK_NUMBER((long long)o.setting.thresholds_count, 2, "--fail-if");
	CHECK_TEXT(o.setting.thresholds[0].text, "failed>0", "--fail-if");
	CHECK_NUMBER(
	    o.setting.thresholds[0].metric, THRESHOLD_FAILED, "--fail-if");
	CHECK_NUMBER(
	    o.setting.thresholds[1].metric, THRESHOLD_IDENTICAL, "--fail-if");
	options_done(&o);
}

/* Good values, up to the ends of their ranges, are taken exactly. */
static void
test_good(void)
{
	struct options o;
	parse(
	    &o, (const char *const[]){ "--url=http://h", "--names=1000000",
		    "--seed=4294967295", "--concurrency=1000000", "--places=8",
		    "--timeout=86400", "--delay=3600", "--output=-", NULL });
	CHECK_TEXT(o.setting.url, "http://h", "--url");
	CHECK_NUMBER((long long)o.names_count, 1000000, "--names");
	CHECK_NUMBER(o.setting.seed, 4294967295, "--seed");
	CHECK_NUMBER(
	    (long long)o.setting.concurrency, 1000000, "--concurrency");
	CHECK_NUMBER((long long)o.setting.capacity, 8, "--places");
	CHECK_NUMBER(o.setting.timeout_ms, 86400000, "--timeout");
	CHECK_NUMBER(o.setting.delay_ns, 3600000000000, "--delay");
	CHECK_TEXT(o.output, "-", "--output");
	options_done(&o);

	parse(&o, (const char *const[]){ "-n1", "-s0", "-c0", "-t0.001", "-d",
		      "0", "-fcsv", "-emulti", NULL });
	CHECK_NUMBER((long long)o.names_count, 1, "-n");
	CHECK_NUMBER(o.setting.seed, 0, "-s");
	CHECK_NUMBER((long long)o.setting.concurrency, 0, "-c");
	CHECK_NUMBER(o.setting.timeout_ms, 1, "-t");
	CHECK_NUMBER(o.setting.delay_ns, 0, "-d");
	CHECK_NUMBER(o.format, REPORT_CSV, "-f");
	CHECK(o.setting.engines_count == 1 &&
		  o.setting.engines[0] == &engine_multi,
	    "-e");
	options_done(&o);

	parse(&o,
	    (const char *const[]){ "--engine", "multi,sync", "--format=json",
		"--delay=2.5e-1", "--timeout", "1.5", NULL });
	CHECK(o.setting.engines_count == 2 &&
		  o.setting.engines[0] == &engine_multi &&
		  o.setting.engines[1] == &engine_sync,
	    "the first engine is the reference");
	CHECK_NUMBER(o.format, REPORT_JSON, "--format");
	CHECK_NUMBER(o.setting.delay_ns, 250000000, "--delay");
	CHECK_NUMBER(o.setting.timeout_ms, 1500, "--timeout");
	options_done(&o);

	parse(&o,
	    (const char *const[]){ "--url=https://h",
		"--engine=sync,threads,poll,multi,h2", "--workflow=w.json",
		"--session=shared", "--streams=1000", "--connections=1000000",
		"--cacert=ca.pem", "--insecure", NULL });
	CHECK_NUMBER((long long)o.setting.engines_count, 5, "all engines");
	CHECK(o.setting.engines[1] == &engine_threads &&
		  o.setting.engines[2] == &engine_poll &&
		  o.setting.engines[4] == &engine_h2,
	    "all engines");
	CHECK_TEXT(o.workflow, "w.json", "--workflow");
	CHECK(o.setting.shared, "--session");
	CHECK_NUMBER((long long)o.setting.streams, 1000, "--streams");
	CHECK_NUMBER(
	    (long long)o.setting.connections_max, 1000000, "--connections");
	CHECK_TEXT(o.cacert, "ca.pem", "--cacert");
	CHECK(o.insecure, "--insecure");
	options_done(&o);

	parse(&o,
	    (const char *const[]){ "--url=HTTPS://h", "-eh2", "-ww",
		"--session=workflow", "--streams=1", "--connections=0", NULL });
	CHECK(
	    o.setting.engines_count == 1 && o.setting.engines[0] == &engine_h2,
	    "a scheme has no case");
	CHECK_TEXT(o.workflow, "w", "-w");
	CHECK(!o.setting.shared, "--session");
	CHECK_NUMBER((long long)o.setting.streams, 1, "--streams");
	CHECK_NUMBER((long long)o.setting.connections_max, 0, "--connections");
	options_done(&o);
}

/* A sweep is of one engine, multi if nothing else is said, with its inputs
 * given or drawn; the last of two counts. */
static void
test_sweep(void)
{
	struct options o;
	parse(&o, (const char *const[]){ "--sweep=1,2,4,500000", NULL });
	CHECK_NUMBER((long long)o.setting.sweep_count, 4, "four points");
	CHECK(o.setting.sweep[0] == 1 && o.setting.sweep[1] == 2 &&
		  o.setting.sweep[2] == 4 && o.setting.sweep[3] == 500000,
	    "in order");
	CHECK(o.setting.engines_count == 1 &&
		  o.setting.engines[0] == &engine_multi,
	    "the default engine");
	options_done(&o);

	parse(&o, (const char *const[]){ "--sweep", "1,2", "--sweep", "7",
		      "--engine=poll", "--name=a", "--format=json", NULL });
	CHECK(o.setting.sweep_count == 1 && o.setting.sweep[0] == 7,
	    "the last one");
	CHECK(o.setting.engines_count == 1 &&
		  o.setting.engines[0] == &engine_poll,
	    "the engine asked for");
	CHECK_NUMBER((long long)o.names_count, 1, "the name");
	options_done(&o);

	/* As many points as fit are taken; see test_bad_lines() for more. */
	parse(&o,
	    (const char *const[]){ "--sweep=1,2,3,4,5,6,7,8,9,10,11,12,13,14,"
				   "15,16,17,18,19,20,21,22,23,24,25,26,27,28,"
				   "29,30,31,32",
		NULL });
	CHECK_NUMBER(
	    (long long)o.setting.sweep_count, SWEEP_POINTS_MAX, "as many");
	CHECK_NUMBER((long long)o.setting.sweep[31], 32, "the last one");
	options_done(&o);
}

/* --name is repeatable, in order, with repetition, and then counts. */
static void
test_names(void)
{
	struct options o;
	parse(&o, (const char *const[]){ "--name", "John Liu",
		      "--name=", "--name", "John Liu", NULL });
	CHECK_NUMBER((long long)o.names_count, 3, "three names");
	CHECK_TEXT(o.names[0], "John Liu", "the first");
	CHECK_TEXT(o.names[1], "", "the second");
	CHECK_TEXT(o.names[2], "John Liu", "the third");
	options_done(&o);
}

/* What is wrong is exit status 64 and one line that names the option and the
 * value, and nothing on stdout. */
static void
test_bad(void)
{
	static const char names[] = "is not a whole number from 1 to 1000000";
	static const char at_most[] = "is not a whole number from 0 to 1000000";
	static const char streams[] = "is not a whole number from 1 to 1000\n";
	static const char point[] = "is not a whole number from 1 to 500000\n";
	static const char repeat[] = "is not a whole number from 1 to 1000\n";
	static const char warmup[] = "is not a whole number from 0 to 1000\n";
	static const char rate[] =
	    "is not a number of workflows a second from 0.001 to 1000000\n";
	static const char seed[] = "is not a whole number from 0 to 4294967295";
	static const struct {
		const char *option, *value, *why;
	} rows[] = {
		{ "--names", "0", names },
		{ "--names", "1000001", names },
		{ "--names", "-1", names },
		{ "--names", "+1", names },
		{ "--names", " 1", names },
		{ "--names", "", names },
		{ "--names", "ten", names },
		{ "--names", "10x", names },
		{ "--names", "1.5", names },
		{ "--names", "0x10", names },
		{ "--names", "99999999999999999999999", names },
		{ "--seed", "4294967296", seed },
		{ "--seed", "-1", seed },
		{ "--concurrency", "-1", at_most },
		{ "--concurrency", "1000001", at_most },
		{ "--concurrency", "all", at_most },
		{ "--places", "-1", at_most },
		{ "--places", "many", at_most },
		{ "--timeout", "0",
		    "is not a number of seconds from 0.001 to 86400" },
		{ "--timeout", "86401", "seconds from 0.001 to 86400" },
		{ "--timeout", "-1", "seconds from 0.001 to 86400" },
		{ "--timeout", "nan", "seconds from 0.001 to 86400" },
		{ "--timeout", "inf", "seconds from 0.001 to 86400" },
		{ "--timeout", "", "seconds from 0.001 to 86400" },
		{ "--timeout", "1s", "seconds from 0.001 to 86400" },
		{ "--timeout", "0x1", "seconds from 0.001 to 86400" },
		{ "--timeout", "e", "seconds from 0.001 to 86400" },
		{ "--delay", "-0.1", "seconds from 0 to 3600" },
		{ "--delay", "3600.1", "seconds from 0 to 3600" },
		{ "--delay", "1e999", "seconds from 0 to 3600" },
		{ "--delay", "0,5", "seconds from 0 to 3600" },
		{ "--format", "xml", "is not text, json or csv" },
		{ "--format", "JSON", "is not text, json or csv" },
		{ "--format", "", "is not text, json or csv" },
		{ "--streams", "0", streams },
		{ "--streams", "1001", streams },
		{ "--streams", "-1", streams },
		{ "--streams", "", streams },
		{ "--streams", "8.0", streams },
		{ "--connections", "-1", at_most },
		{ "--connections", "1000001", at_most },
		{ "--connections", "some", at_most },
		{ "--session", "", "is not workflow or shared" },
		{ "--session", "Shared", "is not workflow or shared" },
		{ "--session", "none", "is not workflow or shared" },
		{ "--sweep", "", point },
		{ "--sweep", "0", point },
		{ "--sweep", "500001", point },
		{ "--sweep", "-1", point },
		{ "--sweep", "x", point },
		{ "--sweep", "1 ", point },
		{ "--repeat", "0", repeat },
		{ "--repeat", "1001", repeat },
		{ "--repeat", "", repeat },
		{ "--warmup", "-1", warmup },
		{ "--warmup", "1001", warmup },
		{ "--rate", "0", rate },
		{ "--rate", "-5", rate },
		{ "--rate", "1000001", rate },
		{ "--rate", "nan", rate },
		{ "--rate", "5/s", rate },
		{ "--rate", "", rate },
		{ "--engine", "uring",
		    "is not an engine; there are: sync, threads, poll, multi, "
		    "h2\n" },
		{ "--engine", "Sync", "is not an engine; there are: sync, " },
	};
	char out[TEXT_SIZE];
	char err[TEXT_SIZE];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char given[128];
		char start[160];
		snprintf(given, sizeof(given), "%s=%s", rows[i].option,
		    rows[i].value);
		snprintf(start, sizeof(start), "docking-timing: %s: '%s' ",
		    rows[i].option, rows[i].value);
		int code = parse_in_child(
		    (const char *const[]){ given, NULL }, out, err);
		CHECK_NUMBER(code, EX_USAGE, "%s", given);
		CHECK_TEXT(out, "", "%s", given);
		CHECK(strncmp(err, start, strlen(start)) == 0 &&
			  strstr(err, rows[i].why) != NULL &&
			  strchr(err, '\n') == err + strlen(err) - 1,
		    "%s says: %s", given, err);
	}
}

/* So is what belongs to no option, or does not go together. */
static void
test_bad_lines(void)
{
	static const struct {
		const char *args[4];
		const char *named;
	} rows[] = {
		{ { "--nonsense" }, "nonsense" },
		{ { "--nonsense=1" }, "nonsense" },
		{ { "-Z" }, "Z" },
		{ { "--url" }, "url" },
		{ { "-n" }, "n" },
		{ { "--help=yes" }, "help" },
		{ { "--na", "1" }, "na" }, /* --name or --names */
		{ { "stray" }, "stray" },
		{ { "-n", "1", "stray" }, "stray" },
		{ { "--", "-n1" }, "-n1" },
		{ { "--engine=sync,sync" }, "sync" },
		{ { "--engine=" }, "''" },
		{ { "--engine=sync," }, "''" },
		{ { "--engine=sync,,multi" }, "''" },
		{ { "--engine=list,sync" }, "'list'" },
		{ { "--insecure=yes" }, "insecure" },
		{ { "--cacert" }, "cacert" },
		{ { "--workflow" }, "workflow" },
		{ { "--sweep" }, "sweep" },
		{ { "--sweep=1," }, "--sweep: ''" },
		{ { "--sweep=,1" }, "--sweep: ''" },
		{ { "--sweep=1,,2" }, "--sweep: ''" },
		{ { "--sweep=1;2" }, "--sweep: '1;2'" },
		{ { "--sweep=1,1" }, "'1' is not above the one before it" },
		{ { "--sweep=1,4,2" }, "'2' is not above the one before it" },
		{ { "--sweep=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,"
		    "20,21,22,23,24,25,26,27,28,29,30,31,32,33" },
		    "--sweep: more than 32 concurrencies" },
		{ { "--sweep=1,2", "--engine=multi,poll" },
		    "--sweep: takes one engine" },
		{ { "--engine=sync", "--sweep=1,2" },
		    "--sweep: 'sync' has one workflow in flight" },
		{ { "--sweep=1,2", "--format=csv" },
		    "--sweep: has no csv form" },
		{ { "--sweep=1,2", "--repeat=2" },
		    "--sweep: goes without --rate, --repeat and --warmup" },
		{ { "--sweep=1,2", "--warmup=1" }, "--sweep: goes without" },
		{ { "--sweep=1,2", "--rate=1" }, "--sweep: goes without" },
		{ { "--sweep=1,2", "--svg=x" }, "--sweep: has no waterfall" },
		{ { "--sweep=1,2", "--har=x" }, "--sweep: has no waterfall" },
		{ { "--sweep=1,2", "--waterfall" }, "--sweep: has no wat" },
		{ { "--sweep=1,2", "--fail-if=failed>0" },
		    "--sweep: has no --fail-if" },
		{ { "--fail-if=p95" }, "--fail-if: " },
		{ { "--fail-if=p95>600" }, "a rule is [ENGINE.]METRIC" },
		{ { "--fail-if=poll.wall>1s" }, "sync, multi" },
		{ { "--waterfall", "--format=json" },
		    "--waterfall: is a part of --format text" },
		{ { "--sweep=1,2", "--names=3" },
		    "--sweep: has 2 K workflows for each K, not --names" },
		{ { "--sweep=1,2", "--concurrency=3" },
		    "--sweep and --concurrency exclude each other" },
		{ { "--engine=h2" }, "--engine: 'h2' needs an https URL, not "
				     "'http://127.0.0.1:5000'" },
		{ { "--engine=sync,h2", "--url=http://https:1" },
		    "'h2' needs an https URL, not 'http://https:1'" },
		{ { "--engine=h2", "--url=httpsx://a" }, "'h2' needs" },
		{ { "--sweep=1,2", "--engine=h2" }, "'h2' needs" },
		{ { "--names=1", "--name=a" }, "--names and --name" },
		{ { "--name=a", "--names=1" }, "--names and --name" },
	};
	char out[TEXT_SIZE];
	char err[TEXT_SIZE];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int code = parse_in_child(rows[i].args, out, err);
		CHECK_NUMBER(code, EX_USAGE, "%s", rows[i].args[0]);
		CHECK_TEXT(out, "", "%s", rows[i].args[0]);
		CHECK(strncmp(err, "docking-timing: ", 16) == 0 &&
			  strstr(err, rows[i].named) != NULL &&
			  (strchr(err, '\n') == err + strlen(err) - 1 ||
			      strstr(err, "\ndocking-timing: options are: ") !=
				  NULL),
		    "%s says: %s", rows[i].args[0], err);
	}
}

/* Help that is asked for goes to stdout, with exit status 0. */
static void
test_help(void)
{
	static const struct {
		const char *option, *says;
	} rows[] = {
		{ "--help", "--concurrency=K" },
		{ "--help", "Exit status: 0 done and identical;" },
		{ "-?", "--concurrency=K" },
		{ "--usage", "[--name=VALUE]" },
		{ "--usage", "[--sweep=K,K,...]" },
		{ "--engine=list", "sync     one easy handle, " },
		{ "--engine=list", "\nthreads  a pool of threads, " },
		{ "--engine=list", "\npoll     one multi handle " },
		{ "--engine=list", "\nmulti    many transfers at once " },
		{ "--engine=list", "\nh2       HTTP/2 over TLS: " },
		{ "--version", "docking-timing " DOCKING_VERSION "\n" },
		{ "--version", "\nlibcurl " },
		{ "--version", ", nghttp2 1." },
		{ "--version", ", libuv 1." },
		{ "-V", ", json-c 0." },
		{ "--help", "DOCKING_URL" },
	};
	char out[TEXT_SIZE];
	char err[TEXT_SIZE];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int code = parse_in_child(
		    (const char *const[]){ rows[i].option, NULL }, out, err);
		CHECK_NUMBER(code, EX_OK, "%s", rows[i].option);
		CHECK(strstr(out, rows[i].says) != NULL, "%s says: %s",
		    rows[i].option, out);
		CHECK_TEXT(err, "", "%s", rows[i].option);
	}
}

CU_TestInfo options_tests[] = {
	{ "defaults are the documented ones", test_defaults },
	{ "good values are taken", test_good },
	{ "runs, schedule, thresholds, reports", test_measuring },
	{ "the URL", test_url },
	{ "a sweep's points are taken", test_sweep },
	{ "names can be given", test_names },
	{ "bad values are refused by name", test_bad },
	{ "bad lines are refused by name", test_bad_lines },
	{ "--help and --version", test_help },
	CU_TEST_INFO_NULL,
};
