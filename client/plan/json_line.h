/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONLINE_H
#define DOCKING_JSONLINE_H

#include <stddef.h>

/**
 * The line, from 1, on which the value at a JSON Pointer (RFC 6901) begins in
 * text, which is JSON; the line of the innermost value on
 * the way if the pointer leads nowhere. A parser forgets lines; whoever has to
 * mend a file needs them.
 */
size_t jsonline_of(const char *text, const char *pointer);

/** The line, from 1, of an offset in text. */
size_t jsonline_at(const char *text, size_t offset);

#endif
