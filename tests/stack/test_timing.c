/*
 * test_timing.c: docking-timing as a program, against a server that
 * misbehaves: exit statuses, reports, limits, and what a server sees of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_server.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define ALL_ENGINES "--engine=sync,threads,poll,multi"

/* Run the client against a server that plays by script. */
static struct outcome
time_bad_server(const struct bad_script *script, const char *const args[],
    struct bad_seen *ret_seen)
{
	char url[64];
	struct bad_server *server = bad_server_start(script);
	snprintf(
	    url, sizeof(url), "http://127.0.0.1:%d", bad_server_port(server));
	struct outcome o = timing_run(url, args, NULL);
	*ret_seen = bad_server_stop(server);
	return o;
}

/* Short where it will be reached; else no busy machine will reach it. */
static const char *
timeout_for(const struct bad_script *script)
{
	return script->fault == BAD_STALL ||
		       script->fault == BAD_STALL_IN_HEADER
		   ? "--timeout=0.3"
		   : "--timeout=30";
}

/* --- faults -----------------------------------------------------------------
 */

#define STEP_0 "/users?name=n2"
#define STEP_1 "/customers?salesId=2"

/* A fault that befalls one of three workflows in one of its requests is its
 * failure, in one sentence that is the same in every engine; the others have
 * their results. */
static void
test_faults(void)
{
	static const char late[] = "no whole answer within the time-out";
	static const char large[] = "the answer is larger than 16 MiB";
	static const struct {
		struct bad_script script;
		const char *error;
	} rows[] = {
		{ { .target = STEP_0, .fault = BAD_STALL }, late },
		{ { .target = STEP_1, .fault = BAD_STALL }, late },
		{ { .target = STEP_0, .fault = BAD_STALL_IN_HEADER }, late },
		{ { .target = STEP_1, .fault = BAD_STALL_IN_HEADER }, late },
		{ { .target = STEP_0, .fault = BAD_CLOSE },
		    "Empty reply from server" },
		{ { .target = STEP_1, .fault = BAD_CLOSE },
		    "Empty reply from server" },
		{ { .target = STEP_0, .fault = BAD_RESET },
		    "Connection reset by peer" },
		{ { .target = STEP_1, .fault = BAD_RESET },
		    "Connection reset by peer" },
		{ { .target = STEP_0, .fault = BAD_CLOSE_IN_BODY },
		    "remaining to read" },
		{ { .target = STEP_1, .fault = BAD_CLOSE_IN_BODY },
		    "remaining to read" },
		{ { .target = STEP_0, .fault = BAD_CHUNK_SIZE }, "chunk" },
		{ { .target = STEP_1, .fault = BAD_LARGE_BODY }, large },
		{ { .target = STEP_1, .fault = BAD_ENDLESS_BODY }, large },
		{ { .target = STEP_0, .fault = BAD_ENDLESS_HEADER }, "header" },
		{ { .target = STEP_0, .fault = BAD_NOT_HTTP }, "HTTP/0.9" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 500,
		      .body = "<html>" },
		    "GET /users?name=n2: status 500; expected 200 with a JSON "
		    "array; got \"<html>\"" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 503,
		      .body = "busy" },
		    "GET /customers?salesId=2: status 503; expected 200 with "
		    "a JSON array; got \"busy\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "<html>" },
		    "; expected 200 with a JSON array; got \"<html>\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[{\"id\":" },
		    "not JSON (it ends too early); expected 200 with a JSON "
		    "array; got \"[{\"id\":\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "" },
		    "not JSON (it ends too early)" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[1,2" },
		    "not JSON (it ends too early); expected 200 with a JSON "
		    "array; got \"[1,2\"" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[]\0",
		      .body_length = 3 },
		    "not JSON (it holds a NUL byte)" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{}" },
		    "not a JSON array; expected 200 with a JSON array; got "
		    "\"{}\"" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{}" },
		    "not a JSON array; expected 200 with a JSON array; got "
		    "\"{}\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[{\"id\":true}]" },
		    "no string or number at '/0/id' to take salesId from" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "M\xfcller" },
		    "got \"M?ller\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[]" },
		    "Sales n2 cannot be found from the server" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[]" },
		    "Sales n2 has no customers!" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(&rows[i].script,
		    (const char *const[]){ ALL_ENGINES, "--format=json",
			timeout_for(&rows[i].script), "--name=n1", "--name=n2",
			"--name=n3", NULL },
		    &seen);
		CHECK_NUMBER(o.code, 1, "row %zu", i);
		CHECK_TEXT(o.err, "", "row %zu", i);
		struct json_object *report = timing_parse(o.out);
		struct json_object *failures = timing_get(report, "/failures");
		CHECK_NUMBER((long long)json_object_array_length(failures), 4,
		    "row %zu: %s", i, o.out);
		for (size_t j = 0; j < json_object_array_length(failures);
		     j++) {
			struct json_object *failure =
			    json_object_array_get_idx(failures, j);
			const char *error = timing_text(failure, "/error");
			CHECK_TEXT(
			    timing_text(failure, "/name"), "n2", "row %zu", i);
			CHECK_NUMBER(
			    (long long)timing_number(failure, "/workflow"), 1,
			    "row %zu", i);
			CHECK(strstr(error, rows[i].error) != NULL,
			    "row %zu: '%s' has '%s'", i, error, rows[i].error);
		}
		for (int j = 0; j < 4; j++)
			CHECK(
			    timing_number(report, "/engines/%d/failed", j) == 1,
			    "row %zu, engine %d", i, j);
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "row %zu: %s", i, o.out);
		CHECK_NUMBER(seen.lists, 0, "row %zu", i);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* What is unusual but good does no harm. */
