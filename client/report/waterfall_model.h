/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WATERFALL_MODEL_H
#define DOCKING_WATERFALL_MODEL_H

#include "measure/summary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The content of a waterfall, independent of how it is drawn. */

/** A request as a bar, from phase to phase. */
struct waterfall_bar {
	size_t workflow;
	/* The start of each phase, from the engine's start; the last entry is
	 * the end of the request. */
	int64_t begin_ns[PHASE__MAX + 1];
	bool failed; /* no answer, or not the one that the workflow needs */
};

/** An engine: its run with the median wall time. */
struct waterfall_panel {
	const struct summary_engine *engine;
	const struct run *run;
	struct waterfall_bar *bars; /* by workflow, and in it in time */
	size_t bars_count;
	size_t *first; /* the first bar of each workflow, and one past all */
};

/** All engines on one scale of time. */
struct waterfall {
	struct waterfall_panel panels[SETTING_ENGINES_MAX];
	size_t panels_count;
	size_t workflows; /* the most of a panel */
	int64_t end_ns;   /* the latest of all bars, walls and bounds; > 0 */
};

/** Make the model of a summary; it borrows from s. */
void waterfall_init(struct waterfall *ret_waterfall, const struct summary *s);

void waterfall_done(struct waterfall *waterfall);

/** Return the smallest of 1, 2, 5, 10, 20, 50, ... that divides span into at
 * most parts; span and parts >= 1. */
int64_t waterfall_step(int64_t span, int64_t parts);

/** Format a multiple of step_ns in the largest unit that needs no fraction for
 * step_ns, or in seconds: "0 s", "0.5 s", "20 ms". The caller frees it. */
char *waterfall_tick(int64_t ns, int64_t step_ns);

/** Format a heading, as far as it is known: "wall 10.030 s, bound 10.000 s,
 * efficiency 99.7 %, binds: chain". The caller frees it. */
char *waterfall_heading(const struct summary_engine *e);

#endif
