/*
 * test_compare.c: docking-timing compare, by small reports made here.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/stats.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/quotes.h"
#include "../lib/temp.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS_MAX = 12, ARGS_MAX = 12 };

/* A report of the engines threads and multi. Run i took wall_s times
 * noise[i]; its requests took 100 ms times that, all the same. */
struct fake {
	size_t runs;
	size_t requests;   /* a run */
	double wall_s;     /* of multi; threads has always 1 s */
	const char *first; /* engine instead of threads; NULL: threads */
	/* Put into it: the first one of from becomes to; NULL: nothing. */
	const char *from, *to;
};

static const double noise[RUNS_MAX] = { 1, 1.001, 0.999, 1.002, 0.998, 1, 1,
	1.001, 0.999, 1, 1.003, 0.997 };

static void
put_engine(FILE *to, const char *name, double wall_s, size_t runs)
{
	fprintf(to, "{'engine':'%s','walls_s':[", name);
	for (size_t i = 0; i < runs; i++)
		fprintf(to, "%s%.6f", i > 0 ? "," : "", wall_s * noise[i]);
	fputs("],'failed':0,'bound_s':0.9}", to);
}

static void
put_column(FILE *to, const char *name, size_t count, long value)
{
	fprintf(to, ",'%s':[", name);
	for (size_t i = 0; i < count; i++)
		fprintf(to, "%s%ld", i > 0 ? "," : "", value);
	fputc(']', to);
}

static void
put_samples(FILE *to, const char *name, const struct fake *f, double wall_s)
{
	for (size_t i = 0; i < f->runs; i++) {
		long us = lround(100000 * wall_s * noise[i]);
		fprintf(to, "%s{'engine':'%s','run':%zu", i > 0 ? "," : "",
		    name, i);
		put_column(to, "status", f->requests, 200);
		put_column(to, "queue_us", f->requests, us);
		put_column(to, "connect_us", f->requests, 0);
		put_column(to, "wait_us", f->requests, 0);
		put_column(to, "delay_us", f->requests, 0);
		put_column(to, "server_us", f->requests, 0);
		put_column(to, "transfer_us", f->requests, 0);
		fputc('}', to);
	}
}

static char *
fake_text(const struct fake *f)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	fprintf(to,
	    "{'schema':'docking-timing/1','version':'1.0','url':'http://h',"
	    "'workflow':'w','steps':2,\n'names':10,'seed':1,"
	    "'session':'workflow','concurrency':0,'rate':null,'warmup':0,"
	    "'repeat':%zu,\n'streams':8,'connections':0,'timeout_s':60.000,"
	    "'delay_s':0.1,'places':null,'interrupted':false,\n'engines':[",
	    f->runs);
	const char *first = f->first != NULL ? f->first : "threads";
	put_engine(to, first, 1, f->runs);
	fputc(',', to);
	put_engine(to, "multi", f->wall_s, f->runs);
	fputs("],\n'samples':[", to);
	put_samples(to, first, f, 1);
	if (f->runs > 0)
		fputc(',', to);
	put_samples(to, "multi", f, f->wall_s);
	fputs("]}\n", to);
	fclose(to);
	char *at = f->from != NULL ? strstr(text, f->from) : NULL;
	if (f->from != NULL && CHECK(at != NULL, "%s is there", f->from)) {
		char *changed = NULL;
		to = open_memstream(&changed, &size);
		fprintf(to, "%.*s%s%s", (int)(at - text), text, f->to,
		    at + strlen(f->from));
		fclose(to);
		free(text);
		text = changed;
	}
	char *json = quotes_doubled(text);
	free(text);
	return json;
}

/* The report as a file of this name; its whole name. */
static char *
fake_file(const char *name, const struct fake *f)
{
	char *path = temp_file("%s", name);
	char *text = fake_text(f);
	FILE *file = fopen(path, "w");
	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
	free(text);
	return path;
}