static void
test_unusual(void)
{
	static const struct {
		const char *what;
		struct bad_script script;
	} rows[] = {
		{ "chunks of a byte", { .target = "/", .fault = BAD_CHUNKED } },
		{ "a connection that ends untold between the steps",
		    { .target = "/users?name=", .fault = BAD_CLOSE_UNTOLD } },
		{ "a connection that ends untold after both",
		    { .target = "/customers", .fault = BAD_CLOSE_UNTOLD } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(&rows[i].script,
		    (const char *const[]){
			ALL_ENGINES, "--format=json", "--names=10", NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "%s", rows[i].what);
		CHECK_TEXT(o.err, "", "%s", rows[i].what);
		struct json_object *report = timing_parse(o.out);
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "%s: %s", rows[i].what, o.out);
		CHECK_NUMBER(seen.lists, 1, "%s", rows[i].what);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* Results that differ are no success; the first difference is named. */
static void
test_difference(void)
{
	struct bad_seen seen;
	struct bad_script script = { .target = STEP_1,
		.fault = BAD_ANSWER,
		.skip = 1,
		.status = 200,
		.body = "[{\"id\":\"9\"}]" };
	struct outcome o = time_bad_server(&script,
	    (const char *const[]){ "--engine=sync,multi", "--format=json",
		"--name=n1", "--name=n2", NULL },
	    &seen);
	CHECK_NUMBER(o.code, 1, "%s", o.out);
	struct json_object *report = timing_parse(o.out);
	struct json_object *d = timing_get(report, "/first_difference");
	CHECK(!json_object_get_boolean(timing_get(report, "/identical")), "%s",
	    o.out);
	CHECK_NUMBER((long long)timing_number(d, "/workflow"), 1, "%s", o.out);
	CHECK_TEXT(timing_text(d, "/name"), "n2", "%s", o.out);
	CHECK_TEXT(timing_text(d, "/sync"),
	    "[{\"id\":\"102\",\"name\":\"J\xc3\xbcrgen 2\","
	    "\"salesId\":\"2\"}]",
	    "the first engine's");
	CHECK_TEXT(
	    timing_text(d, "/multi"), "[{\"id\":\"9\"}]", "the other engine's");
	json_object_put(report);
	outcome_done(&o);

	o = time_bad_server(&script,
	    (const char *const[]){
		"--engine=sync,multi", "--name=n1", "--name=n2", NULL },
	    &seen);
	CHECK_NUMBER(o.code, 1, "%s", o.out);
	CHECK(strstr(o.out, "the results DIFFER, first in workflow 1 (n2):\n"
			    "  sync: [{\"id\":\"102\",") != NULL &&
		  strstr(o.out, "  multi: [{\"id\":\"9\"}]\n") != NULL,
	    "%s", o.out);
	outcome_done(&o);
}

/* Without names there is nothing to run: one line says why. */
static void
test_bad_list(void)
{
	static const char list[] = "/users?role=sales";
	static const struct {
		struct bad_script script;
		const char *error;
	} rows[] = {
		{ { .target = list, .fault = BAD_STALL },
		    "no whole answer within the time-out" },
		{ { .target = list, .fault = BAD_CLOSE },
		    "Empty reply from server" },
		{ { .target = list, .fault = BAD_LARGE_BODY },
		    "larger than 16 MiB" },
		{ { .target = list,
		      .fault = BAD_ANSWER,
		      .status = 500,
		      .body = "<html>" },
		    "status 500; expected 200 with JSON to draw from" },
		{ { .target = list,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "<html>" },
		    "not JSON (unexpected character); expected JSON to draw "
		    "from" },
		{ { .target = list,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{}" },
		    "no JSON array at ''" },
		{ { .target = list,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[]" },
		    "the array at '' is empty" },
		{ { .target = list,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[{}]" },
		    "element 0 has no string or number at '/name'" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(&rows[i].script,
		    (const char *const[]){ timeout_for(&rows[i].script), NULL },
		    &seen);
		CHECK_NUMBER(o.code, 1, "row %zu", i);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK(timing_is_line(o.err, "GET /users?role=sales: ") &&
			  strstr(o.err, rows[i].error) != NULL,
		    "row %zu: %s", i, o.err);
		CHECK_NUMBER(seen.requests, 1, "row %zu", i);
		outcome_done(&o);
	}
}

/* The same seed draws the same names; another one others. */
static void
test_seed(void)
{
	static const char *const seeds[] = { "--seed=5", "--seed=5",
		"--seed=6" };
	char *names[3];
	for (size_t i = 0; i < 3; i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(
		    &(struct bad_script){ .target = "/users?name=",
			.fault = BAD_ANSWER,
			.status = 200,
			.body = "[]" },
		    (const char *const[]){ "--engine=sync", seeds[i], NULL },
		    &seen);
		const char *failures = strstr(o.out, "\n\nsync, ");
		names[i] = strdup(failures != NULL ? failures : "none");
		CHECK(failures != NULL, "%s", o.out);
		outcome_done(&o);
	}
	CHECK_TEXT(names[1], names[0], "seed 5 twice");
	CHECK(strcmp(names[2], names[0]) != 0, "seed 6 is '%s'", names[2]);
	for (size_t i = 0; i < 3; i++)
		free(names[i]);
}

/* --- what the server sees ---------------------------------------------------
 */

/* Never more than K requests are in flight, and K are where the engine can;
 * 0 is all at once. A workflow opens one connection and uses one for its second
 * request: its own, or, where a multi handle chooses, one that another workflow
 * has just left in the same state. The report's number is the server's. */
static void
test_in_flight(void)
{
	static const struct {
		const char *engine, *concurrency;
		int in_flight;
	} rows[] = {
		{ "sync", "0", 1 },
		{ "sync", "5", 1 },
		{ "threads", "0", 12 },
		{ "threads", "5", 5 },
		{ "poll", "0", 12 },
		{ "poll", "5", 5 },
		{ "poll", "1", 1 },
		{ "multi", "0", 12 },
		{ "multi", "5", 5 },
		{ "multi", "1", 1 },
		{ "multi", "100", 12 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		/* Long enough for all to be on their way. */
		int delay_ms = rows[i].in_flight == 1 ? 5
			       : program_is_slow()    ? 300
						      : 150;
		struct outcome o = time_bad_server(
		    &(struct bad_script){ .delay_ms = delay_ms },
		    (const char *const[]){ "--names=12", "--format=json",
			"--engine", rows[i].engine, "--concurrency",
			rows[i].concurrency, NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "%s %s: %s", rows[i].engine,
		    rows[i].concurrency, o.err);
		CHECK_NUMBER(seen.most_in_flight, rows[i].in_flight, "%s %s",
		    rows[i].engine, rows[i].concurrency);
		/* And one for the list, one for the capacity, each on a
		 * connection of its own. */
		CHECK_NUMBER(seen.requests, 26, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.capacities, 1, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.pairs, 12, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		bool chosen = strcmp(rows[i].engine, "sync") != 0 &&
			      strcmp(rows[i].engine, "threads") != 0;
		CHECK(chosen || seen.own_pairs == 12, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		CHECK_NUMBER(seen.connections, 14, "%s %s", rows[i].engine,
		    rows[i].concurrency);
		struct json_object *report = timing_parse(o.out);
		CHECK(timing_number(report, "/engines/0/connections") == 12,
		    "%s", o.out);
		CHECK(timing_number(report, "/engines/0/requests") == 24, "%s",
		    o.out);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* --timeout ends a request in time, and the run with it. */
static void
test_timeout(void)
{
	static const char *const engines[] = { "sync", "threads", "poll",
		"multi" };
	/* What a busy machine may add. */
	double more_ms = program_is_slow() ? 3000 : 700;
	for (size_t i = 0; i < 4; i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(
		    &(struct bad_script){
			.target = "/customers", .fault = BAD_STALL },
		    (const char *const[]){ "--format=csv", "--name=n1",
			"--timeout=0.4", "--engine", engines[i], NULL },
		    &seen);
		long long us = 0;
		const char *row = strstr(o.out, ",0,1,");
		CHECK_NUMBER(o.code, 1, "%s", engines[i]);
		CHECK(row != NULL && sscanf(row, ",0,1,%*d,%lld,0\n", &us) == 1,
		    "%s: %s", engines[i], o.out);
		CHECK(
		    (double)us / 1e3 >= 399 && (double)us / 1e3 < 400 + more_ms,
		    "%s: %lld us", engines[i], us);
		CHECK(o.seconds < (400 + 2 * more_ms) / 1e3, "%s: %g s",
		    engines[i], o.seconds);
		outcome_done(&o);
	}
}

/* The server is asked for its capacity once, before the run; whatever it says
 * or does instead, the run goes on. --places asks nothing. */
static void
test_capacity(void)
{
	static const char target[] = "/capacity";
	static const struct {
		struct bad_script script;
		const char *option;
		int asked;
		double places; /* 0: not known */
	} rows[] = {
		{ { 0 }, "--places=0", 1, 0 },
		{ { 0 }, "--places=5", 0, 5 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":8}" },
		    "--places=0", 1, 8 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":8}" },
		    "--places=5", 0, 5 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 503,
		      .body = "{\"places\":8}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":-8}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "{\"places\":\"8\"}" },
		    "--places=0", 1, 0 },
		{ { .target = target,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "<html>" },
		    "--places=0", 1, 0 },
		{ { .target = target, .fault = BAD_STALL }, "--places=0", 1,
		    0 },
		{ { .target = target, .fault = BAD_RESET }, "--places=0", 1,
		    0 },
		{ { .target = target, .fault = BAD_LARGE_BODY }, "--places=0",
		    1, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bad_seen seen;
		struct outcome o = time_bad_server(&rows[i].script,
		    (const char *const[]){ ALL_ENGINES, "--format=json",
			"--names=2", timeout_for(&rows[i].script),
			rows[i].option, NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.out);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK_NUMBER(seen.capacities, rows[i].asked, "row %zu", i);
		CHECK_NUMBER(seen.requests, 17 + rows[i].asked, "row %zu", i);
		struct json_object *report = timing_parse(o.out);
		CHECK((timing_get(report, "/places") != NULL) ==
			  (rows[i].places > 0),
		    "row %zu: %s", i, o.out);
		CHECK(timing_number(report, "/places") == rows[i].places,
		    "row %zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* --- reports ----------------------------------------------------------------
 */

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
		struct outcome o = time_bad_server(&script,
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

		o = time_bad_server(&script,
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
	struct outcome o = time_bad_server(&(struct bad_script){ 0 },
	    (const char *const[]){ "--format=json", "--seed=3", NULL }, &seen);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK_TEXT(o.err, "", "no progress where there is no terminal");
	CHECK(strchr(o.out, '\n') == o.out + strlen(o.out) - 1, "%s", o.out);
	struct json_object *report = timing_parse(o.out);
	check_order(
	    report, (const char *const[]){ "schema", "url", "workflow", "names",
			"seed", "session", "concurrency", "delay_s",
			"delay_from", "places", "engines", "speedup",
			"identical", "first_difference", "failures", NULL });
	check_order(timing_get(report, "/engines/0"),
	    (const char *const[]){ "engine", "wall_s", "requests", "failed",
		"connections", "bound_s", "efficiency", "binds", "request_ms",
		"phases_ms", NULL });
	check_order(timing_get(report, "/engines/1/phases_ms"),
	    (const char *const[]){ "queue", "connect", "delay", "server",
		"wait", "transfer", NULL });
	check_order(timing_get(report, "/engines/1/request_ms"),
	    (const char *const[]){ "min", "p50", "p90", "p99", "max", NULL });
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
		static const char *const ranks[] = { "min", "p50", "p90", "p99",
			"max" };
		for (size_t i = 0; i < 5; i++) {
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

/* CSV is its header and a row a request, each of both steps in order. */
static void
test_csv(void)
{
	static const char header[] =
	    "engine,workflow,step,start_us,duration_us,status\n";
	struct bad_seen seen;
	struct outcome o = time_bad_server(&(struct bad_script){ 0 },
	    (const char *const[]){
		"--format=csv", ALL_ENGINES, "--names=10", NULL },
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
		CHECK(sscanf(row, "%7[a-z],%d,%d,%lld,%lld,200%n", engine,
			  &workflow, &step, &start_us, &duration_us,
			  &used) == 5 &&
			  row[used] == '\n',
		    "%s", row);
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
	struct bad_server *server =
	    bad_server_start(&(struct bad_script){ .delay_ms = 150 });
	snprintf(
	    url, sizeof(url), "http://127.0.0.1:%d", bad_server_port(server));
	/* Ours too is open, or the terminal would be gone with the client. */
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	struct program_files files = { .err = ptsname(master) };
	struct outcome o = timing_run(url,
	    (const char *const[]){
		"--names=2", "--engine=sync", "--format=csv", NULL },
	    &files);
	bad_server_stop(server);
	CHECK_NUMBER(o.code, 0, "with a terminal");
	CHECK(strncmp(o.out, "engine,", 7) == 0 && strchr(o.out, '\r') == NULL,
	    "stdout is the report alone: %s", o.out);
	char text[4096] = "";
	fcntl(master, F_SETFL, O_NONBLOCK);
	ssize_t n = read(master, text, sizeof(text) - 1);
	text[n > 0 ? n : 0] = '\0';
	CHECK(strstr(text, "\rsync: 0 of 2 workflows, 0.0 s ") == text, "'%s'",
	    text);
	CHECK(strstr(text, "\rsync: 1 of 2 workflows, ") != NULL, "'%s'", text);
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
	struct outcome o = time_bad_server(&(struct bad_script){ 0 },
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

/* What cannot be written is found before the server is asked for anything,
 * where that can be; it is never lost without a word. */
static void
test_unwritten(void)
{
	static const struct {
		const char *output; /* NULL: stdout is /dev/full */
		bool asked;
	} rows[] = {
		{ "/nonexistent/report", false },
		{ "/", false },
		{ "", false },
		{ "/dev/full", true },
		{ NULL, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char url[64];
		char option[64];
		struct bad_server *server =
		    bad_server_start(&(struct bad_script){ 0 });
		snprintf(url, sizeof(url), "http://127.0.0.1:%d",
		    bad_server_port(server));
		snprintf(option, sizeof(option), "--output=%s",
		    rows[i].output != NULL ? rows[i].output : "");
		struct outcome o = timing_run(url,
		    (const char *const[]){ "--format=csv", "--names=1",
			rows[i].output != NULL ? option : NULL, NULL },
		    &(struct program_files){
			.out = rows[i].output != NULL ? NULL : "/dev/full" });
		struct bad_seen seen = bad_server_stop(server);
		CHECK_NUMBER(o.code, EX_IOERR, "row %zu: %s", i, o.err);
		CHECK(timing_is_line(o.err, "--output: ") &&
			  strstr(o.err, rows[i].output != NULL
					    ? rows[i].output
					    : "standard output: ") != NULL,
		    "row %zu: %s", i, o.err);
		CHECK((seen.requests > 0) == rows[i].asked,
		    "row %zu: %d requests", i, seen.requests);
		if (o.out != NULL)
			CHECK_TEXT(o.out, "", "row %zu", i);
		outcome_done(&o);
	}
}

/* --- no server --------------------------------------------------------------
 */

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
		{ "http://127.0.0.1:1", "--frobnicate", "" },
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
			      strstr(o.err, "frobnicate") != NULL ||
			      timing_is_line(o.err, rows[i].line)),
		    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
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

static CU_TestInfo fault_tests[] = {
	{ "a fault is one workflow's failure", test_faults },
	{ "what is unusual does no harm", test_unusual },
	{ "a difference is named", test_difference },
	{ "without a list there is one line", test_bad_list },
	{ "a seed draws the same names", test_seed },
	CU_TEST_INFO_NULL,
};

static CU_TestInfo wire_tests[] = {
	{ "requests in flight and connections", test_in_flight },
	{ "--timeout", test_timeout },
	{ "the capacity", test_capacity },
	CU_TEST_INFO_NULL,
};

static CU_TestInfo report_tests[] = {
	{ "the bound's source", test_bound },
	{ "json", test_json },
	{ "csv", test_csv },
	{ "progress is for terminals", test_progress },
	{ "--output", test_output },
	{ "what cannot be written", test_unwritten },
	CU_TEST_INFO_NULL,
};

static CU_TestInfo refusal_tests[] = {
	{ "no server", test_unreachable },
	{ "bad command lines", test_usage },
	CU_TEST_INFO_NULL,
};

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "faults", .pTests = fault_tests },
	    { .pName = "seen by the server", .pTests = wire_tests },
	    { .pName = "reports", .pTests = report_tests },
	    { .pName = "refusals", .pTests = refusal_tests },
	    { .pName = "the real server", .pTests = timing_stack_tests },
	    CU_SUITE_INFO_NULL,
	});
}
