/*
 * test_compare_refusals.c: what docking-timing compare does not compare: exit
 * statuses, and a line that says why.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/program.h"
#include "../../../lib/temp.h"
#include "compare_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGS_MAX = 12 };

/* What was not measured alike is not compared; the first such setting is
 * named with both values. */
static void
test_unlike(void)
{
	static const struct {
		const char *from, *to;
		const char *first[2]; /* engine in old and in new */
		const char *name;     /* NULL: is compared */
		const char *values[2];
	} rows[] = {
		{ "'workflow':'w'", "'workflow':'v','x':1", { NULL },
		    "workflow", { "w", "v" } },
		{ "'steps':2", "'steps':3", { NULL }, "steps", { "2", "3" } },
		{ "'names':10", "'names':11", { NULL }, "names",
		    { "10", "11" } },
		{ "'seed':1", "'seed':null", { NULL }, "seed",
		    { "1", "null" } },
		{ "'session':'workflow'", "'session':'shared'", { NULL },
		    "session", { "workflow", "shared" } },
		{ "'concurrency':0", "'concurrency':4", { NULL }, "concurrency",
		    { "0", "4" } },
		{ "'rate':null", "'rate':2.500", { NULL }, "rate",
		    { "null", "2.5" } },
		{ NULL, NULL, { NULL, "sync" }, "engines",
		    { "threads,multi", "sync,multi" } },
		{ "'streams':8", "'streams':9", { "h2", "h2" }, "streams",
		    { "8", "9" } },
		{ "'connections':0", "'connections':1", { "h2", "h2" },
		    "connections", { "0", "1" } },
		{ "'timeout_s':60.000", "'timeout_s':1.000", { NULL },
		    "timeout_s", { "60", "1" } },
		{ "'streams':8,'connections':0", "'streams':9,'connections':1",
		    { NULL }, NULL, { NULL } },
		{ "'timeout_s':60.000", "'timeout_s':60.0", { NULL }, NULL,
		    { NULL } },
		{ "http://h", "http://i", { NULL }, NULL, { NULL } },
		{ "'version':'1.0'", "'version':'1.1'", { NULL }, NULL,
		    { NULL } },
		{ "'delay_s':0.1", "'delay_s':0.2", { NULL }, NULL, { NULL } },
		{ "'places':null", "'places':8", { NULL }, NULL, { NULL } },
	};
	char *old_file = temp_file("old.json");
	char *new_file = temp_file("new.json");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[1024] = "";
		struct outcome o = compare_fixture_run(
		    &(struct fake_report){
			.runs = 3, .wall_s = 1, .first = rows[i].first[0] },
		    &(struct fake_report){ .runs = 3,
			.wall_s = 1,
			.first = rows[i].first[1],
			.from = rows[i].from,
			.to = rows[i].to },
		    NULL);
		if (rows[i].name != NULL)
			snprintf(why, sizeof(why),
			    "docking-timing compare: unlike settings: %s is "
			    "%s in %s and %s in %s\n",
			    rows[i].name, rows[i].values[0], old_file,
			    rows[i].values[1], new_file);
		CHECK_NUMBER(
		    o.code, rows[i].name != NULL ? 65 : 0, "row %zu", i);
		CHECK_TEXT(o.err, why, "row %zu", i);
		outcome_done(&o);
	}
	free(old_file);
	free(new_file);
}

