/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CHANCE_H
#define DOCKING_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/**
 * Reproducible pseudo-random numbers. A number is a function of the seed, its
 * purpose and the request target as the client spelt it, so every process and
 * run gets the same number, in any order, without shared state.
 */

/** The purpose of a number; streams are independent of each other. */
enum chance_stream { CHANCE_DELAY = 1, CHANCE_FAULT };

/** Return a number above 0 and below 1; all are equally likely. */
double chance_unit(
    uint64_t seed, enum chance_stream stream, const char *target);

#endif
