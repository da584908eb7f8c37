/*
 * svg_bars.c: the bars of a waterfall as paths: one for each phase and engine,
 * in tenths of a pixel and with relative moves, so that ten thousand workflows
 * fit into a file of a megabyte or two.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/svg_bars.h"

#include "lib/alloc.h"

#include <math.h>
#include <stdlib.h>

enum {
	ROW_HEIGHT_MAX = 18,
	ROW_HEIGHT_SEPARATE = 6, /* and above: there is a gap between rows */
	ROWS_HEIGHT = 480,       /* of a panel with so many that they are
				    thinner than ROW_HEIGHT_MAX */
};

enum {
	UNITS = 10,    /* of the bars' coordinates, a pixel */
	SHORTEST = 10, /* units: no request is drawn shorter */
	NOTCH = 10,    /* units: between two requests of a workflow */
};

/* Return units from the left edge of the plot. */
static long
units_of(const struct svg_bars *p, int64_t ns)
{
	return lround(
	    (double)ns / (double)p->waterfall.end_ns * SVG_PLOT * UNITS);
}

/* Return the width of a line, in pixels. Viewers make thinner lines pale. */
static double
thickness(const struct svg_bars *p)
{
	double gap =
	    p->row_height < ROW_HEIGHT_SEPARATE ? 0 : floor(p->row_height / 6);
	return p->row_height < 1 ? 1 : p->row_height - gap;
}

/* Return units from the upper edge of the plot to the middle of the row; for
 * rows thinner than a pixel, to the middle of the pixel. */
static long
middle_of(const struct svg_bars *p, const struct waterfall_bar *bar)
{
	double row = (double)bar->workflow;
	double y = p->row_height < 1 ? floor(row * p->row_height) + 0.5
				     : (row + 0.5) * p->row_height;
	return lround(y * UNITS);
}

/* The end of a path so far; relative moves are short. */
struct pen {
	long x, y;
	bool down; /* there is a path */
};

/* Draw a dash from x to end in row y, below or beside the last one. */
static void
pen_dash(
    struct pen *pen, const char *attributes, long x, long end, long y, FILE *to)
{
	if (!pen->down)
		fprintf(to, "<path %s d=\"M%ld %ld", attributes, x, y);
	else
		fprintf(to, "m%ld %ld", x - pen->x, y - pen->y);
	fprintf(to, "h%ld", end - x);
	*pen = (struct pen){ .x = end, .y = y, .down = true };
}

static void
pen_up(struct pen *pen, FILE *to)
{
	if (pen->down)
		fputs("\"/>\n", to);
	*pen = (struct pen){ .down = false };
}

static enum phase
longest_phase(const struct waterfall_bar *bar)
{
	enum phase longest = PHASE_QUEUE;
	for (enum phase i = PHASE_QUEUE; i < PHASE__MAX; i++)
		if (bar->begin_ns[i + 1] - bar->begin_ns[i] >
		    bar->begin_ns[longest + 1] - bar->begin_ns[longest])
			longest = i;
	return longest;
}

static bool
is_too_short(const struct svg_bars *p, const struct waterfall_bar *bar)
{
	return units_of(p, bar->begin_ns[PHASE__MAX]) -
		   units_of(p, bar->begin_ns[0]) <
	       SHORTEST;
}

static void
draw_phase(const struct svg_bars *p, const struct waterfall_panel *panel,
    enum phase phase)
{
	struct pen pen = { .down = false };
	char *class = alloc_format("class=\"%s\"", phases[phase].name);
	for (size_t i = 0; i < panel->bars_count; i++) {
		const struct waterfall_bar *bar = &panel->bars[i];
		long x = units_of(p, bar->begin_ns[phase]);
		long end = units_of(p, bar->begin_ns[phase + 1]);
		if (is_too_short(p, bar)) {
			x = units_of(p, bar->begin_ns[0]);
			end = x + (longest_phase(bar) == phase ? SHORTEST : 0);
		}
		if (end > x)
			pen_dash(&pen, class, x, end, middle_of(p, bar), p->to);
	}
	pen_up(&pen, p->to);
	free(class);
}

