/*
 * test_instrument_runs.c: several runs in turn, runs on schedule, and runs that
 * are interrupted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/harness.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers with the count of requests so far, once with another. */
struct count_script {
	int count;
	int altered; /* this one, from 1 */
};

static void
play_count(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	struct count_script *script = arg;
	if (instrument_is_capacity(request, answer))
		return;
	script->count++;
	strcpy(answer->body, script->count == script->altered ? "2" : "1");
}

/* Engines take turns, after as many rounds that do not count: which request is
 * whose shows in which run differs. */
static void
test_turns(void)
{
	static const struct {
		int altered;        /* request; each run has one */
		const char *engine; /* whose run differs; NULL: none does */
		int run;
	} rows[] = {
		{ 1, NULL, 0 }, /* warm-up: sync, threads, multi */
		{ 3, NULL, 0 },
		{ 5, "threads", 0 },
		{ 7, "sync", 1 },
		{ 9, "multi", 1 },
	};
	char *workflow = instrument_workflow(
	    "{'name':'one','input':{'variable':'x','values':['a']},"
	    "'steps':[{'target':'/'}]}");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct count_script script = { .altered = rows[i].altered };
		struct scripted_seen seen;
		struct outcome o = timing_run_script(play_count, &script,
		    (const char *const[]){ workflow,
			"--engine=sync,threads,multi", "--warmup=1",
			"--repeat=2", "--format=json", NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		const char *engine =
		    timing_text(report, "/first_difference/b/engine");
		CHECK_NUMBER(
		    o.code, rows[i].engine != NULL, "row %zu: %s", i, o.out);
		CHECK_NUMBER(seen.requests, 3 * 3 + 1, "row %zu", i);
		CHECK_TEXT(engine, rows[i].engine, "row %zu", i);
		CHECK_NUMBER(
		    (int)timing_number(report, "/first_difference/b/run"),
		    rows[i].run, "row %zu", i);
		for (int e = 0; e < 3; e++)
			CHECK_NUMBER((int)timing_number(
					 report, "/engines/%d/requests", e),
			    2, "row %zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

/* --- on schedule ------------------------------------------------------------
 */

/* Workflows begin when they are due, in every engine, and not before; one that
 * finds no place in flight is late by what the others take. */
static void
test_rate(void)
{
	static const struct {
		const char *engine, *in_flight;
		/* 40 workflows of two requests of 4 ms, due every 5 ms. */
		double least_s;
	} rows[] = {
		{ "sync", "0", 40 * 0.008 },
		{ "threads", "0", 39 * 0.005 + 0.008 },
		{ "poll", "0", 39 * 0.005 + 0.008 },
		{ "multi", "0", 39 * 0.005 + 0.008 },
		{ "threads", "1", 40 * 0.008 },
		{ "poll", "1", 40 * 0.008 },
		{ "multi", "1", 40 * 0.008 },
	};
	double more_s = program_is_slow() ? 2 : 0.3;
	char *workflow = instrument_waits(
	    &(struct instrument_load){ .workflows = 40, .first_us = 4000 });
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scripted_seen seen;
		struct outcome o = timing_run_script(instrument_play_wait, NULL,
		    (const char *const[]){ workflow, "--rate=200",
			"--format=json", "--engine", rows[i].engine,
			"--concurrency", rows[i].in_flight, NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		double wall_s = timing_number(report, "/engines/0/wall_s");
		double began =
		    timing_number(report, "/engines/0/workflow_ms/p50");
		double due =
		    timing_number(report, "/engines/0/scheduled_ms/p50");
		struct json_object *start =
		    timing_get(report, "/samples/0/start_us");
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK(wall_s >= rows[i].least_s &&
			  wall_s < rows[i].least_s + more_s,
		    "row %zu: %g s", i, wall_s);
		CHECK(began >= 8 && due >= began, "row %zu: %g, %g ms", i,
		    began, due);
		/* One at a time, the middle one waits for twenty others, which
		 * are 3 ms late each. */
		if (rows[i].least_s > 0.3)
			CHECK(due >= began + 40, "row %zu: %g, %g ms", i, began,
			    due);
		for (int w = 0; w < 40; w++) {
			int workflow_of =
			    json_object_get_int(json_object_array_get_idx(
				timing_get(report, "/samples/0/workflow"),
				(size_t)w));
			int start_us = json_object_get_int(
			    json_object_array_get_idx(start, (size_t)w));
			CHECK(start_us >= workflow_of * 5000, "row %zu: %d: %d",
			    i, workflow_of, start_us);
		}
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

/* A server that stands still for 2 s while few requests are in flight: only
 * these few see it, unless latency counts from when a workflow was due. */
static void
test_stall(void)
{
	static const char script[] =
	    "url=$1; server=$2; shift 2; "
	    "\"$@\" --url \"$url\" --rate 200 --names 600 --format json & "
	    "client=$!; sleep 0.5; "
	    "session=$(pgrep -P \"$server\" lighttpd); "
	    "pkill -STOP -s \"$session\"; sleep 2; pkill -CONT -s "
	    "\"$session\"; "
	    "wait \"$client\"";
	static const char *const engines[][2] = {
		{ "--engine=sync", "--concurrency=0" },
		{ "--engine=multi", "--concurrency=1" },
	};
	struct stack stack;
	if (!stack_start(
		&stack, (const char *const[]){ "DOCKING_DELAY=0", NULL }))
		exit(EXIT_FAILURE);
	char url[64], server[16];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", stack.port);
	snprintf(server, sizeof(server), "%d", (int)stack.pid);
	for (size_t i = 0; i < 2; i++) {
		struct outcome o = program_run(
		    (const char *const[]){ "bash", "-c", script, "-", url,
			server, program_built("docking-timing"), engines[i][0],
			engines[i][1], NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		struct json_object *engine = timing_get(report, "/engines/0");
		double began = timing_number(engine, "/workflow_ms/p99");
		double most = timing_number(engine, "/workflow_ms/max");
		double due = timing_number(engine, "/scheduled_ms/p99");
		CHECK_NUMBER(o.code, 0, "%s: %s", engines[i][0], o.err);
		CHECK(most >= 1900, "%s: it stood still: %g ms", engines[i][0],
		    most);
		CHECK(began > 0 && began < 500, "%s: uncorrected %g ms",
		    engines[i][0], began);
		CHECK(due >= 1500, "%s: corrected %g ms", engines[i][0], due);
		json_object_put(report);
		outcome_done(&o);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server's end");
}

/* --- interrupted ------------------------------------------------------------
 */

/* Run the client with args, which end with NULL, and interrupt it after 0.6 s.
 */
static struct outcome
run_interrupted(const char *const args[])
{
	char url[64];
	struct scripted_server *server =
	    scripted_server_start(instrument_play_wait, NULL);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
	    scripted_server_port(server));
	/* In the foreground timeout sends one signal, not two. */
	const char *all[PROGRAM_ARGS_MAX] = { "env", "--default-signal=INT",
		"timeout", "--foreground", "--preserve-status", "-s", "INT",
		"0.6", program_built("docking-timing"), "--url", url };
	size_t count = 0;
	while (all[count] != NULL)
		count++;
	for (size_t i = 0; args[i] != NULL && count < PROGRAM_ARGS_MAX - 1; i++)
		all[count++] = args[i];
	struct outcome o = program_run(all, NULL);
	scripted_server_stop(server);
	return o;
}

/* Ctrl-C: soon, and with what was measured so far, whatever the engine is doing
 * at the time. */
static void
test_interrupt(void)
{
	static const struct {
		const char *engine, *rate;
	} rows[] = {
		{ "sync,multi", "--rate=1000" },
		{ "threads,multi", "--rate=1000" },
		{ "poll", "--rate=1000" },
		{ "multi", "--rate=1000" },
		{ "sync",
		    "--rate=0.001" }, /* waits for the second one's time */
		{ "threads", "--rate=0.001" },
		{ "poll", "--rate=0.001" },
		{ "multi", "--rate=0.001" },
	};
	char *workflow = instrument_waits(
	    &(struct instrument_load){ .workflows = 10, .first_us = 40000 });
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = run_interrupted(
		    (const char *const[]){ workflow, "--engine", rows[i].engine,
			rows[i].rate, "--repeat=100", "--format=json", NULL });
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 130, "row %zu: %s", i, o.err);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK(o.seconds < (program_is_slow() ? 10 : 2.5),
		    "row %zu: %g s", i, o.seconds);
		CHECK(
		    json_object_get_boolean(timing_get(report, "/interrupted")),
		    "row %zu: %s", i, o.out);
		CHECK(timing_number(report, "/engines/0/requests") > 1,
		    "row %zu: %s", i, o.out);
		CHECK(timing_number(report, "/engines/0/failed") == 0,
		    "row %zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

/* Before there is anything to tell, an interrupt is told; and a sweep tells
 * which concurrencies were not tried. */
static void
test_interrupt_early(void)
{
	static const struct {
		const char *args[2];
		const char *out, *err;
	} rows[] = {
		{ { "--engine=multi", "--warmup=1000" }, NULL,
		    "interrupted before a run that counts had ended" },
		{ { "--engine=multi", "--sweep=1" }, NULL,
		    "interrupted before a run that counts had ended" },
		{ { "--engine=multi", "--sweep=20,21,22,23,24,25,26,27,28,29" },
		    "Interrupted: larger ones were not tried.\n", "" },
	};
	/* A sweep's first point takes 10 s one at a time, 0.16 s else. */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *workflow = instrument_waits(&(struct instrument_load){
		    .workflows = 2, .first_us = i == 1 ? 5000000 : 40000 });
		struct outcome o = run_interrupted((const char *const[]){
		    workflow, rows[i].args[0], rows[i].args[1], NULL });
		CHECK_NUMBER(o.code, 130, "row %zu: %s", i, o.err);
		CHECK(strstr(o.err, rows[i].err) != NULL, "row %zu: %s", i,
		    o.err);
		if (rows[i].out != NULL)
			CHECK(strstr(o.out, rows[i].out) != NULL, "row %zu: %s",
			    i, o.out);
		else
			CHECK_TEXT(o.out, "", "row %zu", i);
		outcome_done(&o);
		free(workflow);
	}
}

CU_TestInfo instrument_runs_tests[] = {
	{ "engines take turns", test_turns },
	{ "workflows begin when they are due", test_rate },
	{ "a stall is seen by those who were due", test_stall },
	{ "an interrupt ends it with what there is", test_interrupt },
	{ "an interrupt before there is anything", test_interrupt_early },
	CU_TEST_INFO_NULL,
};
