/*
 * test_options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/options.h"
#include "../lib/harness.h"
#include "../lib/temp.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

enum { ARGS_MAX = 8, TEXT_SIZE = 8192 };

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
	struct options o;
	parse(&o, (const char *const[]){ NULL });
	CHECK_TEXT(o.url, "http://127.0.0.1:5000", "--url");
	CHECK_NUMBER((long long)o.names_count, 10, "--names");
	CHECK(o.names == NULL, "--name");
	CHECK_NUMBER(o.seed, 1, "--seed");
	CHECK_NUMBER((long long)o.engines_count, 2, "--engine");
	CHECK(o.engines[0] == &engine_sync && o.engines[1] == &engine_multi,
	    "--engine");
	CHECK_NUMBER((long long)o.concurrency, 0, "--concurrency");
	CHECK_NUMBER(o.delay_ns, -1, "--delay");
	CHECK_NUMBER((long long)o.places, 0, "--places");
	CHECK_NUMBER(o.timeout_ms, 60000, "--timeout");
	CHECK_NUMBER(o.format, REPORT_TEXT, "--format");
	CHECK_TEXT(o.output, NULL, "--output");
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
	CHECK_TEXT(o.url, "http://h", "--url");
	CHECK_NUMBER((long long)o.names_count, 1000000, "--names");
	CHECK_NUMBER(o.seed, 4294967295, "--seed");
	CHECK_NUMBER((long long)o.concurrency, 1000000, "--concurrency");
	CHECK_NUMBER((long long)o.places, 8, "--places");
	CHECK_NUMBER(o.timeout_ms, 86400000, "--timeout");
	CHECK_NUMBER(o.delay_ns, 3600000000000, "--delay");
	CHECK_TEXT(o.output, "-", "--output");
	options_done(&o);

	parse(&o, (const char *const[]){ "-n1", "-s0", "-c0", "-t0.001", "-d",
		      "0", "-fcsv", "-emulti", NULL });
	CHECK_NUMBER((long long)o.names_count, 1, "-n");
	CHECK_NUMBER(o.seed, 0, "-s");
	CHECK_NUMBER((long long)o.concurrency, 0, "-c");
	CHECK_NUMBER(o.timeout_ms, 1, "-t");
	CHECK_NUMBER(o.delay_ns, 0, "-d");
	CHECK_NUMBER(o.format, REPORT_CSV, "-f");
	CHECK(o.engines_count == 1 && o.engines[0] == &engine_multi, "-e");
	options_done(&o);

	parse(&o,
	    (const char *const[]){ "--engine", "multi,sync", "--format=json",
		"--delay=2.5e-1", "--timeout", "1.5", NULL });
	CHECK(o.engines_count == 2 && o.engines[0] == &engine_multi &&
		  o.engines[1] == &engine_sync,
	    "the first engine is the reference");
	CHECK_NUMBER(o.format, REPORT_JSON, "--format");
	CHECK_NUMBER(o.delay_ns, 250000000, "--delay");
	CHECK_NUMBER(o.timeout_ms, 1500, "--timeout");
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
		{ "--engine", "uring", "is not an engine; there are: sync, " },
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
			  strchr(err, '\n') == err + strlen(err) - 1,
		    "%s says: %s", rows[i].args[0], err);
	}
}

/* What is asked for goes to stdout, and is no error. */
static void
test_help(void)
{
	static const struct {
		const char *option, *says;
	} rows[] = {
		{ "--help", "--concurrency=K" },
		{ "--help", "Exit status: 0 done and identical;" },
		{ "-?", "--concurrency=K" },
		{ "--usage", "[--name=NAME]" },
		{ "--version", "docking-timing " DOCKING_VERSION "\n" },
		{ "-V", "docking-timing " DOCKING_VERSION "\n" },
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
	{ "names can be given", test_names },
	{ "bad values are refused by name", test_bad },
	{ "bad lines are refused by name", test_bad_lines },
	{ "--help and --version", test_help },
	CU_TEST_INFO_NULL,
};
