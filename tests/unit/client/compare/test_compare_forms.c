/*
 * test_compare_forms.c: what docking-timing compare says of the reports in
 * text, and its JSON form.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "compare_fixture.h"
#include "measure/stats.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

/* What is wrong with a report, or only different, is said. */
static void
test_said(void)
{
	static const struct {
		const char *from, *to;
		const char *said;
	} rows[] = {
		{ "'interrupted':false", "'interrupted':true",
		    "new.json was interrupted: only whole runs count.\n" },
		{ "'failed':0", "'failed':1",
		    "new.json: 1 workflow FAILED in threads.\n" },
		{ "'failed':0", "'failed':3",
		    "new.json: 3 workflows FAILED in threads.\n" },
		{ "http://h", "http://i", "\nurl: http://h in " },
		{ "'version':'1.0'", "'version':'1.1'", "\nversion: 1.0 in " },
		{ "'delay_s':0.1", "'delay_s':null", "\ndelay_s: 0.1 in " },
		{ "'places':null", "'places':8", "\nplaces: null in " },
		{ "'warmup':0", "'warmup':1", "\nwarmup: 0 in " },
		{ "'walls_s':[1.000000", "'walls_s':[3.000000",
		    "\nThe runs vary much: a change of up to " },
		/* A report is a file of anybody's. */
		{ "http://h", "http://\\u001b[31m", " http:// [31m in " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake_report fake = {
			.runs = 3, .requests = 6, .wall_s = 1
		};
		struct fake_report changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare_fixture_run(&fake, &changed, NULL);
		CHECK_NUMBER(o.code, 0, "%s: %s", rows[i].to, o.err);
		CHECK(strstr(o.out, rows[i].said) != NULL, "%s: %s", rows[i].to,
		    o.out);
		outcome_done(&o);
	}
}

static struct json_object *
get(struct json_object *object, const char *pointer)
{
	struct json_object *value = NULL;
	json_pointer_get(object, pointer, &value);
	return value;
}

/* The JSON form has the same numbers: of a row, its ratio and the interval
 * that Welch's t gives with the confidence that six rows leave to one. */
static void
test_json(void)
{
	struct outcome o = compare_fixture_run(
	    &(struct fake_report){ .runs = 10, .requests = 20, .wall_s = 1 },
	    &(struct fake_report){ .runs = 12, .requests = 20, .wall_s = 1.05 },
	    (const char *const[]){ "--format=json", "--fail-if=multi.wall>+4%",
		"--fail-if=p99>+4%", NULL });
	double old_walls[COMPARE_FIXTURE_RUNS_MAX];
	double new_walls[COMPARE_FIXTURE_RUNS_MAX];
	double low = 0;
	double high = 0;
	for (size_t i = 0; i < COMPARE_FIXTURE_RUNS_MAX; i++) {
		old_walls[i] = compare_fixture_noise[i];
		new_walls[i] = 1.05 * compare_fixture_noise[i];
	}
	stats_welch_ratio((struct stats_sample){ new_walls, 12 },
	    (struct stats_sample){ old_walls, 10 }, 1 - 0.01 / 6, &low, &high);
	CHECK_NUMBER(o.code, 2, "%s", o.err);
	struct json_object *object = json_tokener_parse(o.out);
	CHECK_TEXT(json_object_get_string(get(object, "/schema")),
	    "docking-timing-compare/1", "%s", o.out);
	CHECK(json_object_array_length(get(object, "/rows")) == 6, "%s", o.out);
	CHECK_TEXT(json_object_get_string(get(object, "/rows/3/engine")),
	    "multi", "the fourth row");
	CHECK_TEXT(json_object_get_string(get(object, "/rows/3/metric")),
	    "wall", "the fourth row");
	CHECK(
	    fabs(json_object_get_double(get(object, "/rows/3/old")) - 1) < 1e-4,
	    "%s", o.out);
	CHECK(fabs(json_object_get_double(get(object, "/rows/3/interval/0")) -
		   (low - 1)) < 2e-6,
	    "%s", o.out);
	CHECK(fabs(json_object_get_double(get(object, "/rows/3/interval/1")) -
		   (high - 1)) < 2e-6,
	    "%s", o.out);
	CHECK_TEXT(json_object_get_string(get(object, "/rows/3/verdict")),
	    "slower", "the fourth row");
	CHECK_TEXT(json_object_get_string(get(object, "/rows/0/verdict")),
	    "no difference", "the first row");
	CHECK_TEXT(json_object_get_string(get(object, "/verdict")), "different",
	    "all");
	CHECK_TEXT(json_object_get_string(get(object, "/fail_if/0/if")),
	    "multi.wall>+4%", "the first rule");
	CHECK(json_object_get_boolean(get(object, "/fail_if/0/crossed")),
	    "the first rule");
	CHECK(json_object_get_boolean(get(object, "/fail_if/1/crossed")) &&
		  get(object, "/fail_if/1/value") == NULL,
	    "the second rule: %s", o.out);
	CHECK_TEXT(json_object_get_string(get(object, "/old/settings/repeat")),
	    "10", "a setting");
	json_object_put(object);
	outcome_done(&o);
}

CU_TestInfo compare_forms_tests[] = {
	{ "what is said of the reports", test_said },
	{ "the JSON form", test_json },
	CU_TEST_INFO_NULL,
};
