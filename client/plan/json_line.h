/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONLINE_H
#define DOCKING_JSONLINE_H

#include <stddef.h>

/**
 * Return the line, from 1, of the value at a JSON Pointer (RFC 6901) in text,
 * which is JSON; if the pointer leads nowhere, the line of the innermost value
 * on the way. A parser forgets lines, but whoever mends a file needs them.
 */
size_t jsonline_of(const char *text, const char *pointer);

/** Return the line, from 1, of an offset in text. */
size_t jsonline_at(const char *text, size_t offset);

#endif
