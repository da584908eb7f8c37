/*
 * test_timing_stack.c: docking-timing against the real server.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/harness.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* Run the client against a stack with these settings. */
static struct outcome
time_stack(const char *const settings[], const char *const args[])
{
	char url[64];
	struct stack stack;
	if (!stack_start(&stack, settings))
		exit(EXIT_FAILURE);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", stack.port);
	struct outcome o = timing_run(url, args, NULL);
	CHECK_NUMBER(stack_stop(&stack), 0, "the server's end");
	return o;
}

/* Both steps, ten names, every engine: the results are equal, nothing is
 * quicker than its bound, and at once is at least five times as fast. */
static void
test_timer(void)
{
	struct outcome o =
	    time_stack((const char *const[]){ "DOCKING_DELAY=0.1", NULL },
		(const char *const[]){ "--format=json",
		    "--engine=sync,threads,poll,multi", NULL });
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK_TEXT(o.err, "", "stderr");
	struct json_object *report = timing_parse(o.out);
	CHECK(json_object_get_boolean(timing_get(report, "/identical")), "%s",
	    o.out);
	CHECK_TEXT(
	    timing_text(report, "/delay_from"), "Server-Timing", "%s", o.out);
	CHECK(timing_number(report, "/delay_s") == 0.1, "%s", o.out);
	CHECK(timing_number(report, "/speedup") > (program_is_slow() ? 3 : 5),
	    "%s", o.out);
	for (int e = 0; e < 4; e++) {
		double efficiency =
		    timing_number(report, "/engines/%d/efficiency", e);
		CHECK(timing_number(report, "/engines/%d/bound_s", e) ==
			  (e == 0 ? 2.0 : 0.2),
		    "engine %d", e);
		CHECK(timing_number(report, "/engines/%d/failed", e) == 0,
		    "engine %d", e);
		CHECK(timing_number(report, "/engines/%d/connections", e) == 10,
		    "engine %d", e);
		CHECK(efficiency <= 1 &&
			  efficiency > (program_is_slow() ? 0.3 : 0.6),
		    "engine %d: %g", e, efficiency);
	}
	json_object_put(report);
	outcome_done(&o);
}

/* The original's shape: eight places, and the ninth request waits. */
static void
test_sleep(void)
{
	struct outcome o =
	    time_stack((const char *const[]){ "DOCKING_DELAY=0.2",
			   "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=4",
			   "DOCKING_THREADS=2", NULL },
		(const char *const[]){
		    "--format=json", "--engine=multi", "--places=8", NULL });
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	struct json_object *report = timing_parse(o.out);
	double wall_s = timing_number(report, "/engines/0/wall_s");
	CHECK(timing_number(report, "/engines/0/bound_s") == 0.6, "%s", o.out);
	CHECK(timing_number(report, "/engines/0/failed") == 0, "%s", o.out);
	CHECK(wall_s >= 0.6 && wall_s < (program_is_slow() ? 2.4 : 1.2), "%s",
	    o.out);
	json_object_put(report);
	outcome_done(&o);
}

enum { DRAWS = 60 /* workflows, each of two requests */ };

/* A workflow whose requests all have another target; the caller frees the
 * file's name. */
static char *
write_draws(void)
{
	char *file = temp_file("draws.json");
	FILE *to = fopen(file, "w");
	if (to == NULL)
		abort();
	fputs("{\"name\":\"draws\",\"input\":{\"variable\":\"name\","
	      "\"values\":[\"0\"",
	    to);
	for (int i = 1; i < DRAWS; i++)
		fprintf(to, ",\"%d\"", i);
	fputs("]},\"steps\":[{\"target\":\"/users{?name}\"},"
	      "{\"target\":\"/customers{?name}\"}]}",
	    to);
	fclose(to);
	return file;
}

/* The delay of every request of one run, in us. */
static void
read_draws(struct json_object *report, size_t run, int64_t ret_us[DRAWS][2])
{
	struct json_object *workflow =
	    timing_get(report, "/samples/%zu/workflow", run);
	for (size_t i = 0; i < json_object_array_length(workflow); i++) {
		int w = (int)timing_number(
		    report, "/samples/%zu/workflow/%zu", run, i);
		int step =
		    (int)timing_number(report, "/samples/%zu/step/%zu", run, i);
		ret_us[w][step] = (int64_t)timing_number(
		    report, "/samples/%zu/delay_us/%zu", run, i);
	}
}

/* How many delays of two runs differ, by more than what cutting off their
 * nanoseconds does. */
static int
count_different(int64_t a[DRAWS][2], int64_t b[DRAWS][2])
{
	int different = 0;
	for (int w = 0; w < DRAWS; w++)
		for (int step = 0; step < 2; step++)
			different += llabs(a[w][step] - b[w][step]) > 1;
	return different;
}

/* Random delays are the request's: two engines, two runs and two starts of the
 * server meet the same ones; with another seed, others. */
