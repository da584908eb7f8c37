/*
 * report_svg.c: the waterfall as a picture (SVG 1.1): its texts and scales;
 * svg_bars.c draws the bars. A row is a workflow and a colour a phase; all
 * engines share one scale of time.
 *
 * Colours are classes, not custom properties, which not every viewer supports.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "lib/text.h"
#include "lib/xmltext.h"
#include "report/svg_bars.h"
#include "report/waterfall_model.h"

#include <stdlib.h>
#include <string.h>

enum {
	HEADING_HEIGHT = 98, /* title and legend */
	PANEL_HEADING_HEIGHT = 30,
	PANEL_FOOT_HEIGHT = 42, /* labels of the scale */
	ROW_HEIGHT_NAMED = 11,  /* and above: it has room for a name */
	NAME_SHOWN = 13,        /* characters */
	TICKS_MAX = 12,
	ROW_TICKS_MAX = 6,
};

static const char style[] =
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,"
    "'DejaVu Sans',sans-serif;font-size:12px;fill:#1f2328;"
    "font-variant-numeric:tabular-nums}\n"
    ".title{font-size:19px;font-weight:600}\n"
    ".engine{font-size:15px;font-weight:600}\n"
    ".name{font-size:11px}\n"
    ".faint{fill:#59636e}\n"
    ".value{font-weight:600}\n"
    ".end{text-anchor:end}\n"
    ".middle{text-anchor:middle}\n"
    ".paper{fill:#fff}\n"
    ".plot{fill:#f3f5f7}\n"
    ".grid{stroke:#d1d9e0}\n"
    ".link{stroke:#59636e;stroke-width:10}\n"
    ".notch{stroke:#f3f5f7}\n"
    ".bound{stroke:#1f2328;stroke-width:1.5;stroke-dasharray:5 4}\n"
    ".halo{stroke:#f3f5f7;stroke-width:50}\n"
    ".failed{stroke:#b3261e;stroke-width:20}\n"
    ".bars{shape-rendering:crispEdges}\n";

static const char style_dark[] =
    "@media (prefers-color-scheme:dark){"
    "text{fill:#e6edf3}.faint{fill:#9198a1}"
    ".paper{fill:#0d1117}.plot{fill:#161b22}"
    ".grid{stroke:#30363d}.link{stroke:#9198a1}"
    ".notch,.halo{stroke:#161b22}.bound{stroke:#e6edf3}"
    ".failed{stroke:#ff8a80}\n";

static void
print_text(const struct svg_bars *p, const char *text)
{
	xmltext_print(text, strlen(text), p->to);
}

/* --- scales -------------------------------------------------------------- */

/* Draw the lines behind the bars, with their labels. */
static void
draw_time_scale(const struct svg_bars *p, double top)
{
	int64_t step = waterfall_step(p->waterfall.end_ns, TICKS_MAX);
	double bottom = top + p->rows_height;
	for (int64_t ns = 0; ns <= p->waterfall.end_ns; ns += step) {
		char *label = waterfall_tick(ns, step);
		double x = svg_bars_x(p, ns);
		fprintf(p->to,
		    "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>"
		    "<text class=\"faint middle\" x=\"%.1f\" y=\"%.1f\">%s"
		    "</text>\n",
		    x, top, bottom + 5, x, bottom + 19, label);
		free(label);
	}
}

/* Print the first characters of name, and an ellipsis for the rest. */
static void
print_name(const struct svg_bars *p, const char *name)
{
	size_t length = strlen(name);
	size_t end = 0;       /* of NAME_SHOWN characters */
	size_t short_end = 0; /* of one less */
	for (size_t n = 0; n < NAME_SHOWN && end < length; n++) {
		size_t bytes = text_character(name + end, length - end);
		short_end = end;
		end += bytes > 0 ? bytes : 1;
	}
	xmltext_print(name, end < length ? short_end : end, p->to);
	if (end < length)
		fputs("\xe2\x80\xa6", p->to);
}

