/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONCHECK_H
#define DOCKING_JSONCHECK_H

#include <stdbool.h>
#include <stddef.h>

enum {
	/* The greatest depth of nested objects and arrays: [[…]]. */
	JSONCHECK_DEPTH = 32,
	JSONCHECK_DEPTH_STORED = 16,
	/* Members in an object and all objects around it. */
	JSONCHECK_MEMBERS_MAX = 1000
};

/** The strictness of a check; each level includes the one above it. */
enum jsoncheck_level {
	/** RFC 8259 in UTF-8, at most JSONCHECK_DEPTH deep. */
	JSONCHECK_GRAMMAR,
	/** No two members with the same name in an object, however spelt, and
	 * at most JSONCHECK_MEMBERS_MAX. */
	JSONCHECK_UNIQUE,
	/** For what is stored: no string with a control character (U+0000 to
	 * 1F, U+007F) or half a surrogate pair, escaped or not, and at most
	 * JSONCHECK_DEPTH_STORED deep. */
	JSONCHECK_STORED,
};

struct jsoncheck_error {
	size_t at;     /* the byte, from 0 */
	char why[120]; /* "expected ',' or '}', got ']'": one line without
			  control characters */
};

/**
 * Return true if text[0..length), which need not end in a NUL, is one JSON
 * value and nothing else. A byte order mark is refused. On false *ret_error
 * tells where the text goes wrong. O(n log n), 10 KB of stack; cannot run out
 * of memory.
 */
bool jsoncheck(enum jsoncheck_level level, const char *text, size_t length,
    struct jsoncheck_error *ret_error);

#endif