/* docking-timing compare of these two, with more arguments, which end with
 * NULL. */
static struct outcome
compare(const struct fake *old_fake, const struct fake *new_fake,
    const char *const more[])
{
	char *old_file = fake_file("old.json", old_fake);
	char *new_file = fake_file("new.json", new_fake);
	const char *args[ARGS_MAX] = { program_built("docking-timing"),
		"compare", old_file, new_file };
	for (size_t i = 0; more[i] != NULL && i + 5 < ARGS_MAX; i++)
		args[i + 4] = more[i];
	struct outcome o = program_run(args, NULL);
	free(old_file);
	free(new_file);
	return o;
}

static const char *const nothing[] = { NULL };

/* What is as much slower as it is has the verdict that it deserves: only
 * beyond the margin, and only if the interval says so. */
static void
test_verdicts(void)
{
	static const struct {
		double wall_s;
		const char *more[3];
		const char *row;     /* of multi.wall */
		const char *overall; /* the last line */
	} rows[] = {
		{ 1, { NULL }, "no difference\n", "\nNo difference.\n" },
		{ 1.005, { NULL }, "no difference\n", "\nNo difference.\n" },
		{ 1.05, { NULL }, "slower\n",
		    "\nmulti.wall slower (+5.0 %), multi.p50 slower (+5.0 %), "
		    "multi.efficiency lower (-4.8 %).\n" },
		{ 0.9, { NULL }, "faster\n",
		    "\nmulti.wall faster (-10.0 %), multi.p50 faster (-10.0 "
		    "%), multi.efficiency higher (+11.1 %).\n" },
		{ 1.05, { "--margin", "6" }, "no difference\n",
		    "\nNo difference.\n" },
		{ 1.005, { "--margin=0" }, "slower\n",
		    "\nmulti.wall slower (+0.5 %), multi.p50 slower (+0.5 %), "
		    "multi.efficiency lower (-0.5 %).\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = compare(
		    &(struct fake){ .runs = 10, .requests = 20, .wall_s = 1 },
		    &(struct fake){
			.runs = 10, .requests = 20, .wall_s = rows[i].wall_s },
		    rows[i].more);
		const char *row = strstr(o.out, "\nmulti.wall");
		const char *end = row != NULL ? strchr(row + 1, '\n') : NULL;
		size_t length = strlen(rows[i].row);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK(end != NULL &&
			  strncmp(end + 1 - length, rows[i].row, length) == 0,
		    "row %zu: %s", i, o.out);
		CHECK(
		    strlen(o.out) > strlen(rows[i].overall) &&
			strcmp(o.out + strlen(o.out) - strlen(rows[i].overall),
			    rows[i].overall) == 0,
		    "row %zu: %s", i, o.out);
		CHECK_TEXT(o.err, "", "row %zu", i);
		outcome_done(&o);
	}
}

/* A percentile is compared where every run can carry it. */
static void
test_rows(void)
{
	static const struct {
		size_t old_requests, new_requests;
		const char *there;     /* a row */
		const char *not_there; /* no row */
	} rows[] = {
		{ 5, 5, "multi.wall", "multi.p50" },
		{ 6, 6, "multi.p50", "multi.p90" },
		{ 36, 36, "multi.p90", "multi.p95" },
		{ 72, 72, "multi.p95", "multi.p99" },
		{ 368, 368, "multi.p99", "multi.p99.9" },
		{ 368, 367, "multi.p95", "multi.p99" },
		{ 35, 36, "multi.p50", "multi.p90" },
		{ 0, 0, "multi.efficiency", "multi.p50" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = compare(&(struct fake){ .runs = 3,
					       .requests = rows[i].old_requests,
					       .wall_s = 1 },
		    &(struct fake){ .runs = 4,
			.requests = rows[i].new_requests,
			.wall_s = 1 },
		    nothing);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK(strstr(o.out, rows[i].there) != NULL, "%s: %s",
		    rows[i].there, o.out);
		CHECK(strstr(o.out, rows[i].not_there) == NULL, "no %s: %s",
		    rows[i].not_there, o.out);
		outcome_done(&o);
	}
}

/* A request without an answer and a run that was cut do not count: threads
 * then has too few to tell its p50, and multi has not. */
static void
test_not_counted(void)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "'status':[200", "'status':[0" },
		{ "'run':1", "'run':3" },
		{ "'run':1", "'run':1000000" },
	};
	struct fake fake = { .runs = 3, .requests = 6, .wall_s = 1 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fake changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare(&fake, &changed, nothing);
		CHECK_NUMBER(o.code, 0, "%s: %s", rows[i].to, o.err);
		CHECK(strstr(o.out, "threads.p50") == NULL, "%s: %s",
		    rows[i].to, o.out);
		CHECK(strstr(o.out, "threads.wall") != NULL &&
			  strstr(o.out, "multi.p50") != NULL,
		    "%s: %s", rows[i].to, o.out);
		outcome_done(&o);
	}
}

