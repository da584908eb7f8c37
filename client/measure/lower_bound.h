/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LOWER_BOUND_H
#define DOCKING_LOWER_BOUND_H

#include "engine/engine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The source of the delays from which a bound is computed. */
enum delay_source {
	DELAY_UNKNOWN,
	DELAY_FROM_SERVER, /* Server-Timing, on every answer */
	DELAY_FROM_OPTION, /* --delay */
};

/** The factor that limits a run's speed. */
enum binds {
	BINDS_UNKNOWN,  /* there is no bound to compare with */
	BINDS_CHAIN,    /* a workflow's requests depend on each other */
	BINDS_CLIENT,   /* at most K workflows in flight */
	BINDS_CAPACITY, /* the server holds at most C requests */
	BINDS_STREAMS,  /* a connection carries at most so many requests */
	BINDS_RATE,     /* the last workflow is begun on schedule */
	BINDS_OVERHEAD, /* other: less than 90 % of the time that it
			   took had to be */
	BINDS__MAX
};

/** Return the name: "chain", "client limit", …; NULL for BINDS_UNKNOWN. */
const char *binds_name(enum binds binds);

/** Limits on the number of requests under way at once. 0: no limit. */
struct lower_bound_limits {
	size_t in_flight; /* K; at least 1 */
	size_t capacity;  /* C */
	size_t streams;   /* of all connections together */
};

/**
 * The least time that a run could take, because the server waits on purpose:
 *
 *   max(longest chain, ceil(R / min(K, C)) d)      all delays equal
 *   max(longest chain, sum of all / min(K, C))     else
 *
 * for R requests of delay d, at most K in flight at the client and at most
 * C held by the server. One after another is K = 1: R d. With a rate a chain
 * begins when its workflow is due.
 */
struct lower_bound {
	enum delay_source source;
	int64_t delay_ns;  /* the longest of a request, if known */
	int64_t wall_ns;   /* the bound, if the delay is known */
	double efficiency; /* bound / wall; 0: not known */
	enum binds binds;
	bool unequal; /* not all requests have the longest delay */
};

/**
 * Compute the bound of what run has measured, within limits. option_delay_ns is
 * --delay's (-1: not given).
 */
struct lower_bound lower_bound_of(const struct run *run,
    struct lower_bound_limits limits, int64_t option_delay_ns);

#endif
