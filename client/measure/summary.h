/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SUMMARY_H
#define DOCKING_SUMMARY_H

#include "engine/engine.h"
#include "engine/inputs.h"
#include "measure/lower_bound.h"
#include "measure/percentile.h"
#include "measure/setting.h"
#include "measure/sweep.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Durations, described by their percentiles (nearest rank). */
struct distribution {
	size_t count;
	int64_t ns[PERCENTILE__MAX]; /* -1: the sample is too small, see
				      stats_carries() */
};

/** One engine's runs in numbers. A run that was cut by an interrupt has
 * requests, but no wall time; only if it is the only run, its time so far is
 * reported. */
struct summary_engine {
	const struct engine *engine;
	const struct run *runs;
	size_t runs_count;
	size_t whole_count; /* runs that were not cut; they come first */
	int64_t wall_ns;    /* median of the whole runs */
	int64_t wall_min_ns, wall_max_ns;
	size_t outliers; /* walls far off the others */
	bool slow_first; /* the first wall is a slow outlier */
	struct lower_bound bound;
	/* Of all runs together: */
	size_t requests;
	size_t connections;
	size_t failed;                 /* workflows without a result */
	size_t answered;               /* requests with a complete answer */
	struct distribution request;   /* of the answered ones */
	struct distribution workflow;  /* from the first request's start */
	struct distribution scheduled; /* from the due time, with a rate */
	int64_t phase_ns[PHASE__MAX];  /* mean of the answered ones */
};

/** The first difference between two results. */
struct summary_difference {
	const struct summary_engine *a, *b; /* NULL: nowhere */
	size_t run_a, run_b;                /* of these engines, from 0 */
	size_t workflow;
};

/** Everything that a report shows. */
struct summary {
	const struct setting *setting;
	struct summary_engine engines[SETTING_ENGINES_MAX];
	size_t engines_count; /* that were run */
	bool interrupted;
	int64_t started_ns; /* by the calendar, since 1970 */
	double speedup; /* median wall time of the first engine / of the last
			   one; 0: only one engine */
	double speedup_low, speedup_high; /* its 95 % confidence interval; 0:
					     too few runs for one */
	bool compared; /* there were at least two whole runs */
	struct summary_difference difference;
	const struct sweep *sweep; /* instead of engines; else NULL */
};

/**
 * Summarise runs: those of setting->engines[e] begin at runs[e *
 * setting->repeat], as many as were begun; runs that were not begun have no
 * workflows. All arguments must outlive *ret.
 */
void summary_of_runs(
    struct summary *ret, const struct setting *setting, const struct run *runs);

/** Summarise a sweep; setting and sweep must outlive *ret. */
void summary_of_sweep(struct summary *ret, const struct setting *setting,
    const struct sweep *sweep);

/** Return the first known bound, from which the delay is reported. */
struct lower_bound summary_bound(const struct summary *s);

/** Return true if every workflow has a result and all runs have the same. */
bool summary_is_good(const struct summary *s);

/** Return the run that represents an engine: the first one whose wall time is
 * the median, or nearest to it; the first run if no run is whole. */
const struct run *summary_median_run(const struct summary_engine *e);

/** Return the i-th warning about an engine's numbers, a sentence that the
 * caller frees; NULL: there are no more. */
char *summary_warning(const struct summary_engine *e, size_t i);

/** Return the result or the error of workflow w. Borrowed. */
const char *summary_outcome(const struct workflow *w);

#endif
