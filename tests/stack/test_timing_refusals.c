/*
 * test_timing_refusals.c: what docking-timing does not begin: exit statuses,
 * and one line that says why.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_api.h"
#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Nothing listens, or the host is not known: 69 and one line. */
static void
test_unreachable(void)
{
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", stack_free_port());
	const char *const urls[] = { url, "http://nowhere.invalid" };
	for (size_t i = 0; i < 2; i++) {
		struct outcome o =
		    timing_run(urls[i], (const char *const[]){ NULL }, NULL);
		CHECK_NUMBER(o.code, EX_UNAVAILABLE, "%s", urls[i]);
		CHECK_TEXT(o.out, "", "%s", urls[i]);
		CHECK(timing_is_line(o.err, urls[i]), "%s", o.err);
		outcome_done(&o);
	}
}

/* Where nobody has said where it is, it is said how to. */
static void
test_advice(void)
{
	char setting[64];
	snprintf(setting, sizeof(setting), "DOCKING_URL=http://127.0.0.1:%d",
	    stack_free_port());
	struct outcome o =
	    program_run((const char *const[]){ "env", setting,
			    program_built("docking-timing"), NULL },
		NULL);
	CHECK_NUMBER(o.code, EX_UNAVAILABLE, "%s", setting);
	CHECK(timing_is_line(o.err, strchr(setting, '=') + 1) &&
		  strstr(o.err, "start one with: bash run.sh") != NULL &&
		  strstr(o.err, "--url, DOCKING_URL\n") != NULL,
	    "%s", o.err);
	outcome_done(&o);
}

/* --check says what is wrong before anything is asked of a server or written:
 * with the status that a run would have. */
static void
test_check(void)
{
	char *there = temp_file("there");
	char *missing = temp_file("missing");
	char *workflow = temp_file("workflow.json");
	char output[200];
	char bad_output[200];
	char html[200];
	char bad_workflow[200];
	snprintf(output, sizeof(output), "--output=%s", there);
	snprintf(html, sizeof(html), "--html=%s", missing);
	snprintf(bad_output, sizeof(bad_output), "--svg=%s/x", missing);
	snprintf(bad_workflow, sizeof(bad_workflow), "-w%s", workflow);
	file_write_text(there, "before");
	file_write_text(workflow, "{");
	const struct {
		const char *url, *args[3];
		int code;
		const char *line;
	} rows[] = {
		{ "http://127.0.0.1:1", { NULL }, EX_OK, NULL },
		{ "https://nowhere.invalid", { "-eh2", output, html }, EX_OK,
		    NULL },
		{ "http://127.0.0.1:1", { "-nten" }, EX_USAGE,
		    "--names: 'ten' " },
		{ "http://127.0.0.1:1", { "--fail-if=p95" }, EX_USAGE,
		    "--fail-if: " },
		{ "x:y", { NULL }, EX_USAGE, "--url (DOCKING_URL): 'x:y' " },
		{ "http://127.0.0.1:1", { bad_workflow }, EX_DATAERR,
		    workflow },
		{ "http://127.0.0.1:1", { output, bad_output }, EX_IOERR,
		    "--svg: " },
		{ "http://127.0.0.1:1", { "--output=/" }, EX_IOERR,
		    "--output: /: Is a directory" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(rows[i].url,
		    (const char *const[]){ "--check", rows[i].args[0],
			rows[i].args[0] == NULL ? NULL : rows[i].args[1],
			rows[i].args[0] == NULL ? NULL : rows[i].args[2],
			NULL },
		    NULL);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu: %s", i, o.err);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(rows[i].line == NULL
			  ? o.err[0] == '\0'
			  : timing_is_line(o.err, rows[i].line),
		    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
	char *kept = file_read(there, NULL);
	CHECK_TEXT(kept, "before", "what was in a report's file");
	free(kept);
	CHECK(access(missing, F_OK) != 0, "no file is made");
	free(there);
	free(missing);
	free(workflow);
}

/* A bad command line is 64 and one line, and so is more in flight than the
 * system has descriptors for. */
static void
test_usage(void)
{
	static const struct {
		const char *url, *arg, *line;
	} rows[] = {
		{ "http://127.0.0.1:1", "--names=0", "--names: '0' " },
		{ "ftp://127.0.0.1:1", NULL, "--url (DOCKING_URL): 'ftp" },
		{ "127.0.0.1:1", NULL, "--url (DOCKING_URL): '127" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(rows[i].url,
		    (const char *const[]){ rows[i].arg, NULL }, NULL);
		CHECK_NUMBER(o.code, EX_USAGE, "row %zu", i);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(strchr(o.err, '\n') == o.err + strlen(o.err) - 1 &&
			  (rows[i].arg == NULL ||
			      timing_is_line(o.err, rows[i].line)),
		    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
	struct outcome unknown = timing_run("http://127.0.0.1:1",
	    (const char *const[]){ "--frobnicate", NULL }, NULL);
	CHECK_NUMBER(unknown.code, EX_USAGE, "an unknown option");
	CHECK(strstr(unknown.err, "option '--frobnicate'\n") != NULL &&
		  strstr(unknown.err, "options are: --url --") != NULL,
	    "%s", unknown.err);
	outcome_done(&unknown);
	char command[4200];
	struct bad_api api = { .befallen = 0 };
	struct scripted_server *server =
	    scripted_server_start(bad_api_play, &api);
	snprintf(command, sizeof(command),
	    "ulimit -n 66 && exec %s --url=http://127.0.0.1:%d "
	    "--name n1 --name n2 --name n3",
	    program_built("docking-timing"), scripted_server_port(server));
	struct outcome o = program_run(
	    (const char *const[]){ "bash", "-c", command, NULL }, NULL);
	struct scripted_seen seen = scripted_server_stop(server);
	CHECK_NUMBER(o.code, EX_USAGE, "three in flight of at most two");
	CHECK_NUMBER(
	    seen.requests, api.seen.capacities, "no workflow has begun");
	CHECK(timing_is_line(o.err, "--concurrency: 3 in flight need "), "%s",
	    o.err);
	outcome_done(&o);
}

CU_TestInfo timing_refusals_tests[] = {
	{ "no server", test_unreachable },
	{ "who has not said where", test_advice },
	{ "--check", test_check },
	{ "bad command lines", test_usage },
	CU_TEST_INFO_NULL,
};
