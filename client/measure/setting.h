/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SETTING_H
#define DOCKING_SETTING_H

#include "engine/engine.h"
#include "engine/inputs.h"
#include "measure/sweep.h"
#include "measure/threshold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SETTING_ENGINES_MAX = 16 };

/** The source of the number of requests that the server holds at once. */
enum capacity_source {
	CAPACITY_FROM_OPTION, /* --places */
	CAPACITY_FROM_SERVER, /* its GET /capacity */
};

/**
 * The set-up of a measurement: target, method and rules. The command line fills
 * it (options.h); main.c adds the plan, the inputs and the capacity that the
 * server tells.
 */
struct setting {
	const char *url;
	const struct plan *plan;
	const struct inputs *inputs;
	uint32_t seed;
	const struct engine *engines[SETTING_ENGINES_MAX];
	size_t engines_count;
	size_t concurrency;             /* 0: all at once */
	size_t sweep[SWEEP_POINTS_MAX]; /* concurrencies, ascending */
	size_t sweep_count;             /* 0: no sweep */
	bool shared;                    /* connections, across workflows */
	size_t streams;                 /* h2: requests a connection */
	size_t connections_max;         /* h2; 0: as needed */
	double rate;                    /* workflows a second; 0: not given */
	size_t warmup;                  /* runs of each engine not counted */
	size_t repeat;                  /* runs of each engine */
	long timeout_ms;
	int64_t delay_ns; /* --delay; -1: not given */
	size_t capacity;  /* requests that the server holds; 0: not known */
	enum capacity_source capacity_source; /* if capacity is known */
	bool keep_targets;                    /* of requests, in the samples */
	bool waterfall;                       /* is a part of the text report */
	struct threshold *thresholds;         /* --fail-if */
	size_t thresholds_count;
};

/** Read the texts of the thresholds, now that the engines are known, and check
 * that engines, sweep, thresholds and URL go together. Returns NULL, or a
 * sentence that names the option, which the caller frees. */
char *setting_settle(struct setting *s);

#endif
