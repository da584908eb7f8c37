/*
 * chance.c: from a request to its random numbers.
 *
 * The target is hashed, instead of taking a generator's next number, which
 * would depend on the request that came first, and on the process. SipHash,
 * because it tells inputs apart that are as similar as targets are (/users/1,
 * /users/2), and has a key for the seed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/chance.h"

#include "lib/random.h"

#include <string.h>

double
chance_unit(uint64_t seed, enum chance_stream stream, const char *target)
{
	uint64_t hash = random_siphash(seed, stream, target, strlen(target));
	/* 52 bits, and a half: a double holds each exactly, and the result is
	 * never 0 or 1. */
	return ((double)(hash >> 12) + 0.5) * 0x1p-52;
}
