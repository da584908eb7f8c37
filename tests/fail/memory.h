/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_MEMORY_H
#define DOCKING_TESTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Memory that runs out on demand. A program that is linked with memory.c has
 * it in place of malloc(), calloc(), realloc() and free(), also in its
 * libraries: what SQLite and json-c ask for counts as well. For one thread.
 */

/** Let the n-th allocation from now on fail, counted from 1; only this one. */
void memory_fail_at(size_t n);

/** Let none fail any more. Returns true if the n-th was asked for, and failed.
 */
bool memory_end(void);

/** Blocks that were given out less those that were given back. */
long memory_live(void);

#endif