/* Print the names of rows, or numbers where there is no room for names. */
static void
draw_row_scale(
    const struct svg_bars *p, const struct waterfall_panel *panel, double top)
{
	bool named = p->row_height >= ROW_HEIGHT_NAMED;
	size_t count = panel->run->workflows_count;
	int64_t step =
	    named ? 1 : waterfall_step((int64_t)count, ROW_TICKS_MAX);
	for (size_t w = 0; w < count; w += (size_t)step) {
		double y = top + ((double)w + 0.5) * p->row_height + 4;
		if (named) {
			fprintf(p->to,
			    "<text class=\"name faint\" x=\"%d\" y=\"%.1f\">"
			    "%zu</text><text class=\"name end\" x=\"%d\" "
			    "y=\"%.1f\">",
			    SVG_MARGIN, y, w, SVG_LEFT - 10, y);
			print_name(p, workflow_name(&panel->run->workflows[w]));
			fputs("</text>\n", p->to);
			continue;
		}
		fprintf(p->to,
		    "<path class=\"grid\" d=\"M%d %.1fh5\"/>"
		    "<text class=\"faint end\" x=\"%d\" y=\"%.1f\">%s%zu"
		    "</text>\n",
		    SVG_LEFT - 6, y - 4, SVG_LEFT - 10, y,
		    w == 0 ? "workflow " : "", w);
	}
}

/* --- panels -------------------------------------------------------------- */

