/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SWEEP_H
#define DOCKING_SWEEP_H

#include "engine/engine.h"
#include "measure/lower_bound.h"

#include <stddef.h>
#include <stdint.h>

enum { SWEEP_POINTS_MAX = 32 };

/** An engine, measured at one concurrency. */
struct sweep_point {
	size_t concurrency;
	size_t in_flight; /* by the engine, with its streams */
	size_t workflows;
	size_t failed;
	int64_t wall_ns;
	struct lower_bound bound; /* as if the server held everything */
	size_t held; /* requests that the server held at once, as seen from
			when its answers came; 0: not known */
};

/** An engine, measured at one concurrency after another. */
struct sweep {
	const struct engine *engine;
	int64_t started_ns; /* by the calendar, since 1970 */
	struct sweep_point points[SWEEP_POINTS_MAX];
	size_t points_count;
	size_t knee; /* the most that the server holds at once; 0: it held
			everything that was tried */
};

/** Make a point from a run with at most in_flight requests under way. */
struct sweep_point sweep_point_of(
    const struct run *run, size_t in_flight, int64_t option_delay_ns);

/** Add a point and update the knee. */
void sweep_add(struct sweep *sweep, struct sweep_point point);

#endif
