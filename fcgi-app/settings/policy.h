/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_POLICY_H
#define DOCKING_POLICY_H

#include "contract/route.h"
#include "settings/fault.h"
#include "settings/rule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What is done to requests on purpose, as the server was told to. */
struct policy {
	uint64_t seed;       /* of all that is drawn */
	double max_delay_s;  /* that a request may choose, or chance;
				of delay and drip together */
	bool request_delays; /* a request may choose its own */
	bool request_faults; /* a request may choose its own */
	/* By route_index(). */
	struct rule delays[ROUTES_MAX];
	struct fault_rule faults[ROUTES_MAX];
};

/**
 * Read the rules of all data routes: words with a blank between them, each
 * "RULE", for every route without one of its own, or "ROUTE=RULE". Of two for
 * the same the later one holds; nothing for all is 0.5 s. c->max_delay_s must
 * be known. Returns false, and puts one line into why (size bytes), if a word
 * is bad.
 */
bool policy_read_delays(
    struct policy *c, const char *text, char *why, size_t size);

/** Read faults in the same form; without a word there are none. */
bool policy_read_faults(
    struct policy *c, const char *text, char *why, size_t size);

/** The longest time that a request may take on purpose, in seconds. */
double policy_longest_s(const struct policy *c);

#endif
