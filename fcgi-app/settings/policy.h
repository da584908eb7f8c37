/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_POLICY_H
#define DOCKING_POLICY_H

#include "contract/route.h"
#include "settings/fault.h"
#include "settings/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The delay and the fault that each route gets, and the limits of what a
 * request may ask for. */
struct policy {
	uint64_t seed;       /* of all random numbers */
	double max_delay_s;  /* the longest that a request or a rule may give;
				of delay and drip together */
	bool request_delays; /* a request may choose its own */
	bool request_faults; /* a request may choose its own */
	/* By route_index(). */
	struct rule delays[ROUTES_MAX];
	struct fault_rule faults[ROUTES_MAX];
};

/**
 * Read the rules of all data routes: words with a blank between them, each
 * "ROUTE=RULE", or "RULE" for every route without a word of its own. The last
 * word for a route wins; the default for all is 0.5 s. c->max_delay_s must be
 * set. Returns false, and puts one line into why (size bytes), if a word is
 * bad.
 */
bool policy_read_delays(
    struct policy *c, const char *text, char *why, size_t size);

/** Read the faults of all data routes: words as for policy_read_delays(). The
 * default is no fault. */
bool policy_read_faults(
    struct policy *c, const char *text, char *why, size_t size);

/** Return the longest time that a request may take on purpose, in seconds. */
double policy_longest_s(const struct policy *c);

#endif