static void
test_draws(void)
{
	static const char *const seeds[] = { "DOCKING_SEED=7", "DOCKING_SEED=7",
		"DOCKING_SEED=8" };
	static int64_t first[DRAWS][2], other[DRAWS][2];
	char *file = write_draws();
	for (size_t s = 0; s < sizeof(seeds) / sizeof(seeds[0]); s++) {
		struct outcome o = time_stack(
		    (const char *const[]){ "DOCKING_DELAY=uniform:0.02..0.06 "
					   "/customers=lognormal:0.03,0.4",
			seeds[s], NULL },
		    (const char *const[]){ "--workflow", file, "--format=json",
			"--engine=threads,multi", "--repeat=2", NULL });
		CHECK_NUMBER(o.code, 0, "%s", o.err);
		struct json_object *report = timing_parse(o.out);
		for (size_t run = 0; run < 4; run++) {
			memset(other, 0, sizeof(other));
			read_draws(report, run, other);
			if (s == 0 && run == 0)
				memcpy(first, other, sizeof(first));
			int different = count_different(first, other);
			CHECK(s < 2 ? different == 0 : different > DRAWS,
			    "start %zu, run %zu: %d differ", s, run, different);
		}
		json_object_put(report);
		outcome_done(&o);
	}
	for (int w = 0; w < DRAWS; w++)
		CHECK(first[w][0] >= 20000 && first[w][0] <= 60000 &&
			  first[w][1] > 0,
		    "%lld", (long long)first[w][0]);
	free(file);
}

/* A name without customers and an unknown name are the original's errors, in
 * every engine; the other names have their results. */
static void
test_names(void)
{
	static const char *const errors[] = { "Sales Chuck has no customers!",
		"Sales Nobody cannot be found from the server" };
	struct outcome o = time_stack(
	    (const char *const[]){ "DOCKING_DELAY=0.01", NULL },
	    (const char *const[]){ "--format=json", "--name=John",
		"--name=Chuck", "--name=Nobody", "--name=Bruce Lee", NULL });
	CHECK_NUMBER(o.code, 1, "%s", o.err);
	struct json_object *report = timing_parse(o.out);
	CHECK(json_object_get_boolean(timing_get(report, "/identical")), "%s",
	    o.out);
	CHECK_NUMBER((long long)json_object_array_length(
			 timing_get(report, "/failures")),
	    4, "%s", o.out);
	for (int i = 0; i < 4; i++) {
		struct json_object *failure =
		    timing_get(report, "/failures/%d", i);
		CHECK_TEXT(timing_text(failure, "/engine"),
		    i < 2 ? "sync" : "multi", "failure %d", i);
		CHECK_TEXT(timing_text(failure, "/error"), errors[i % 2],
		    "failure %d", i);
	}
	json_object_put(report);
	outcome_done(&o);
}

/* run.sh timing starts a server where none is, passes the exit status on, and
 * leaves nothing behind. */
static void
test_run_sh(void)
{
	char port[16];
	char url[64];
	char other[64];
	const struct {
		const char *args[4];
		int code;
		const char *started; /* a server, there; NULL: none */
		const char *said;
	} rows[] = {
		{ { "--names", "2", "--engine=multi" }, 0, url, "multi" },
		{ { "-e", "multi", "-u", other }, 0, other, "multi" },
		{ { "--name=Nobody", "--engine=multi" }, 1, url, "multi" },
		{ { "--names=0" }, EX_USAGE, NULL, "" },
		{ { "--engine", "list" }, 0, NULL, "multi" },
		{ { "--version" }, 0, NULL, "docking-timing " },
		{ { "compare" }, EX_USAGE, NULL, "" },
	};
	char *db = temp_file("timing.db");
	int number = stack_free_port();
	snprintf(port, sizeof(port), "%d", number);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", number);
	snprintf(
	    other, sizeof(other), "http://127.0.0.1:%d", stack_free_port());
	setenv("DOCKING_PORT", port, 1);
	setenv("DOCKING_DB", db, 1);
	setenv("DOCKING_DELAY", "0.05", 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o =
		    program_run((const char *const[]){ "bash", "run.sh",
				    "timing", rows[i].args[0], rows[i].args[1],
				    rows[i].args[2], rows[i].args[3], NULL },
			NULL);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu: %s", i, o.err);
		const char *at =
		    strstr(o.err, "started a server for this run at ");
		CHECK(rows[i].started == NULL
			  ? at == NULL
			  : at != NULL && strstr(at, rows[i].started) != NULL,
		    "row %zu: %s", i, o.err);
		CHECK(strstr(o.out, rows[i].said) != NULL, "row %zu: %s", i,
		    o.out);
		outcome_done(&o);
		o = timing_run(url, (const char *const[]){ NULL }, NULL);
		CHECK_NUMBER(
		    o.code, EX_UNAVAILABLE, "the server after row %zu", i);
		outcome_done(&o);
	}
	unsetenv("DOCKING_PORT");
	unsetenv("DOCKING_DB");
	unsetenv("DOCKING_DELAY");
	free(db);
}

CU_TestInfo timing_stack_tests[] = {
	{ "timer: every engine near its bound", test_timer },
	{ "sleep: the original's shape", test_sleep },
	{ "random delays are the request's", test_draws },
	{ "names without results", test_names },
	{ "run.sh timing", test_run_sh },
	CU_TEST_INFO_NULL,
};
