/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RANDOM_H
#define DOCKING_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/** Numbers that look random and are the same on every machine: those of a C
 * library's rand() are others elsewhere. */

/** The next number of a sequence, by splitmix64 (G. L. Steele, D. Lea,
 * C. H. Flood, 2014). All of its state is one number, the seed at first, so
 * that another implementation of it is five lines. */
uint64_t random_next(uint64_t *state);

/**
 * SipHash-2-4 of bytes, with the key k0 (its first 8 bytes, least first), k1:
 * J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012.
 */
uint64_t random_siphash(
    uint64_t k0, uint64_t k1, const void *bytes, size_t length);

#endif
