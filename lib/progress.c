/*
 * progress.c: the progress line on a terminal.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/progress.h"

#include "lib/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { INTERVAL_NS = 100000000 };

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
	if (!progress_is_due(p))
		return;
	double took_ns = (double)(clock_now_ns() - p->start_ns);
	bool known = done > 0 && done <= p->total;
	progress_draw(p, "", done,
	    known
		? (int64_t)(took_ns * (double)(p->total - done) / (double)done)
		: -1);
}

bool
progress_is_due(const struct progress *p)
{
	return p->shown && clock_now_ns() - p->drawn_ns >= INTERVAL_NS;
}

void
progress_draw(
    struct progress *p, const char *subject, uint64_t done, int64_t left_ns)
{
	if (!p->shown)
		return;
	p->drawn_ns = clock_now_ns();
	fprintf(stderr, "\r%s%" PRIu64, subject, done);
	if (p->total > 0)
		fprintf(stderr, " of %" PRIu64, p->total);
	fprintf(stderr, " %s, %.1f s", p->what,
	    (double)(p->drawn_ns - p->start_ns) / 1e9);
	if (left_ns >= 0)
		fprintf(stderr, ", about %.0f s left", (double)left_ns / 1e9);
	fputs(" \033[K", stderr);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}
