/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LOOP_H
#define DOCKING_LOOP_H

#include "engine/engine.h"

#include <stdbool.h>
#include <stddef.h>

/** The distribution of transfers over multi handles. */
struct loop_shape {
	size_t shard_slots; /* transfers a multi handle */
	bool multiplex;     /* HTTP/2, one connection a multi handle */
};

/**
 * Run all workflows on one event loop, at most slots_max in flight. Returns
 * as struct engine's run does.
 */
char *loop_run(
    struct run *run, const struct loop_shape *shape, size_t slots_max);

#endif
