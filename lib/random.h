/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RANDOM_H
#define DOCKING_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/** Pseudo-random numbers that are the same on every machine, as those of a C
 * library's rand() are not. */

/** Return the next number of a sequence, by splitmix64 (G. L. Steele, D. Lea,
 * C. H. Flood, 2014). Its whole state is one number, at first the seed, so
 * another implementation is five lines. */
uint64_t random_next(uint64_t *state);

/**
 * Compute SipHash-2-4 of bytes with the key k0 (its first 8 bytes, least
 * significant first), k1: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast
 * short-input PRF", 2012.
 */
uint64_t random_siphash(
    uint64_t k0, uint64_t k1, const void *bytes, size_t length);

#endif