/* Without three runs there is no interval; without any, no row. */
static void
test_few_runs(void)
{
	struct outcome o =
	    compare(&(struct fake){ .runs = 10, .requests = 20, .wall_s = 1 },
		&(struct fake){ .runs = 2, .requests = 20, .wall_s = 2 },
		(const char *const[]){
		    "--fail-if=wall>+99%", "--fail-if=wall>+101%", NULL });
	CHECK_NUMBER(o.code, 2, "the change alone decides: %s", o.err);
	CHECK(strstr(o.out, "\nrepeat: 10 in ") != NULL, "%s", o.out);
	CHECK(strstr(o.out, "--repeat 10") != NULL, "%s", o.out);
	CHECK(strstr(o.out, "fail if wall>+99%: FAILED, it is +100.1 %, "
			    "without an interval\n") != NULL,
	    "%s", o.out);
	CHECK(
	    strstr(o.out, "fail if wall>+101%: passed, it is +100.1 %") != NULL,
	    "%s", o.out);
	CHECK(strstr(o.out, "No difference") == NULL, "%s", o.out);
	outcome_done(&o);

	o = compare(&(struct fake){ .runs = 0, .wall_s = 1 },
	    &(struct fake){ .runs = 3, .requests = 20, .wall_s = 1 }, nothing);
	CHECK_NUMBER(o.code, 0, "no run: %s", o.err);
	CHECK(strstr(o.out, "Nothing to compare") != NULL, "%s", o.out);
	outcome_done(&o);
}

/* A rule is crossed by a change beyond its limit that is more than chance, and
 * by what cannot be judged. */
