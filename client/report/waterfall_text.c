/*
 * waterfall_text.c: every request in characters, for a terminal. A line is a
 * workflow and a character a span of time, the same for all engines: it shows
 * the phase that took most of the span, but no request vanishes beside a longer
 * one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "lib/ansi.h"
#include "lib/text.h"
#include "report/waterfall_cells.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	ROWS_MAX = 40, /* workflows drawn, an engine */
	WIDTH_MIN = 40,
	WIDTH_MAX = 200,
	WIDTH_ELSE = 80,
	NAME_MAX_COLUMNS = 16,
	TICK_COLUMNS = 9, /* at least, from tick to tick */
};

/* The marks: a phase, or one of these. */
enum {
	MARK_BETWEEN = PHASE__MAX, /* two requests */
	MARK_FAILED,
	MARK_BOUND,
	MARK_NONE,
	MARK__MAX
};

struct mark {
	const char *utf8, *ascii;
	const char *label;
	int hue; /* of ansi; -1: none */
};

/* clang-format off */
static const struct mark no_phases[MARK__MAX - PHASE__MAX] = {
	[MARK_BETWEEN - PHASE__MAX] = { "\xc2\xb7",     "-", "gap",    -1 },
	[MARK_FAILED - PHASE__MAX]  = { "\xc3\x97",     "x", "failed", -1 },
	[MARK_BOUND - PHASE__MAX]   = { "\xe2\x94\x8a", "|", "bound",  -1 },
	[MARK_NONE - PHASE__MAX]    = { " ",            " ", NULL,     -1 },
};
/* clang-format on */

/* The terminal, and the scale of the drawing. */
struct screen {
	const struct waterfall *waterfall;
	FILE *to;
	struct ansi ansi;
	bool utf8; /* is what the terminal's locale has */
	int number_width;
	int name_width;
	struct waterfall_scale scale; /* a character is a cell */
};

static bool
has_utf8(void)
{
	locale_t type = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	if (type == (locale_t)0)
		return false;
	bool utf8 = strcmp(nl_langinfo_l(CODESET, type), "UTF-8") == 0;
	freelocale(type);
	return utf8;
}

static size_t
mark_of(const struct waterfall_cell *cell)
{
	size_t most = PHASE_QUEUE;
	if (cell->failed)
		return MARK_FAILED;
	for (size_t p = 0; p < PHASE__MAX; p++)
		if (cell->ns[p] > cell->ns[most])
			most = p;
	return most;
}

/* --- lines --------------------------------------------------------------- */

static struct mark
mark_at(size_t mark)
{
	if (mark >= PHASE__MAX)
		return no_phases[mark - PHASE__MAX];
	const struct phase_row *phase = &phases[mark];
	return (struct mark){ phase->mark, phase->ascii, phase->legend,
		phase->hue };
}

static const char *
colour_of(const struct screen *s, size_t mark)
{
	if (mark_at(mark).hue >= 0)
		return s->ansi.hues[mark_at(mark).hue];
	if (mark == MARK_FAILED)
		return s->ansi.bad;
	return mark == MARK_NONE ? "" : s->ansi.faint;
}

static void
print_mark(const struct screen *s, size_t mark)
{
	fputs(s->utf8 ? mark_at(mark).utf8 : mark_at(mark).ascii, s->to);
}

static void
print_legend(const struct screen *s)
{
	for (size_t m = 0; m < MARK__MAX; m++) {
		if (mark_at(m).label == NULL)
			continue;
		fprintf(s->to, "%s%s", m > 0 ? "  " : "", colour_of(s, m));
		print_mark(s, m);
		fprintf(s->to, "%s %s", s->ansi.off, mark_at(m).label);
	}
	fputc('\n', s->to);
}

/* Return the bytes of the character at text, and the columns that it takes. */
static size_t
measure(const struct screen *s, const char *text, int *ret_columns)
{
	size_t length = strlen(text);
	size_t bytes = text_character(text, length);
	*ret_columns = 1;
	if (!s->utf8 || bytes < 2)
		return 1;
	*ret_columns = text_columns(text, bytes);
	return bytes;
}

/* Return how many bytes of text fit into max columns, and the columns that they
 * take. */
static size_t
cut(const struct screen *s, const char *text, int max, int *ret_columns)
{
	size_t end = 0;
	*ret_columns = 0;
	while (text[end] != '\0') {
		int columns;
		size_t bytes = measure(s, text + end, &columns);
		if (*ret_columns + columns > max)
			break;
		*ret_columns += columns;
		end += bytes;
	}
	return end;
}

static char *
name_of(const struct waterfall_panel *panel, size_t workflow)
{
	const char *name = workflow_name(&panel->run->workflows[workflow]);
	return alloc_checked(text_harmless(name, strlen(name)));
}

static void
print_name(
    const struct screen *s, const struct waterfall_panel *panel, size_t w)
{
	char *name = name_of(panel, w);
	int columns;
	size_t bytes = cut(s, name, s->name_width, &columns);
	fprintf(s->to, "%*zu %.*s%*s ", s->number_width, w, (int)bytes, name,
	    s->name_width - columns, "");
	free(name);
}

