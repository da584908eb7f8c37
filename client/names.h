/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_NAMES_H
#define DOCKING_NAMES_H

#include "target.h"

#include <stddef.h>
#include <stdint.h>

/**
 * Draw count names at random, with repetition, from the salespeople that
 * GET /users?role=sales lists. The same seed and list give the same names on
 * every machine (POSIX nrand48()).
 * Returns NULL, and an array of count names in *ret_names (one allocation,
 * the caller frees it); or a sentence about what went wrong.
 */
char *names_draw(const struct target *target, size_t count, uint32_t seed,
    char ***ret_names);

#endif
