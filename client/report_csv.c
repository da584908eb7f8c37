/*
 * report_csv.c: one row a request, in the order in which they ended.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include <inttypes.h>

void
report_csv(const struct summary *s, FILE *to)
{
	fputs("engine,workflow,step,start_us,duration_us,status\n", to);
	for (size_t i = 0; i < s->engines_count; i++) {
		const struct run *run = s->engines[i].run;
		for (size_t j = 0; j < run->samples_count; j++) {
			const struct sample *r = &run->samples[j];
			fprintf(to, "%s,%zu,%zu,%" PRId64 ",%" PRId64 ",%ld\n",
			    s->engines[i].engine->name, r->workflow, r->step,
			    r->start_ns / 1000, r->duration_ns / 1000,
			    r->status);
		}
	}
}
