/*
 * progress.c: what a person sees while it runs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "progress.h"

#include "clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

enum { INTERVAL_NS = 100000000 };

static void
draw(struct progress *p, size_t ended)
{
	p->drawn_ns = clock_now_ns();
	fprintf(stderr, "\r%s: %zu of %zu workflows, %.1f s \033[K", p->engine,
	    ended, p->total, (double)(p->drawn_ns - p->start_ns) / 1e9);
}

void
progress_start(struct progress *p, const char *engine, size_t total)
{
	*p = (struct progress){
		.engine = engine, .total = total, .start_ns = clock_now_ns()
	};
	if (isatty(STDERR_FILENO))
		draw(p, 0);
}

void
progress_update(void *arg, size_t ended)
{
	struct progress *p = arg;
	bool shown = p->drawn_ns != 0;
	if (shown && clock_now_ns() - p->drawn_ns >= INTERVAL_NS)
		draw(p, ended);
}

void
progress_end(struct progress *p)
{
	if (p->drawn_ns != 0)
		fputs("\r\033[K", stderr);
}
