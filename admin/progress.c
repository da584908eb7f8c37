/*
 * progress.c: what a person sees while it runs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "progress.h"

#include "lib/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { INTERVAL_NS = 100000000 };

static void
draw(const struct progress *p, uint64_t done)
{
	double took_s = (double)(p->drawn_ns - p->start_ns) / 1e9;
	fprintf(stderr, "\r%" PRIu64, done);
	if (p->total > 0)
		fprintf(stderr, " of %" PRIu64, p->total);
	fprintf(stderr, " %s, %.1f s", p->what, took_s);
	if (p->total > 0 && done > 0 && done <= p->total)
		fprintf(stderr, ", about %.0f s left",
		    took_s * (double)(p->total - done) / (double)done);
	fputs(" \033[K", stderr);
}

void
progress_start(struct progress *p, const char *what, uint64_t total)
{
	*p = (struct progress){ .shown = isatty(STDERR_FILENO),
		.what = what,
		.total = total,
		.start_ns = clock_now_ns() };
}

void
progress_update(struct progress *p, uint64_t done)
{
	if (!p->shown)
		return;
	int64_t now_ns = clock_now_ns();
	if (now_ns - p->drawn_ns < INTERVAL_NS)
		return;
	p->drawn_ns = now_ns;
	draw(p, done);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}
