/*
 * progress.c: what a person sees while it runs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/progress.h"

#include "lib/clock.h"

#include <stdio.h>
#include <unistd.h>

enum { INTERVAL_NS = 100000000 };

int64_t
progress_left_ns(const struct progress *p, int64_t now_ns)
{
	int64_t took_ns = now_ns - p->run_start_ns;
	int64_t whole_ns = p->took_ns[(p->run - 1) % p->turns];
	if (whole_ns == 0 && p->ended > 0)
		whole_ns = (int64_t)((double)took_ns * (double)p->requests /
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
draw(struct progress *p)
{
	p->drawn_ns = clock_now_ns();
	fputs("\r", stderr);
	if (p->runs > 1)
		fprintf(stderr, "run %zu of %zu, ", p->run, p->runs);
	fprintf(stderr, "%s: %zu of %zu requests, %.1f s", p->engine, p->ended,
	    p->requests, (double)(p->drawn_ns - p->run_start_ns) / 1e9);
	int64_t left_ns = progress_left_ns(p, p->drawn_ns);
	if (left_ns >= 0)
		fprintf(stderr, ", about %.0f s left", (double)left_ns / 1e9);
	fputs(" \033[K", stderr);
}

void
progress_start(struct progress *p, size_t runs, size_t turns)
{
	*p = (struct progress){
		.shown = isatty(STDERR_FILENO), .runs = runs, .turns = turns
	};
}

void
progress_run(struct progress *p, const char *engine, size_t requests)
{
	p->run++;
	p->engine = engine;
	p->requests = requests;
	p->ended = 0;
	p->run_start_ns = clock_now_ns();
	if (p->shown)
		draw(p);
}

void
progress_update(void *arg, size_t requests_ended)
{
	struct progress *p = arg;
	p->ended = requests_ended;
	if (p->shown && clock_now_ns() - p->drawn_ns >= INTERVAL_NS)
		draw(p);
}

void
progress_run_ended(struct progress *p)
{
	p->took_ns[(p->run - 1) % p->turns] = clock_now_ns() - p->run_start_ns;
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}
