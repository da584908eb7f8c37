/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SUMMARY_H
#define DOCKING_SUMMARY_H

#include "bound.h"
#include "engine.h"
#include "inputs.h"
#include "options.h"
#include "sweep.h"

#include <stdbool.h>
#include <stddef.h>

/** What is told about the durations of an engine's requests. */
enum duration {
	DURATION_MIN,
	DURATION_P50,
	DURATION_P90,
	DURATION_P99,
	DURATION_MAX,
	DURATION__MAX
};

/** One engine's run in numbers. */
struct summary_engine {
	const struct engine *engine;
	const struct run *run;
	size_t failed;   /* workflows without a result */
	size_t answered; /* requests with a complete answer */
	struct bound bound;
	int64_t request_ns[DURATION__MAX]; /* of those answered, if any */
	int64_t phase_ns[PHASE__MAX];      /* mean of those answered */
};

/** Where two engines' results differ first. */
struct summary_difference {
	const struct summary_engine *a, *b; /* NULL: nowhere */
	size_t workflow;
};

/** What was measured with. */
struct setting {
	const struct options *options;
	const struct plan *plan;
	const struct inputs *inputs;
	size_t places;    /* of the server; 0: not known */
	bool places_told; /* by the server itself, not by --places */
};

/** Everything that a report says. */
struct summary {
	const struct setting *setting;
	struct summary_engine engines[OPTIONS_ENGINES_MAX];
	size_t engines_count;
	double speedup; /* the first engine's wall time / the last one's; 0:
			   only one engine */
	bool compared;  /* there were at least two engines */
	struct summary_difference difference;
	const struct sweep *sweep; /* instead of engines; else NULL */
};

/** runs[i] is the run of options->engines[i]; all must outlive *ret. */
void summary_of_runs(
    struct summary *ret, const struct setting *setting, const struct run *runs);

/** A sweep instead; both must outlive *ret. */
void summary_of_sweep(struct summary *ret, const struct setting *setting,
    const struct sweep *sweep);

/** True if every workflow gave a result and all engines the same. */
bool summary_is_good(const struct summary *s);

/** What workflow w came to: its result or its error. Borrowed. */
const char *summary_outcome(const struct workflow *w);

#endif
