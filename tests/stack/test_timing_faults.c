/*
 * test_timing_faults.c: docking-timing against a server that misbehaves: what
 * befalls one workflow is its failure, and no other's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/bad_api.h"
#include "../lib/harness.h"

#include <stdlib.h>
#include <string.h>

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
		    "closed without an answer" },
		{ { .target = STEP_1, .fault = BAD_CLOSE },
		    "closed without an answer" },
		{ { .target = STEP_0, .fault = BAD_RESET },
		    "Connection reset by peer" },
		{ { .target = STEP_1, .fault = BAD_RESET },
		    "Connection reset by peer" },
		{ { .target = STEP_0, .fault = BAD_CLOSE_IN_BODY },
		    "closed in the middle" },
		{ { .target = STEP_1, .fault = BAD_CLOSE_IN_BODY },
		    "closed in the middle" },
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
		    "got the end); expected 200 with a JSON "
		    "array; got \"[{\"id\":\"" },
		{ { .target = STEP_0,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "" },
		    "not JSON (byte 0: " },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[1,2" },
		    "got the end); expected 200 with a JSON "
		    "array; got \"[1,2\"" },
		{ { .target = STEP_1,
		      .fault = BAD_ANSWER,
		      .status = 200,
		      .body = "[]\0",
		      .body_length = 3 },
		    "not JSON (byte 2: " },
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
		struct outcome o = timing_run_bad(&rows[i].script,
		    (const char *const[]){ TIMING_ENGINES, "--format=json",
			timing_timeout_for(&rows[i].script), "--name=n1",
			"--name=n2", "--name=n3", NULL },
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
		struct outcome o = timing_run_bad(&rows[i].script,
		    (const char *const[]){
			TIMING_ENGINES, "--format=json", "--names=10", NULL },
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
	struct outcome o = timing_run_bad(&script,
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
	CHECK_TEXT(timing_text(d, "/a/outcome"),
	    "[{\"id\":\"102\",\"name\":\"J\xc3\xbcrgen 2\","
	    "\"salesId\":\"2\"}]",
	    "the first engine's");
	CHECK_TEXT(timing_text(d, "/b/outcome"), "[{\"id\":\"9\"}]",
	    "the other engine's");
	json_object_put(report);
	outcome_done(&o);

	o = timing_run_bad(&script,
	    (const char *const[]){
		"--engine=sync,multi", "--name=n1", "--name=n2", NULL },
	    &seen);
	CHECK_NUMBER(o.code, 1, "%s", o.out);
	CHECK(strstr(o.out,
		  "the results DIFFER, first in multi, workflow 1 (n2):\n"
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
		    "closed without an answer" },
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
		    "not JSON (byte 0: expected a value, got '<'); expected "
		    "JSON to draw "
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
		struct outcome o = timing_run_bad(&rows[i].script,
		    (const char *const[]){
			timing_timeout_for(&rows[i].script), NULL },
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
		struct outcome o = timing_run_bad(
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

CU_TestInfo timing_faults_tests[] = {
	{ "a fault is one workflow's failure", test_faults },
	{ "what is unusual does no harm", test_unusual },
	{ "a difference is named", test_difference },
	{ "without a list there is one line", test_bad_list },
	{ "a seed draws the same names", test_seed },
	CU_TEST_INFO_NULL,
};
