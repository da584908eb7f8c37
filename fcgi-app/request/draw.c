/*
 * draw.c: from a request to its random numbers.
 *
 * A hash of the target, and not the next number of a generator: that would
 * depend on which request came first, and to which process. SipHash, because
 * it is made to tell apart inputs that are as much alike as targets are
 * (/users/1, /users/2), and has a key for the seed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/draw.h"

#include "lib/random.h"

#include <string.h>

double
draw_unit(uint64_t seed, enum draw_stream stream, const char *target)
{
	uint64_t hash = random_siphash(seed, stream, target, strlen(target));
	/* 52 bits, and a half: a double holds each exactly, and none is 0 or
	 * 1. */
	return ((double)(hash >> 12) + 0.5) * 0x1p-52;
}
