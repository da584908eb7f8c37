/*
 * waterfall_model.c: a summary -> the model that all waterfalls draw: rows,
 * bars, a scale.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/waterfall_model.h"

#include "lib/alloc.h"

#include <stdlib.h>

/* Make a bar. A delay that only --delay knows is taken out of the wait, as in
 * the summary. */
static struct waterfall_bar
bar_of(const struct waterfall_panel *panel, const struct sample *s,
    int64_t option_delay_ns)
{
	const struct workflow *w = &panel->run->workflows[s->workflow];
	struct waterfall_bar bar = { .workflow = s->workflow,
		.failed = s->status == 0 ||
			  (w->state == WORKFLOW_FAILED && w->step == s->step) };
	int64_t later = 0; /* moved from the wait to the delay */
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

/* Sort the bars by workflow. Samples are in the order in which they ended, so
 * those of a workflow are in its own order. */
static void
fill(struct waterfall_panel *panel, int64_t option_delay_ns)
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
end_of(const struct waterfall_panel *panel)
{
	const struct lower_bound *bound = &panel->engine->bound;
	int64_t end = later(1, panel->run->wall_ns);
	if (bound->source != DELAY_UNKNOWN)
		end = later(end, bound->wall_ns);
	for (size_t i = 0; i < panel->bars_count; i++)
		end = later(end, panel->bars[i].begin_ns[PHASE__MAX]);
	return end;
}

void
waterfall_init(struct waterfall *ret_waterfall, const struct summary *s)
{
	*ret_waterfall = (struct waterfall){ .panels_count = s->engines_count };
	for (size_t i = 0; i < s->engines_count; i++) {
		struct waterfall_panel *panel = &ret_waterfall->panels[i];
		panel->engine = &s->engines[i];
		panel->run = summary_median_run(&s->engines[i]);
		fill(panel, s->setting->delay_ns);
		ret_waterfall->end_ns =
		    later(ret_waterfall->end_ns, end_of(panel));
		if (panel->run->workflows_count > ret_waterfall->workflows)
			ret_waterfall->workflows = panel->run->workflows_count;
	}
}

void
waterfall_done(struct waterfall *waterfall)
{
	for (size_t i = 0; i < waterfall->panels_count; i++) {
		free(waterfall->panels[i].bars);
		free(waterfall->panels[i].first);
	}
	*waterfall = (struct waterfall){ 0 };
}

int64_t
waterfall_step(int64_t span, int64_t parts)
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
waterfall_tick(int64_t ns, int64_t step_ns)
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
waterfall_heading(const struct summary_engine *e)
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
