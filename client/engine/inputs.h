/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_INPUTS_H
#define DOCKING_INPUTS_H

#include "engine/target.h"
#include "plan/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The input values, in order; each is the input of one workflow. */
struct inputs {
	char **values; /* one allocation with all texts; owned */
	size_t count;
	bool drawn; /* at random, with repetition */
};

/**
 * Take count values for plan at random, with repetition, from the plan's
 * source, which may be the server's answer to a GET. The same seed and source
 * give the same values on every machine (POSIX nrand48()). With count 0: all
 * values that the plan lists, in order; or 10 from a server. Returns NULL, or a
 * sentence about the failure, which the caller frees.
 */
char *inputs_draw(struct inputs *ret_inputs, const struct plan *plan,
    const struct target *target, size_t count, uint32_t seed);

/** Take these values as they are. */
void inputs_take(struct inputs *ret_inputs, char *const *values, size_t count);

void inputs_done(struct inputs *inputs);

#endif