static void
test_fail_if(void)
{
	static const struct {
		double wall_s;
		const char *rule;
		bool crossed;
	} rows[] = {
		{ 1.05, "wall>+4%", true },
		{ 1.05, "wall>+6%", false },
		{ 1.05, "multi.wall>+4%", true },
		{ 1.05, "threads.wall>+4%", false },
		{ 1.05, "p50>+4%", true },
		{ 1.05, "efficiency<-4%", true },
		{ 1.05, "efficiency<-5%", false },
		{ 1.05, "threads.efficiency<-1%", false },
		{ 0.9, "wall<-9%", true },
		{ 0.9, "wall>+0%", false },
		/* 0.02 % is less than the noise. */
		{ 1.0002, "wall>+0.01%", false },
		/* At least 5 % faster is wanted, and no change is there. */
		{ 1.0002, "multi.wall>-5%", true },
		{ 0.9, "multi.wall>-5%", false },
		{ 1, "p99>+50%", true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = compare(
		    &(struct fake){ .runs = 10, .requests = 20, .wall_s = 1 },
		    &(struct fake){
			.runs = 10, .requests = 20, .wall_s = rows[i].wall_s },
		    (const char *const[]){ "--fail-if=wall>+99%", "--fail-if",
			rows[i].rule, NULL });
		CHECK_NUMBER(o.code, rows[i].crossed ? 2 : 0, "%s at %g: %s",
		    rows[i].rule, rows[i].wall_s, o.out);
		CHECK((strstr(o.out, ": FAILED, it is ") != NULL) ==
			  rows[i].crossed,
		    "%s: %s", rows[i].rule, o.out);
		outcome_done(&o);
	}
}

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
		struct outcome o = compare(
		    &(struct fake){
			.runs = 3, .wall_s = 1, .first = rows[i].first[0] },
		    &(struct fake){ .runs = 3,
			.wall_s = 1,
			.first = rows[i].first[1],
			.from = rows[i].from,
			.to = rows[i].to },
		    nothing);
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
		    ":5: the file: is not JSON: it ends too early\n" },
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
		    ":4: /engines/0/walls_s/0: is not JSON: 'NaN' is not "
		    "a number\n" },
		{ "'seed':1", "'seed':1,'seed':2",
		    ":2: /seed: is the second of this name\n" },
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
		struct fake fake = { .runs = 3, .requests = 6, .wall_s = 1 };
		struct fake changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare(&fake, &changed, nothing);
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
	struct fake fake = { .runs = 3, .wall_s = 1 };
	struct outcome o = compare(&fake, &fake,
	    (const char *const[]){ "--fail-if=sync.wall>+1%", NULL });
	CHECK_NUMBER(o.code, 64, "an engine that is not there");
	CHECK(strstr(o.err, "'sync' is not an engine that is measured; there "
			    "are: threads, multi; a rule is ") != NULL,
	    "%s", o.err);
	outcome_done(&o);
}

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
		struct fake fake = { .runs = 3, .requests = 6, .wall_s = 1 };
		struct fake changed = fake;
		changed.from = rows[i].from;
		changed.to = rows[i].to;
		struct outcome o = compare(&fake, &changed, nothing);
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

/* A change beyond the limit that is not beyond chance passes, and is said to.
 */
static void
test_chance(void)
{
	struct fake fake = { .runs = 3, .requests = 6, .wall_s = 1 };
	struct fake changed = fake;
	changed.from = "'walls_s':[1.000000";
	changed.to = "'walls_s':[3.000000";
	struct outcome o = compare(&fake, &changed,
	    (const char *const[]){ "--fail-if=wall>+10%", NULL });
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK(strstr(o.out, "fail if wall>+10%: passed, it is +44.2 %, which "
			    "may be chance\n") != NULL,
	    "%s", o.out);
	outcome_done(&o);
}

/* The JSON form has the same numbers: of a row, its ratio and the interval
 * that Welch's t gives with the confidence that six rows leave to one. */
static void
test_json(void)
{
	struct outcome o =
	    compare(&(struct fake){ .runs = 10, .requests = 20, .wall_s = 1 },
		&(struct fake){ .runs = 12, .requests = 20, .wall_s = 1.05 },
		(const char *const[]){ "--format=json",
		    "--fail-if=multi.wall>+4%", "--fail-if=p99>+4%", NULL });
	double old_walls[RUNS_MAX];
	double new_walls[RUNS_MAX];
	double low = 0;
	double high = 0;
	for (size_t i = 0; i < RUNS_MAX; i++) {
		old_walls[i] = noise[i];
		new_walls[i] = 1.05 * noise[i];
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

CU_TestInfo compare_tests[] = {
	{ "verdicts", test_verdicts },
	{ "which rows there are", test_rows },
	{ "what does not count", test_not_counted },
	{ "few runs", test_few_runs },
	{ "--fail-if", test_fail_if },
	{ "unlike settings", test_unlike },
	{ "files that are no report", test_refused },
	{ "the command line", test_usage },
	{ "what is said of the reports", test_said },
	{ "what may be chance", test_chance },
	{ "the JSON form", test_json },
	CU_TEST_INFO_NULL,
};