/* Draw the time between two requests of a workflow as a thin line; or a notch
 * that separates them, where there is no such time. */
static void
draw_between(
    const struct svg_bars *p, const struct waterfall_panel *panel, bool apart)
{
	struct pen pen = { .down = false };
	for (size_t i = 1; i < panel->bars_count; i++) {
		const struct waterfall_bar *bar = &panel->bars[i];
		const struct waterfall_bar *before = bar - 1;
		long x = units_of(p, before->begin_ns[PHASE__MAX]);
		long end = units_of(p, bar->begin_ns[0]);
		long y = middle_of(p, bar);
		if (before->workflow != bar->workflow ||
		    apart != (end - x >= NOTCH))
			continue;
		if (apart)
			pen_dash(&pen, "class=\"link\"", x, end, y, p->to);
		else
			pen_dash(&pen, "class=\"notch\"", end, end + NOTCH, y,
			    p->to);
	}
	pen_up(&pen, p->to);
}

/* Draw a stripe through what failed, and a cross at the failure, of the same
 * size however thin a row is. */
static void
draw_failed(const struct svg_bars *p, const struct waterfall_panel *panel,
    const char *class)
{
	bool any = false;
	for (size_t i = 0; i < panel->bars_count; i++) {
		const struct waterfall_bar *bar = &panel->bars[i];
		long x = units_of(p, bar->begin_ns[0]);
		long end = units_of(p, bar->begin_ns[PHASE__MAX]);
		long y = middle_of(p, bar);
		if (!bar->failed)
			continue;
		if (!any)
			fprintf(p->to, "<path class=\"%s\" d=\"", class);
		fprintf(
		    p->to, "M%ld %ldH%ldm-40-40l80 80m0-80l-80 80", x, y, end);
		any = true;
	}
	if (any)
		fputs("\"/>\n", p->to);
}

/* Return the height of a row, in whole pixels: fractions would be blurred. */
static double
row_height(size_t rows)
{
	double height = (double)ROWS_HEIGHT / (double)(rows > 0 ? rows : 1);
	if (height > ROW_HEIGHT_MAX)
		return ROW_HEIGHT_MAX;
	return height >= 1 ? floor(height) : height;
}

static void
look_for_what_is_there(struct svg_bars *p)
{
	for (size_t i = 0; i < p->waterfall.panels_count; i++) {
		const struct waterfall_panel *panel = &p->waterfall.panels[i];
		p->bound |= panel->engine->bound.source != DELAY_UNKNOWN;
		for (size_t b = 0; b < panel->bars_count; b++)
			p->failed |= panel->bars[b].failed;
	}
}

void
svg_bars_init(struct svg_bars *ret_bars, const struct summary *s, FILE *to)
{
	struct svg_bars *p = ret_bars;
	*p = (struct svg_bars){ .summary = s, .to = to };
	waterfall_init(&p->waterfall, s);
	look_for_what_is_there(p);
	p->row_height = row_height(p->waterfall.workflows);
	p->rows_height = ceil(p->row_height * (double)p->waterfall.workflows);
}

void
svg_bars_done(struct svg_bars *p)
{
	waterfall_done(&p->waterfall);
}

double
svg_bars_x(const struct svg_bars *p, int64_t ns)
{
	return SVG_LEFT + (double)units_of(p, ns) / UNITS;
}

void
svg_bars_draw_bars(
    const struct svg_bars *p, const struct waterfall_panel *panel, double top)
{
	fprintf(p->to,
	    "<g transform=\"translate(%d %.0f) scale(%g)\" fill=\"none\">\n"
	    "<g class=\"bars\" stroke-width=\"%.0f\">\n",
	    SVG_LEFT, top, 1.0 / UNITS, thickness(p) * UNITS);
	for (size_t i = 0; i < PHASE__MAX; i++)
		draw_phase(p, panel, (enum phase)i);
	draw_between(p, panel, true);
	draw_between(p, panel, false);
	fputs("</g>\n", p->to);
	draw_failed(p, panel, "halo");
	draw_failed(p, panel, "failed");
	fputs("</g>\n", p->to);
}
