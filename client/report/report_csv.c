/*
 * report_csv.c: one row a request, in the order in which requests ended.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "measure/request_columns.h"

#include <inttypes.h>

static void
print_run(const struct summary_engine *e, size_t run, FILE *to)
{
	for (size_t i = 0; i < e->runs[run].samples_count; i++) {
		const struct sample *s = &e->runs[run].samples[i];
		fprintf(to, "%s,%zu", e->engine->name, run);
		for (size_t c = 0; c < request_columns_count; c++)
			fprintf(to, ",%" PRId64, request_columns_value(c, s));
		fputc('\n', to);
	}
}

void
report_csv(const struct summary *s, FILE *to)
{
	fputs("engine,run", to);
	for (size_t c = 0; c < request_columns_count; c++)
		fprintf(to, ",%s", request_columns_name(c));
	fputc('\n', to);
	for (size_t i = 0; i < s->engines_count; i++)
		for (size_t r = 0; r < s->engines[i].runs_count; r++)
			print_run(&s->engines[i], r, to);
}
