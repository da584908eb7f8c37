/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SUMMARY_H
#define DOCKING_SUMMARY_H

#include "bound.h"
#include "engine.h"
#include "options.h"

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
	double efficiency;                 /* bound / wall; 0: not known */
	int64_t request_ns[DURATION__MAX]; /* of those answered, if any */
};

/** Where two engines' results differ first. */
struct summary_difference {
	const struct summary_engine *a, *b; /* NULL: nowhere */
	size_t workflow;
};

/** Everything that a report says. */
struct summary {
	const struct options *options;
	struct summary_engine engines[OPTIONS_ENGINES_MAX];
	size_t engines_count;
	double speedup; /* the first engine's wall time / the last one's; 0:
			   only one engine */
	bool compared;  /* there were at least two engines */
	struct summary_difference difference;
};

/** runs[i] is the run of options->engines[i]; both must outlive *ret. */
void summary_make(
    struct summary *ret, const struct options *options, const struct run *runs);

/** True if every workflow gave a result and all engines the same. */
bool summary_is_good(const struct summary *s);

/** What workflow w came to: its result or its error. Borrowed. */
const char *summary_outcome(const struct workflow *w);

#endif
