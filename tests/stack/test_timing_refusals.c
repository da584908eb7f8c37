/*
 * test_timing_refusals.c: what docking-timing does not begin: exit statuses,
 * and one line that says why.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_server.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

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

/* A bad command line is 64 and one line, and so is more in flight than the
 * system has descriptors for. */
static void
test_usage(void)
{
	static const struct {
		const char *url, *arg, *line;
	} rows[] = {
		{ "http://127.0.0.1:1", "--names=0", "--names: '0' " },
		{ "ftp://127.0.0.1:1", NULL, "--url: 'ftp://127.0.0.1:1' " },
		{ "127.0.0.1:1", NULL, "--url: '127.0.0.1:1' " },
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
	struct bad_server *server = bad_server_start(&(struct bad_script){ 0 });
	snprintf(command, sizeof(command),
	    "ulimit -n 66 && exec %s --url=http://127.0.0.1:%d "
	    "--name n1 --name n2 --name n3",
	    program_built("docking-timing"), bad_server_port(server));
	struct outcome o = program_run(
	    (const char *const[]){ "bash", "-c", command, NULL }, NULL);
	struct bad_seen seen = bad_server_stop(server);
	CHECK_NUMBER(o.code, EX_USAGE, "three in flight of at most two");
	CHECK_NUMBER(seen.requests, seen.capacities, "no workflow has begun");
	CHECK(timing_is_line(o.err, "--concurrency: 3 in flight need "), "%s",
	    o.err);
	outcome_done(&o);
}

CU_TestInfo timing_refusals_tests[] = {
	{ "no server", test_unreachable },
	{ "bad command lines", test_usage },
	CU_TEST_INFO_NULL,
};