/* Make the marks of a workflow's line. Returns their number. */
static size_t
marks_of(const struct screen *s, const struct waterfall_panel *panel,
    size_t workflow, size_t line[WIDTH_MAX])
{
	const struct lower_bound *bound = &panel->engine->bound;
	struct waterfall_cell cells[WIDTH_MAX] = { { .owner = NULL } };
	size_t length = 0;
	bool begun = false;
	waterfall_cells_fill(&s->scale, &panel->bars[panel->first[workflow]],
	    panel->first[workflow + 1] - panel->first[workflow], cells);
	for (size_t c = 0; c < s->scale.cells; c++) {
		begun |= cells[c].owner != NULL;
		line[c] = begun ? MARK_BETWEEN : MARK_NONE;
		if (cells[c].owner != NULL) {
			line[c] = mark_of(&cells[c]);
			length = c + 1;
		}
	}
	for (size_t c = length; c < s->scale.cells; c++)
		line[c] = MARK_NONE; /* there is no next one */
	size_t at = waterfall_cell_of(&s->scale, bound->wall_ns);
	if (bound->source != DELAY_UNKNOWN && line[at] == MARK_NONE) {
		line[at] = MARK_BOUND;
		length = length > at ? length : at + 1;
	}
	return length;
}

static void
print_row(const struct screen *s, const struct waterfall_panel *panel, size_t w)
{
	size_t line[WIDTH_MAX];
	size_t length = marks_of(s, panel, w, line);
	print_name(s, panel, w);
	const char *colour = "";
	for (size_t c = 0; c < length; c++) {
		const char *next = colour_of(s, line[c]);
		if (next != colour)
			fprintf(s->to, "%s%s", s->ansi.off, next);
		colour = next;
		print_mark(s, line[c]);
	}
	fprintf(s->to, "%s\n", s->ansi.off);
}

/* Print the scale "|0 s     |1 s"; a bar marks its moment. */
static void
print_scale(const struct screen *s)
{
	size_t parts = s->scale.cells / TICK_COLUMNS;
	int64_t step =
	    waterfall_step(s->scale.end_ns, (int64_t)(parts > 0 ? parts : 1));
	size_t at = 0;
	fprintf(s->to, "%s%*s", s->ansi.faint,
	    s->number_width + s->name_width + 2, "");
	for (int64_t ns = 0; ns <= s->scale.end_ns; ns += step) {
		char *label = waterfall_tick(ns, step);
		size_t cell = waterfall_cell_of(&s->scale, ns);
		if (cell + 1 + strlen(label) <= s->scale.cells) {
			fprintf(s->to, "%*s|%s", (int)(cell - at), "", label);
			at = cell + 1 + strlen(label);
		}
		free(label);
	}
	fprintf(s->to, "%s\n", s->ansi.off);
}

/* --- the whole ----------------------------------------------------------- */

static size_t
rows_of(const struct waterfall_panel *panel)
{
	size_t count = panel->run->workflows_count;
	return count < ROWS_MAX ? count : ROWS_MAX;
}

/* Return the workflow in row i: the first, the last, and some evenly in
 * between. */
static size_t
workflow_in_row(const struct waterfall_panel *panel, size_t i)
{
	size_t count = panel->run->workflows_count;
	return count <= ROWS_MAX ? i : i * (count - 1) / (ROWS_MAX - 1);
}

static int
width_of(FILE *to)
{
	struct winsize size = { 0 };
	const char *columns = getenv("COLUMNS");
	long width = 0;
	int fd = fileno(to);
	if (fd >= 0 && isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width == 0 && columns != NULL)
		width = strtol(columns, NULL, 10);
	if (width <= 0)
		width = WIDTH_ELSE;
	return width < WIDTH_MIN   ? WIDTH_MIN
	       : width > WIDTH_MAX ? WIDTH_MAX
				   : (int)width;
}

static void
set_columns(struct screen *s)
{
	char *last = alloc_format("%zu", s->waterfall->workflows - 1);
	s->number_width = (int)strlen(last);
	free(last);
	for (size_t i = 0; i < s->waterfall->panels_count; i++) {
		const struct waterfall_panel *panel = &s->waterfall->panels[i];
		for (size_t r = 0; r < rows_of(panel); r++) {
			int columns;
			char *name = name_of(panel, workflow_in_row(panel, r));
			cut(s, name, NAME_MAX_COLUMNS, &columns);
			if (columns > s->name_width)
				s->name_width = columns;
			free(name);
		}
	}
	s->scale.cells =
	    (size_t)(width_of(s->to) - s->number_width - s->name_width - 2);
}

static void
print_panel(const struct screen *s, const struct waterfall_panel *panel)
{
	char *heading = waterfall_heading(panel->engine);
	size_t count = panel->run->workflows_count;
	fprintf(s->to, "\n%s: %s\n", panel->engine->engine->name, heading);
	free(heading);
	if (count > ROWS_MAX)
		fprintf(s->to, "%d of %zu workflows, evenly chosen:\n",
		    ROWS_MAX, count);
	for (size_t r = 0; r < rows_of(panel); r++)
		print_row(s, panel, workflow_in_row(panel, r));
	print_scale(s);
}

void
report_waterfall(const struct summary *s, FILE *to)
{
	struct waterfall waterfall;
	if (s->engines_count == 0)
		return;
	waterfall_init(&waterfall, s);
	struct screen screen = { .waterfall = &waterfall,
		.to = to,
		.ansi = ansi_of(to),
		.utf8 = has_utf8() };
	screen.scale.end_ns = waterfall.end_ns;
	set_columns(&screen);
	print_legend(&screen);
	for (size_t i = 0; i < waterfall.panels_count; i++)
		print_panel(&screen, &waterfall.panels[i]);
	fputc('\n', to);
	waterfall_done(&waterfall);
}