/* A file that is no report is refused with file, line and member. */
static void
test_refused(void)
{
	static const struct {
		const char *from, *to;
		const char *why; /* behind the file's name */
	} rows[] = {
		{ "{", "", ":1: the file: is not JSON: " },
		{ "]}\n", "]",
		    ":5: the file: is not JSON: expected "
		    "',' or '}', got the end\n" },
		{ "]}\n", "]}}", ":5: the file: is not JSON: " },
		{ "'seed':1", "'seed':01", ":2: the file: is not JSON: " },
		{ "'docking-timing/1'", "'docking-timing/2'",
		    ":1: /schema: is 'docking-timing/2'; this program "
		    "reads 'docking-timing/1'\n" },
		{ "'schema'", "'scheme'", ":1: /schema: is missing\n" },
		{ "'docking-timing/1'", "1",
		    ":1: /schema: is not of the type string\n" },
		{ "'interrupted':false", "'interrupted':false,'sweep':{}",
		    ":3: /sweep: cannot be compared: " },
		{ "'interrupted':false", "'interrupted':null",
		    ":3: /interrupted: is not of the type boolean\n" },
		{ "'seed':1,", "", ":1: /seed: is missing\n" },
		{ "'walls_s':[1.000000", "'walls_s':['1.0'",
		    ":4: /engines/0/walls_s/0: is not a number\n" },
		{ "'walls_s':[1.000000", "'walls_s':[-1.0",
		    ":4: /engines/0/walls_s/0: is not a number from 0 to "
		    "1e+15\n" },
		{ "'walls_s':[1.000000", "'walls_s':[1e300",
		    ":4: /engines/0/walls_s/0: is not a number from 0 to "
		    "1e+15\n" },
		{ "'walls_s':[1.000000", "'walls_s':[NaN",
		    ":4: the file: is not JSON: expected a value, got "
		    "'N'\n" },
		{ "'seed':1", "'seed':1,'seed':2",
		    ":2: the file: is not JSON: a second member \"seed\" "
		    "in an object\n" },
		{ "'walls_s':[", "'walls_s':[null,",
		    ":4: /engines/0/walls_s/0: is missing\n" },
		{ "'bound_s':0.9", "'bound_s':true",
		    ":4: /engines/0/bound_s: is not a number\n" },
		{ "'failed':0", "'failed':null",
		    ":4: /engines/0/failed: is not a number\n" },
		{ "'engines':[", "'engines':[1,",
		    ":4: /engines/0/engine: is missing\n" },
		{ "'engines':[", "'engines':{},'x':[",
		    ":4: /engines: is not of the type array\n" },
		{ "'samples':[{'engine':'threads'",
		    "'samples':[{'engine':'poll'",
		    ":5: /samples/0/engine: is not among the engines\n" },
		{ "'run':1", "'run':0",
		    ":5: /samples/1/run: was there before\n" },
		{ "'status':[200,", "'status':[200,200,",
		    ":5: /samples/0/queue_us: has 6 elements and not 7, as "
		    "status has\n" },
		{ "'wait_us':[0", "'wait_us':[0.5",
		    ":5: /samples/0/wait_us/0: is not a whole number from "
		    "0 to 1e+15\n" },
		{ "'wait_us':[0", "'wait_us':[-1",
		    ":5: /samples/0/wait_us/0: is not a whole number from "
		    "0 to 1e+15\n" },
		{ "'wait_us':[0", "'wait_us':[9223372036854775807",
		    ":5: /samples/0/wait_us/0: is not a whole number from "
		    "0 to 1e+15\n" },
		{ "'wait_us'", "'await_us'",
		    ":5: /samples/0/wait_us: is missing\n" },
	};
	char *new_file = temp_file("new.json");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[1024];
		snprintf(why, sizeof(why), "docking-timing compare: %s%s",
		    new_file, rows[i].why);
		struct fake_report fake = {
			.runs = 3, .requests = 6, .wall_s = 1
		};
		struct fake_report changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare_fixture_run(&fake, &changed, NULL);
		CHECK_NUMBER(o.code, 65, "%s", rows[i].to);
		CHECK(strncmp(o.err, why, strlen(why)) == 0, "%s: %s, not %s",
		    rows[i].to, o.err, why);
		CHECK_TEXT(o.out, "", "%s", rows[i].to);
		outcome_done(&o);
	}
	struct outcome o =
	    program_run((const char *const[]){ program_built("docking-timing"),
			    "compare", new_file, "/nowhere/x.json", NULL },
		NULL);
	CHECK_NUMBER(o.code, 65, "a broken file and one that is not there");
	outcome_done(&o);
	o = program_run((const char *const[]){ program_built("docking-timing"),
			    "compare", "/nowhere/x.json", new_file, NULL },
	    NULL);
	CHECK_NUMBER(o.code, 65, "a file that is not there");
	CHECK_TEXT(o.err,
	    "docking-timing compare: /nowhere/x.json: No such file or "
	    "directory\n",
	    "a file that is not there");
	outcome_done(&o);
	free(new_file);
}

/* One line says what is wrong with the command line, before a file is read. */
static void
test_usage(void)
{
	static const struct {
		const char *args[5];
		const char *why; /* the line begins so */
	} rows[] = {
		{ { NULL }, "give two reports, OLD.json and NEW.json\n" },
		{ { "a" }, "give two reports, OLD.json and NEW.json\n" },
		{ { "a", "b", "c" }, "'c' is one report too many\n" },
		{ { "a", "b", "--format=csv" },
		    "--format: 'csv' is not text or json\n" },
		{ { "a", "b", "--margin=-1" }, "--margin: '-1' is not " },
		{ { "a", "b", "--margin=101" }, "--margin: '101' is not " },
		{ { "a", "b", "--margin=" }, "--margin: '' is not " },
		{ { "a", "b", "--fail-if=p95>600ms" },
		    "--fail-if: 'p95>600ms': a change has a sign; a rule is " },
		{ { "a", "b", "--fail-if", "failed>+1%" },
		    "--fail-if: 'failed>+1%': 'failed' is not a metric "
		    "here; " },
		{ { "a", "b", "--seed=1" }, "unrecognized option '--seed=1'" },
	};
	static const char program[] = "docking-timing compare: ";
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *args[ARGS_MAX] = { program_built("docking-timing"),
			"compare" };
		for (size_t a = 0; rows[i].args[a] != NULL; a++)
			args[a + 2] = rows[i].args[a];
		struct outcome o = program_run(args, NULL);
		const char *end = strchr(o.err, '\n');
		CHECK_NUMBER(o.code, 64, "row %zu", i);
		CHECK(strncmp(o.err, program, strlen(program)) == 0 &&
			  strncmp(o.err + strlen(program), rows[i].why,
			      strlen(rows[i].why)) == 0,
		    "row %zu: %s", i, o.err);
		CHECK(end != NULL && end[1] == '\0', "one line: %s", o.err);
		outcome_done(&o);
	}
	/* Which engines there are is known when the files are read. */
	struct fake_report fake = { .runs = 3, .wall_s = 1 };
	struct outcome o = compare_fixture_run(&fake, &fake,
	    (const char *const[]){ "--fail-if=sync.wall>+1%", NULL });
	CHECK_NUMBER(o.code, 64, "an engine that is not there");
	CHECK(strstr(o.err, "'sync' is not an engine that is measured; there "
			    "are: threads, multi; a rule is ") != NULL,
	    "%s", o.err);
	outcome_done(&o);
}

CU_TestInfo compare_refusals_tests[] = {
	{ "unlike settings", test_unlike },
	{ "files that are no report", test_refused },
	{ "the command line", test_usage },
	CU_TEST_INFO_NULL,
};
