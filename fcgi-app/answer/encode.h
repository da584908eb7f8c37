/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ENCODE_H
#define DOCKING_ENCODE_H

#include "contract/problem.h"
#include "lib/buffer.h"
#include "request/decode.h"

#include <stddef.h>
#include <stdint.h>

/* Whole bodies of compact JSON, with a newline at the end; on ERR_NO_MEMORY
 * body is incomplete. */

/** The rule or the fault of a route, as text. */
struct encode_policy {
	const char *route;
	char text[64]; /* RULE_TEXT_MAX, FAULT_TEXT_MAX */
};

/** The values that GET /capacity shows. */
struct encode_capacity {
	const char *delay_model;
	double delay_s; /* of every delayed request; below 0: varies */
	size_t processes, threads, places, parked, most_parked;
	const struct encode_policy *delays;
	size_t delays_count;
	const struct encode_policy *faults;
	size_t faults_count;
	double max_delay_s;
	uint64_t seed;
};

enum err encode_capacity_body(
    const struct encode_capacity *capacity, struct buffer *body);

/** Write the one error format: RFC 9457, with the original API's message, and
 * the errors of a body, if there are any. */
enum err encode_problem_body(const struct problem *code, const char *detail,
    const struct body_errors *errors, struct buffer *body);

#endif