static void print_value(const struct svg_bars *p, const char *name,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Print "name value" in the heading of a panel. */
static void
print_value(const struct svg_bars *p, const char *name, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *value = alloc_vformat(format, ap);
	va_end(ap);
	fprintf(p->to,
	    "<tspan class=\"faint\" dx=\"%d\">%s </tspan>"
	    "<tspan class=\"value\">%s</tspan>",
	    SVG_MARGIN, name, value);
	free(value);
}

static void
print_panel_heading(
    const struct svg_bars *p, const struct summary_engine *e, double y)
{
	const char *binds = binds_name(e->bound.binds);
	fprintf(p->to,
	    "<text x=\"%d\" y=\"%.1f\" class=\"engine\">%s</text>"
	    "<text x=\"%d\" y=\"%.1f\">",
	    SVG_MARGIN, y, e->engine->name, SVG_LEFT - SVG_MARGIN, y);
	print_value(p, "wall", "%.3f s", (double)e->wall_ns / 1e9);
	if (e->bound.source != DELAY_UNKNOWN) {
		print_value(
		    p, "bound", "%.3f s", (double)e->bound.wall_ns / 1e9);
		print_value(
		    p, "efficiency", "%.1f %%", e->bound.efficiency * 100);
	}
	if (binds != NULL)
		print_value(p, "binds", "%s", binds);
	if (e->failed > 0)
		print_value(p, "failed", "%zu", e->failed);
	fputs("</text>\n", p->to);
}

/* Draw the panel of an engine from y on. Returns where it ends. */
static double
draw_panel(
    const struct svg_bars *p, const struct waterfall_panel *panel, double y)
{
	const struct lower_bound *bound = &panel->engine->bound;
	double top = y + PANEL_HEADING_HEIGHT;
	print_panel_heading(p, panel->engine, y + 19);
	fprintf(p->to,
	    "<rect class=\"plot\" x=\"%d\" y=\"%.1f\" width=\"%d\" "
	    "height=\"%.1f\"/>\n",
	    SVG_LEFT, top, SVG_PLOT, p->rows_height);
	draw_time_scale(p, top);
	draw_row_scale(p, panel, top);
	svg_bars_draw_bars(p, panel, top);
	if (bound->source != DELAY_UNKNOWN)
		fprintf(p->to,
		    "<path class=\"bound\" d=\"M%.1f %.1fV%.1f\"/>\n",
		    svg_bars_x(p, bound->wall_ns), top - 4,
		    top + p->rows_height + 4);
	return top + p->rows_height + PANEL_FOOT_HEIGHT;
}

/* --- the whole ----------------------------------------------------------- */

/* Return where the next entry of the legend goes. */
static double
print_legend_label(const struct svg_bars *p, const char *label, double width,
    double x, double y)
{
	fprintf(
	    p->to, "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x + 18, y, label);
	return x + 18 + width + 22;
}

static void
print_legend(const struct svg_bars *p, double y)
{
	double x = SVG_MARGIN;
	for (size_t i = 0; i < PHASE__MAX; i++) {
		fprintf(p->to,
		    "<path class=\"%s\" stroke-width=\"12\" d=\"M%.1f "
		    "%.1fh12\"/>",
		    phases[i].name, x, y - 4);
		x = print_legend_label(
		    p, phases[i].label, phases[i].width, x, y);
	}
	if (p->bound) {
		fprintf(p->to, "<path class=\"bound\" d=\"M%.1f %.1fv14\"/>",
		    x + 6, y - 11);
		x = print_legend_label(p, "bound", 40, x, y);
	}
	if (p->failed) {
		fprintf(p->to,
		    "<path class=\"failed\" transform=\"translate(%.1f %.1f) "
		    "scale(.1)\" d=\"M0 0l80 80m0-80l-80 80\"/>",
		    x + 2, y - 8);
		print_legend_label(p, "failed", 40, x, y);
	}
}

static void
print_style(const struct svg_bars *p)
{
	fprintf(p->to, "<style>\n%s", style);
	for (size_t i = 0; i < PHASE__MAX; i++)
		fprintf(
		    p->to, ".%s{stroke:%s}\n", phases[i].name, phases[i].light);
	fputs(style_dark, p->to);
	for (size_t i = 0; i < PHASE__MAX; i++)
		fprintf(
		    p->to, ".%s{stroke:%s}\n", phases[i].name, phases[i].dark);
	fputs("}\n</style>\n", p->to);
}

/* Print the description that a screen reader reads out. */
static void
print_description(const struct svg_bars *p)
{
	const struct summary *s = p->summary;
	fputs(
	    "<title id=\"waterfall-title\">Waterfall of every request", p->to);
	for (size_t i = 0; i < s->engines_count; i++)
		fprintf(p->to, "%s %s", i > 0 ? "," : " with",
		    s->engines[i].engine->name);
	fputs("</title>\n<desc id=\"waterfall-desc\">A row is a workflow, "
	      "from left to right is time, a colour is what a request does.",
	    p->to);
	for (size_t i = 0; i < s->engines_count; i++) {
		const struct summary_engine *e = &s->engines[i];
		char *heading = waterfall_heading(e);
		fprintf(p->to, " %s: %s; %zu requests, %zu failed.",
		    e->engine->name, heading, e->requests, e->failed);
		free(heading);
	}
	fputs("</desc>\n", p->to);
}

static void
print_heading(const struct svg_bars *p)
{
	const struct summary *s = p->summary;
	const struct setting *setting = s->setting;
	struct lower_bound bound = summary_bound(s);
	size_t steps = setting->plan->steps_count;
	fprintf(p->to,
	    "<text class=\"title\" x=\"%d\" y=\"36\">%zu workflow%s of %zu "
	    "request%s",
	    SVG_MARGIN, p->waterfall.workflows,
	    p->waterfall.workflows == 1 ? "" : "s", steps,
	    steps == 1 ? "" : "s");
	if (s->speedup > 0)
		fprintf(p->to, ": %s is %.2f \xc3\x97 as fast as %s",
		    s->engines[s->engines_count - 1].engine->name, s->speedup,
		    s->engines[0].engine->name);
	fprintf(p->to, "</text>\n<text class=\"faint\" x=\"%d\" y=\"57\">",
	    SVG_MARGIN);
	print_text(p, setting->url);
	if (bound.source != DELAY_UNKNOWN)
		fprintf(p->to, ", %s %g s",
		    bound.unequal ? "delays up to" : "delay",
		    (double)bound.delay_ns / 1e9);
	if (setting->capacity > 0)
		fprintf(p->to, ", %zu places", setting->capacity);
	if (s->compared)
		fprintf(p->to, ", results %s",
		    s->difference.a == NULL ? "identical" : "differ");
	if (s->interrupted)
		fputs(", interrupted", p->to);
	fputs("</text>\n", p->to);
}

void
report_svg(const struct summary *s, FILE *to)
{
	struct svg_bars p;
	svg_bars_init(&p, s, to);
	double height =
	    HEADING_HEIGHT +
	    (double)p.waterfall.panels_count *
		(PANEL_HEADING_HEIGHT + p.rows_height + PANEL_FOOT_HEIGHT);
	fprintf(to,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "aria-labelledby=\"waterfall-title waterfall-desc\" "
	    "width=\"%d\" height=\"%.0f\" viewBox=\"0 0 %d %.0f\">\n",
	    SVG_WIDTH, height, SVG_WIDTH, height);
	print_description(&p);
	print_style(&p);
	fputs("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n", to);
	print_heading(&p);
	print_legend(&p, 84);
	double y = HEADING_HEIGHT;
	for (size_t i = 0; i < p.waterfall.panels_count; i++)
		y = draw_panel(&p, &p.waterfall.panels[i], y);
	fputs("</svg>\n", to);
	svg_bars_done(&p);
}
