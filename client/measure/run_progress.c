/*
 * run_progress.c: the progress of a measurement, and its time left.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/run_progress.h"

#include "lib/clock.h"

#include <stdio.h>

int64_t
run_progress_left_ns(const struct run_progress *p, int64_t now_ns)
{
	int64_t took_ns = now_ns - p->line.start_ns;
	int64_t whole_ns = p->took_ns[(p->run - 1) % p->turns];
	if (whole_ns == 0 && p->ended > 0)
		whole_ns = (int64_t)((double)took_ns * (double)p->line.total /
				     (double)p->ended);
	if (whole_ns == 0)
		return -1;
	int64_t left_ns = whole_ns > took_ns ? whole_ns - took_ns : 0;
	for (size_t run = p->run; run < p->runs; run++) {
		int64_t last_ns = p->took_ns[run % p->turns];
		left_ns += last_ns > 0 ? last_ns : whole_ns;
	}
	return left_ns;
}

static void
draw(struct run_progress *p)
{
	char subject[64];
	int used = 0;
	if (p->runs > 1)
		used = snprintf(subject, sizeof(subject), "run %zu of %zu, ",
		    p->run, p->runs);
	snprintf(
	    subject + used, sizeof(subject) - (size_t)used, "%s: ", p->engine);
	progress_draw(&p->line, subject, p->ended,
	    run_progress_left_ns(p, clock_now_ns()));
}

void
run_progress_run(struct run_progress *p, const char *engine, size_t requests)
{
	p->run++;
	p->engine = engine;
	p->ended = 0;
	progress_start(&p->line, "requests", requests);
	draw(p);
}

void
run_progress_update(void *arg, size_t requests_ended)
{
	struct run_progress *p = arg;
	p->ended = requests_ended;
	if (progress_is_due(&p->line))
		draw(p);
}

void
run_progress_run_ended(struct run_progress *p)
{
	p->took_ns[(p->run - 1) % p->turns] = clock_now_ns() - p->line.start_ns;
}
