/*
 * chart.c: from a summary to what its waterfalls show: rows, bars, a scale.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chart.h"

#include "alloc.h"

#include <stdlib.h>

/* A delay that only --delay knows is a part of the wait, as in the summary. */
static struct chart_bar
bar_of(const struct chart_panel *panel, const struct sample *s,
    int64_t option_delay_ns)
{
	const struct workflow *w = &panel->run->workflows[s->workflow];
	struct chart_bar bar = { .workflow = s->workflow,
		.failed = s->status == 0 ||
			  (w->state == WORKFLOW_FAILED && w->step == s->step) };
	int64_t later = 0; /* what the wait gives to the delay */
	if (panel->engine->bound.source == DELAY_FROM_OPTION &&
	    s->status != 0 && s->delay_ns < 0) {
		later = s->phase_ns[PHASE_WAIT];
		if (option_delay_ns < later)
			later = option_delay_ns;
	}
	bar.begin_ns[0] = s->start_ns;
	for (size_t p = 0; p < PHASE__MAX; p++)
		bar.begin_ns[p + 1] = bar.begin_ns[p] + s->phase_ns[p];
	bar.begin_ns[PHASE_DELAY] -= later;
	return bar;
}

/* Samples are in the order in which they ended: of one workflow in its own. */
static void
fill(struct chart_panel *panel, int64_t option_delay_ns)
{
	const struct run *run = panel->run;
	size_t *first = alloc_zeroed(run->workflows_count + 1, sizeof(*first));
	size_t *next = alloc_zeroed(run->workflows_count + 1, sizeof(*next));
	for (size_t i = 0; i < run->samples_count; i++)
		first[run->samples[i].workflow + 1]++;
	for (size_t w = 0; w < run->workflows_count; w++)
		next[w + 1] = first[w + 1] += first[w];
	panel->bars = alloc_zeroed(run->samples_count, sizeof(*panel->bars));
	panel->bars_count = run->samples_count;
	for (size_t i = 0; i < run->samples_count; i++) {
		const struct sample *s = &run->samples[i];
		panel->bars[next[s->workflow]++] =
		    bar_of(panel, s, option_delay_ns);
	}
	free(next);
	panel->first = first;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
end_of(const struct chart_panel *panel)
{
	const struct bound *bound = &panel->engine->bound;
	int64_t end = later(1, panel->run->wall_ns);
	if (bound->source != DELAY_UNKNOWN)
		end = later(end, bound->wall_ns);
	for (size_t i = 0; i < panel->bars_count; i++)
		end = later(end, panel->bars[i].begin_ns[PHASE__MAX]);
	return end;
}

void
chart_init(struct chart *ret_chart, const struct summary *s)
{
	*ret_chart = (struct chart){ .panels_count = s->engines_count };
	for (size_t i = 0; i < s->engines_count; i++) {
		struct chart_panel *panel = &ret_chart->panels[i];
		panel->engine = &s->engines[i];
		panel->run = summary_median_run(&s->engines[i]);
		fill(panel, s->setting->options->delay_ns);
		ret_chart->end_ns = later(ret_chart->end_ns, end_of(panel));
		if (panel->run->workflows_count > ret_chart->workflows)
			ret_chart->workflows = panel->run->workflows_count;
	}
}

void
chart_done(struct chart *chart)
{
	for (size_t i = 0; i < chart->panels_count; i++) {
		free(chart->panels[i].bars);
		free(chart->panels[i].first);
	}
	*chart = (struct chart){ 0 };
}

int64_t
chart_step(int64_t span, int64_t parts)
{
	static const int64_t round[] = { 1, 2, 5 };
	int64_t step = 1;
	for (int64_t ten = 1; ten < INT64_MAX / 100; ten *= 10)
		for (size_t i = 0; i < sizeof(round) / sizeof(round[0]); i++) {
			step = round[i] * ten;
			if ((span - 1) / step < parts)
				return step;
		}
	return step;
}

char *
chart_tick(int64_t ns, int64_t step_ns)
{
	static const struct {
		const char *name;
		int64_t ns;
		int decimals; /* of a step that is smaller than it */
	} units[] = {
		{ "s", 1000000000, 1 },
		{ "ms", 1000000, 0 },
		{ "\xc2\xb5s", 1000, 0 },
		{ "ns", 1, 0 },
	};
	size_t u = 0;
	while (units[u].ns > 1 &&
	       step_ns % (units[u].ns / (units[u].decimals > 0 ? 10 : 1)) != 0)
		u++;
	bool whole = step_ns % units[u].ns == 0;
	return alloc_format("%.*f %s", whole ? 0 : units[u].decimals,
	    (double)ns / (double)units[u].ns, units[u].name);
}

char *
chart_heading(const struct summary_engine *e)
{
	const char *binds = binds_name(e->bound.binds);
	double wall = (double)e->wall_ns / 1e9;
	if (e->bound.source == DELAY_UNKNOWN)
		return alloc_format("wall %.3f s", wall);
	return alloc_format(
	    "wall %.3f s, bound %.3f s, efficiency %.1f %%, binds: %s", wall,
	    (double)e->bound.wall_ns / 1e9, e->bound.efficiency * 100,
	    binds != NULL ? binds : "?");
}
