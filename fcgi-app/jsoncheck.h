/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONCHECK_H
#define DOCKING_JSONCHECK_H

#include <stdbool.h>
#include <stddef.h>

enum {
	JSONCHECK_DEPTH_MAX = 16, /* [[…]]: objects and arrays in each other */
	JSONCHECK_MEMBERS_MAX = 1000 /* of the objects that one is in, and it */
};

/**
 * Is text[0..length) one JSON value (RFC 8259), in UTF-8, without control
 * characters and without equal names in an object? It need not end in a NUL.
 * Beyond the grammar this refuses, as RFC 8259 allows and I-JSON (RFC 7493)
 * mostly demands:
 *
 *  - bytes that are not UTF-8, a byte order mark, half a surrogate pair;
 *  - strings with a control character (U+0000 to 1F, U+007F), as it is or
 *    escaped: nothing here stores any;
 *  - two members of one name in an object, however the names are spelt;
 *  - what is deeper than JSONCHECK_DEPTH_MAX, and more members at once than
 *    JSONCHECK_MEMBERS_MAX.
 *
 * On false why (size bytes; 160 are enough) gets one line without control
 * characters, such as "byte 17: expected ',' or '}', got ']'"; bytes count
 * from 0. O(n log n), 10 KB of stack; cannot run out of memory.
 */
bool jsoncheck(const char *text, size_t length, char *why, size_t size);

/**
 * In a string of a text that jsoncheck() has taken: go on behind the character
 * at *p, which this returns unescaped; 0, and no step, at the closing quote.
 */
long jsoncheck_character(const char **p);

#endif
