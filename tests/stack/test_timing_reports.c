/*
 * test_timing_reports.c: what docking-timing reports, in each format, and where
 * it goes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_api.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/temp.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* The bound comes from Server-Timing, else from --delay, else is left out
 * and said to be. */
static void
test_bound(void)
{
	static const struct {
		const char *server_timing, *option;
		const char *source;        /* NULL: none */
		double delay_s, bounds[2]; /* of sync and multi; two names */
	} rows[] = {
		{ NULL, "--places=0", NULL, 0, { 0, 0 } },
		{ NULL, "--delay=0.005", "--delay", 0.005, { 0.02, 0.01 } },
		{ NULL, "--delay=0", "--delay", 0, { 0, 0 } },
		{ "app;dur=1", "--places=0", NULL, 0, { 0, 0 } },
		{ "delay;dur=soon", "--places=0", NULL, 0, { 0, 0 } },
		{ "delay;dur=-1", "--delay=0.005", "--delay", 0.005,
		    { 0.02, 0.01 } },
		{ "delay;dur=5", "--places=0", "Server-Timing", 0.005,
		    { 0.02, 0.01 } },
		{ "delay;dur=5", "--places=1", "Server-Timing", 0.005,
		    { 0.02, 0.02 } },
		{ "delay;dur=5", "--delay=9", "Server-Timing", 0.005,
		    { 0.02, 0.01 } },
		{ "app;desc=\"a, b\", delay;desc=\";\";dur=5", "--places=0",
		    "Server-Timing", 0.005, { 0.02, 0.01 } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct bad_script script = {
			.server_timing = rows[i].server_timing, .delay_ms = 5
		};
		struct outcome o = timing_run_bad(&script,
		    (const char *const[]){
			"--names=2", "--format=json", rows[i].option, NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_TEXT(timing_text(report, "/delay_from"), rows[i].source,
		    "row %zu", i);
		CHECK(timing_number(report, "/delay_s") == rows[i].delay_s,
		    "row %zu: %s", i, o.out);
		for (int e = 0; e < 2; e++) {
			bool known = timing_get(report, "/engines/%d/bound_s",
					 e) != NULL;
			CHECK(known == (rows[i].source != NULL), "row %zu: %s",
			    i, o.out);
			CHECK(timing_number(report, "/engines/%d/bound_s", e) ==
				  rows[i].bounds[e],
			    "row %zu: %s", i, o.out);
		}
		json_object_put(report);
		outcome_done(&o);

		o = timing_run_bad(&script,
		    (const char *const[]){ "--names=2", rows[i].option, NULL },
		    &seen);
		CHECK((strstr(o.out, "The server does not tell its delay") !=
			  NULL) == (rows[i].source == NULL),
		    "row %zu: %s", i, o.out);
		outcome_done(&o);
	}
}

/* The members of an object stand in this order; others may stand between. */
static void
check_order(struct json_object *object, const char *const names[])
{
	size_t found = 0;
	json_object_object_foreach(object, name, value)
	{
		(void)value;
		if (names[found] != NULL && strcmp(name, names[found]) == 0)
			found++;
	}
	CHECK_TEXT(names[found], NULL, "all are there, in order");
}

/* JSON is one object and a newline, with the documented members in order. */
static void
test_json(void)
{
	struct bad_seen seen;
	struct outcome o = timing_run_bad(&(struct bad_script){ 0 },
	    (const char *const[]){ "--format=json", "--seed=3", NULL }, &seen);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK_TEXT(o.err, "", "no progress where there is no terminal");
	CHECK(strchr(o.out, '\n') == o.out + strlen(o.out) - 1, "%s", o.out);
	struct json_object *report = timing_parse(o.out);
	check_order(report,
	    (const char *const[]){ "schema", "url", "workflow", "names",
		"inputs", "seed", "session", "concurrency", "delay_s",
		"delay_from", "places", "engines", "speedup", "identical",
		"first_difference", "failures", "samples", NULL });
	check_order(timing_get(report, "/engines/0"),
	    (const char *const[]){ "engine", "wall_s", "walls_s", "requests",
		"failed", "connections", "bound_s", "efficiency", "binds",
		"request_ms", "workflow_ms", "phases_ms", NULL });
	check_order(timing_get(report, "/engines/1/phases_ms"),
	    (const char *const[]){ "queue", "connect", "wait", "delay",
		"server", "transfer", NULL });
	check_order(timing_get(report, "/engines/1/request_ms"),
	    (const char *const[]){
		"min", "p50", "p90", "p95", "p99", "p99.9", "max", NULL });
	CHECK_TEXT(timing_text(report, "/schema"), "docking-timing/1", "it is");
	CHECK_TEXT(timing_text(report, "/engines/0/engine"), "sync", "first");
	CHECK_TEXT(timing_text(report, "/engines/1/engine"), "multi", "second");
	CHECK_TEXT(timing_text(report, "/workflow"), "customers-of-salesperson",
	    "the built-in one");
	CHECK_TEXT(timing_text(report, "/session"), "workflow", "session");
	CHECK(timing_number(report, "/concurrency") == 0, "all at once");
	CHECK(timing_number(report, "/names") == 10, "names");
	CHECK(timing_number(report, "/seed") == 3, "seed");
	for (int e = 0; e < 2; e++) {
		CHECK(timing_number(report, "/engines/%d/requests", e) == 20,
		    "engine %d", e);
		double least = 0;
		static const char *const ranks[] = { "min", "p50", "max" };
		for (size_t i = 0; i < 3; i++) {
			double ms = timing_number(
			    report, "/engines/%d/request_ms/%s", e, ranks[i]);
			CHECK(ms >= least && ms > 0, "engine %d, %s", e,
			    ranks[i]);
			least = ms;
		}
		CHECK(timing_number(report, "/engines/%d/wall_s", e) * 1e3 >=
			  least,
		    "engine %d: the slowest request is in the wall time", e);
	}
	json_object_put(report);
	outcome_done(&o);
}

enum { PHASES = 6 /* of a request */ };

/* CSV is its header and a row a request, each of both steps in order; the
 * phases add up to the duration. */
static void
test_csv(void)
{
	static const char header[] =
	    "engine,run,workflow,step,status,start_us,duration_us,queue_us,"
	    "connect_us,wait_us,delay_us,server_us,transfer_us\n";
	struct bad_seen seen;
	struct outcome o = timing_run_bad(&(struct bad_script){ 0 },
	    (const char *const[]){
		"--format=csv", TIMING_ENGINES, "--names=10", NULL },
	    &seen);
	long long ends[4][10] = { 0 };
	int rows = 0;
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK(strncmp(o.out, header, strlen(header)) == 0, "%s", o.out);
	for (const char *row = strchr(o.out, '\n') + 1; *row != '\0';
	     row = strchr(row, '\n') + 1) {
		static const char *const engines[] = { "sync", "threads",
			"poll", "multi" };
		char engine[8];
		int workflow, step, used = 0;
		long long start_us, duration_us;
		long long p[PHASES];
		CHECK(sscanf(row,
			  "%7[a-z],0,%d,%d,200,%lld,%lld,%lld,%lld,%lld,%lld,"
			  "%lld,%lld%n",
			  engine, &workflow, &step, &start_us, &duration_us,
			  &p[0], &p[1], &p[2], &p[3], &p[4], &p[5],
			  &used) == 11 &&
			  row[used] == '\n',
		    "%s", row);
		CHECK_NUMBER(p[0] + p[1] + p[2] + p[3] + p[4] + p[5],
		    duration_us, "%s", row);
		if (used == 0)
			break;
		int e = rows++ / 20;
		CHECK(e < 4 && strcmp(engine, engines[e]) == 0, "%s", engine);
		CHECK(workflow >= 0 && workflow < 10 && duration_us > 0,
		    "row %d", rows);
		long long *end_us = &ends[e % 4][workflow % 10];
		CHECK(step == (*end_us > 0), "row %d", rows);
		CHECK(start_us >= *end_us, "row %d", rows);
		*end_us = start_us + duration_us;
	}
	CHECK_NUMBER(rows, 80, "rows");
	CHECK_NUMBER(seen.requests, 82, "and the list and the capacity");
	outcome_done(&o);
}

/* A terminal sees the progress, drawn over itself and taken away. */
static void
test_progress(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	if (!CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0,
		"a terminal"))
		return;
	char url[64];
	struct bad_api api = { .script.delay_ms = 150 };
	struct scripted_server *server =
	    scripted_server_start(bad_api_play, &api);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
	    scripted_server_port(server));
	/* Ours too is open, or the terminal would be gone with the client. */
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	struct program_files files = { .err = ptsname(master) };
	struct outcome o = timing_run(url,
	    (const char *const[]){ "--names=2", "--engine=sync", "--repeat=2",
		"--format=csv", NULL },
	    &files);
	scripted_server_stop(server);
	CHECK_NUMBER(o.code, 0, "with a terminal");
	CHECK(strncmp(o.out, "engine,", 7) == 0 && strchr(o.out, '\r') == NULL,
	    "stdout is the report alone: %s", o.out);
	char text[4096] = "";
	fcntl(master, F_SETFL, O_NONBLOCK);
	ssize_t n = read(master, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	CHECK(
	    strstr(text, "\rrun 1 of 2, sync: 0 of 4 requests, 0.0 s ") == text,
	    "'%s'", text);
	CHECK(strstr(text, "\rrun 1 of 2, sync: 1 of 4 requests, ") != NULL,
	    "'%s'", text);
	/* A quarter took 0.15 s; the second run will take as long. */
	CHECK(strstr(text, " about 1 s left ") != NULL, "'%s'", text);
	CHECK(n > 4 && strcmp(text + n - 4, "\r\033[K") == 0, "'%s'", text);
	close(slave);
	close(master);
	outcome_done(&o);
}

/* --output takes the report, and nothing is on stdout then. */
static void
test_output(void)
{
	char *file = temp_file("report.json");
	char option[4200];
	struct bad_seen seen;
	snprintf(option, sizeof(option), "--output=%s", file);
	struct outcome o = timing_run_bad(&(struct bad_script){ 0 },
	    (const char *const[]){ option, "--format=json", NULL }, &seen);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK_TEXT(o.out, "", "stdout");
	CHECK_TEXT(o.err, "", "stderr");
	struct json_object *report = json_object_from_file(file);
	CHECK_TEXT(
	    timing_text(report, "/schema"), "docking-timing/1", "%s", file);
	json_object_put(report);
	outcome_done(&o);
	free(file);
}

/* Every request is in the picture and in the archive, and a report beside the
 * text takes nothing from it. */
static void
test_drawn(void)
{
	char *svg = temp_file("requests.svg");
	char *har = temp_file("requests.har");
	char svg_option[4200];
	char har_option[4200];
	struct bad_seen seen;
	snprintf(svg_option, sizeof(svg_option), "--svg=%s", svg);
	snprintf(har_option, sizeof(har_option), "--har=%s", har);
	struct outcome o =
	    timing_run_bad(&(struct bad_script){ .target = "/users?name=n2",
			       .fault = BAD_CLOSE,
			       .delay_ms = 20 },
		(const char *const[]){ svg_option, har_option, "--waterfall",
		    "--name=n1", "--name=n2", "--name=n3", "--repeat=2", NULL },
		&seen);
	CHECK_NUMBER(o.code, 1, "n2 fails: %s", o.err);
	CHECK(strstr(o.out, "\n0 n1 ") != NULL &&
		  strstr(o.out, "\n2 n3 ") != NULL &&
		  strstr(o.out, "more failed") == NULL,
	    "the waterfall: %s", o.out);
	outcome_done(&o);

	struct json_object *archive = json_object_from_file(har);
	size_t count =
	    json_object_array_length(timing_get(archive, "/log/entries"));
	CHECK_NUMBER((int)count, 2 * 2 * (2 + 1 + 2), "entries");
	CHECK_NUMBER(seen.requests - seen.capacities, (int)count, "requests");
	for (size_t i = 0; i < count; i++) {
		double ms = timing_number(archive, "/log/entries/%zu/time", i);
		double wait =
		    timing_number(archive, "/log/entries/%zu/timings/wait", i);
		bool failed =
		    timing_get(archive, "/log/entries/%zu/comment", i) != NULL;
		CHECK(
		    failed == (timing_number(archive,
				   "/log/entries/%zu/response/status", i) == 0),
		    "entry %zu", i);
		CHECK(failed || (wait >= 19 && ms >= wait),
		    "entry %zu: %g of %g ms", i, wait, ms);
	}
	json_object_put(archive);

	o = program_run((const char *const[]){ "python3", "-c",
			    "import sys, xml.dom.minidom\n"
			    "xml.dom.minidom.parse(sys.argv[1])",
			    svg, NULL },
	    NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	outcome_done(&o);
	free(svg);
	free(har);
}

/* What cannot be written is found before the server is asked for anything,
 * where that can be; it is never lost without a word. */
static void
test_unwritten(void)
{
	static const struct {
		const char *option;
		const char *file; /* NULL: stdout is /dev/full */
		bool asked;
	} rows[] = {
		{ "--output", "/nonexistent/report", false },
		{ "--output", "/", false },
		{ "--output", "", false },
		{ "--output", "/dev/full", true },
		{ "--output", NULL, true },
		{ "--html", "/nonexistent/report.html", false },
		{ "--html", "/dev/full", true },
		{ "--svg", "/nonexistent/report.svg", false },
		{ "--svg", "/dev/full", true },
		{ "--har", "/nonexistent/report.har", false },
		{ "--har", "/dev/full", true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char url[64];
		char option[64];
		struct bad_api api = { .befallen = 0 };
		struct scripted_server *server =
		    scripted_server_start(bad_api_play, &api);
		snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		    scripted_server_port(server));
		snprintf(option, sizeof(option), "%s=%s", rows[i].option,
		    rows[i].file != NULL ? rows[i].file : "");
		struct outcome o = timing_run(url,
		    (const char *const[]){ "--format=csv", "--names=1",
			rows[i].file != NULL ? option : NULL, NULL },
		    &(struct program_files){
			.out = rows[i].file != NULL ? NULL : "/dev/full" });
		struct scripted_seen seen = scripted_server_stop(server);
		CHECK_NUMBER(o.code, EX_IOERR, "row %zu: %s", i, o.err);
		CHECK(timing_is_line(o.err, rows[i].option) &&
			  strstr(o.err, rows[i].file != NULL
					    ? rows[i].file
					    : "standard output: ") != NULL,
		    "row %zu: %s", i, o.err);
		CHECK((seen.requests > 0) == rows[i].asked,
		    "row %zu: %d requests", i, seen.requests);
		if (o.out != NULL && !rows[i].asked)
			CHECK_TEXT(o.out, "", "row %zu", i);
		outcome_done(&o);
	}
}

/* A rule that a run crosses makes it end with 2, whatever else; one that holds
 * changes nothing; one that cannot be judged is crossed. */
static void
test_fail_if(void)
{
	static const struct {
		const char *rules[2];
		enum bad_fault fault;
		int code;
		const char *words; /* of the first rule's line */
	} rows[] = {
		{ { "--fail-if=failed>0" }, BAD_NOTHING, 0,
		    "fail if failed>0: passed, it is 0\n" },
		{ { "--fail-if=failed>0" }, BAD_CLOSE, 2,
		    "fail if failed>0: FAILED, it is " },
		{ { "--fail-if=requests<1" }, BAD_CLOSE, 1,
		    "fail if requests<1: passed, it is 20\n" },
		{ { "--fail-if=sync.requests!=21" }, BAD_NOTHING, 2,
		    "FAILED, it is 20\n" },
		{ { "--fail-if=not identical" }, BAD_NOTHING, 0,
		    "passed, it is identical\n" },
		{ { "--fail-if=p50>10s" }, BAD_NOTHING, 0, "passed, it is " },
		{ { "--fail-if=p99>10s" }, BAD_NOTHING, 2,
		    "FAILED, it is not known\n" },
		{ { "--fail-if=efficiency<90%" }, BAD_NOTHING, 2,
		    "FAILED, it is not known\n" },
		{ { "--fail-if=wall>60s", "--fail-if=speedup<0.001" },
		    BAD_NOTHING, 0, "passed, it is " },
		{ { "--fail-if=wall>60s", "--fail-if=speedup>0" }, BAD_NOTHING,
		    2, "passed, it is " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o =
		    timing_run_bad(&(struct bad_script){ .target = "/customers",
				       .fault = rows[i].fault },
			(const char *const[]){
			    rows[i].rules[0], rows[i].rules[1], NULL },
			&seen);
		const char *line = strstr(o.out, "fail if ");
		CHECK_NUMBER(o.code, rows[i].code, "row %zu: %s", i, o.out);
		CHECK(line != NULL && strstr(line, rows[i].words) != NULL,
		    "row %zu: %s", i, o.out);
		outcome_done(&o);
	}
}

CU_TestInfo timing_reports_tests[] = {
	{ "the bound's source", test_bound },
	{ "json", test_json },
	{ "csv", test_csv },
	{ "progress is for terminals", test_progress },
	{ "--output", test_output },
	{ "--svg, --har and --waterfall", test_drawn },
	{ "what cannot be written", test_unwritten },
	{ "--fail-if", test_fail_if },
	CU_TEST_INFO_NULL,
};
