/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DRAW_H
#define DOCKING_DRAW_H

#include <stddef.h>
#include <stdint.h>

/**
 * Chance that is the same for everybody: a number that depends on the seed,
 * what it is drawn for, and the request target as the client spelt it, and on
 * nothing else. So every process, run and client meets the same ones, in
 * whatever order requests come, and nothing has to be remembered.
 */

/** What a number is drawn for: numbers of two streams have nothing to do with
 * each other. */
enum draw_stream { DRAW_DELAY = 1, DRAW_FAULT };

/** A number above 0 and below 1, all of them equally likely. */
double draw_unit(uint64_t seed, enum draw_stream stream, const char *target);

#endif
