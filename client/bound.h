/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_BOUND_H
#define DOCKING_BOUND_H

#include "engine.h"

#include <stddef.h>
#include <stdint.h>

/** Where the delays come from that a bound is computed with. */
enum delay_source {
	DELAY_UNKNOWN,
	DELAY_FROM_SERVER, /* Server-Timing, on every answer */
	DELAY_FROM_OPTION, /* --delay */
};

/**
 * The least time that a run could take, because the server waits on purpose:
 *
 *   max(longest chain, ceil(R / min(K, C)) d)      all delays equal
 *   max(longest chain, sum of all / min(K, C))     else
 *
 * for R requests of delay d, at most K in flight at the client and C places
 * at the server. One after another is K = 1: R d.
 */
struct bound {
	enum delay_source source;
	int64_t delay_ns; /* of a request: the longest; if known */
	int64_t wall_ns;  /* the bound; if the delay is known */
};

/**
 * The bound of what run has measured. in_flight is K, places is C (0: not
 * limited), option_delay_ns is --delay's (-1: not given).
 */
struct bound bound_of(const struct run *run, size_t in_flight, size_t places,
    int64_t option_delay_ns);

#endif
