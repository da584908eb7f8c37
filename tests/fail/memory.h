/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_MEMORY_H
#define DOCKING_TESTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Memory that runs out on demand. A program that is linked with memory.c has
 * it in place of malloc(), calloc(), realloc() and free(), also in its
 * libraries: what SQLite asks for counts as well. Only json-c gets all that it
 * wants: version 0.16 goes on without it, with half a string or a NULL name.
 * For one thread.
 */

/** Let the n-th allocation from now on fail, counted from 1; only this one. */
void memory_fail_at(size_t n);

/** Let none fail any more. Returns true if the n-th was asked for: it has
 * failed, or it was json-c's. */
bool memory_end(void);

/** Blocks that were given out less those that were given back. */
long memory_live(void);

#endif
