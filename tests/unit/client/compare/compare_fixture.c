/*
 * compare_fixture.c: makes reports and has docking-timing compare them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare_fixture.h"

#include "../../../lib/files.h"
#include "../../../lib/harness.h"
#include "../../../lib/quotes.h"
#include "../../../lib/temp.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGS_MAX = 12 };

const double compare_fixture_noise[COMPARE_FIXTURE_RUNS_MAX] = { 1, 1.001,
	0.999, 1.002, 0.998, 1, 1, 1.001, 0.999, 1, 1.003, 0.997 };

static void
put_engine(FILE *to, const char *name, double wall_s, size_t runs)
{
	fprintf(to, "{'engine':'%s','walls_s':[", name);
	for (size_t i = 0; i < runs; i++)
		fprintf(to, "%s%.6f", i > 0 ? "," : "",
		    wall_s * compare_fixture_noise[i]);
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
put_samples(
    FILE *to, const char *name, const struct fake_report *f, double wall_s)
{
	for (size_t i = 0; i < f->runs; i++) {
		long us = lround(100000 * wall_s * compare_fixture_noise[i]);
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
fake_text(const struct fake_report *f)
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
fake_file(const char *name, const struct fake_report *f)
{
	char *path = temp_file("%s", name);
	char *text = fake_text(f);
	file_write_text(path, text);
	free(text);
	return path;
}

struct outcome
compare_fixture_run(const struct fake_report *old_fake,
    const struct fake_report *new_fake, const char *const more[])
{
	char *old_file = fake_file("old.json", old_fake);
	char *new_file = fake_file("new.json", new_fake);
	const char *args[ARGS_MAX] = { program_built("docking-timing"),
		"compare", old_file, new_file };
	for (size_t i = 0; more != NULL && more[i] != NULL && i + 5 < ARGS_MAX;
	     i++)
		args[i + 4] = more[i];
	struct outcome o = program_run(args, NULL);
	free(old_file);
	free(new_file);
	return o;
}
