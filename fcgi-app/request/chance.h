/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CHANCE_H
#define DOCKING_CHANCE_H

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
enum chance_stream { CHANCE_DELAY = 1, CHANCE_FAULT };

/** A number above 0 and below 1, all of them equally likely. */
double chance_unit(
    uint64_t seed, enum chance_stream stream, const char *target);

/**
 * SipHash-2-4 of bytes, with the key k0 (its first 8 bytes, least first), k1:
 * J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012.
 */
uint64_t chance_siphash(
    uint64_t k0, uint64_t k1, const void *bytes, size_t length);

#endif
