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

/** Durations, told by their percentiles (nearest rank). */
struct distribution {
	size_t count;
	int64_t ns[PERCENTILE__MAX]; /* -1: the sample cannot carry it, see
				      stats_carries() */
};

/** One engine's runs in numbers. A run that an interrupt has cut has requests,
 * but no wall time; only if it is the only one is its time so far told. */
struct summary_engine {
	const struct engine *engine;
	const struct run *runs;
	size_t runs_count;
	size_t whole_count; /* runs that were not cut; the first ones */
	int64_t wall_ns;    /* median of the whole ones */
	int64_t wall_min_ns, wall_max_ns;
	size_t outliers; /* walls far off the others */
	bool slow_first; /* the first wall is one, and above the others */
	struct lower_bound bound;
	/* Of all runs together: */
	size_t requests;
	size_t connections;
	size_t failed;                 /* workflows without a result */
	size_t answered;               /* requests with a complete answer */
	struct distribution request;   /* of those answered */
	struct distribution workflow;  /* from the first request's start */
	struct distribution scheduled; /* from when it was due, with a rate */
	int64_t phase_ns[PHASE__MAX];  /* mean of those answered */
};

/** Where two results differ first. */
struct summary_difference {
	const struct summary_engine *a, *b; /* NULL: nowhere */
	size_t run_a, run_b;                /* of these engines, from 0 */
	size_t workflow;
};

/** Everything that a report says. */
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
 * The runs of setting->engines[e] are runs[e * setting->repeat] and the next
 * ones, as many as were begun; those not begun have no workflows. All must
 * outlive *ret.
 */
void summary_of_runs(
    struct summary *ret, const struct setting *setting, const struct run *runs);

/** A sweep instead; both must outlive *ret. */
void summary_of_sweep(struct summary *ret, const struct setting *setting,
    const struct sweep *sweep);

/** The bound that the delay is told from: the first known one. */
struct lower_bound summary_bound(const struct summary *s);

/** True if every workflow gave a result and all runs the same. */
bool summary_is_good(const struct summary *s);

/** The run that stands for an engine: the first of those that took the median
 * wall time, or are nearest to it; if none is whole, the first one. */
const struct run *summary_median_run(const struct summary_engine *e);

/** The i-th thing to be wary of in an engine's numbers, a sentence that the
 * caller frees; NULL: there is none. */
char *summary_warning(const struct summary_engine *e, size_t i);

/** What workflow w came to: its result or its error. Borrowed. */
const char *summary_outcome(const struct workflow *w);

#endif
