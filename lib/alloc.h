/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ALLOC_H
#define DOCKING_ALLOC_H

#include "lib/buffer.h"

#include <stdarg.h>
#include <stddef.h>

/**
 * Memory for a command-line tool: these functions never return NULL but end the
 * program with a message and EX_SOFTWARE (70). free() the results.
 */
void *alloc_bytes(size_t size);
void *alloc_zeroed(size_t count, size_t size);
void *alloc_resized(void *memory, size_t size);
char *alloc_string(const char *s);
char *alloc_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
char *alloc_vformat(const char *format, va_list ap)
    __attribute__((format(printf, 1, 0)));

/** Return the buffer's bytes as a string, and empty the buffer. */
char *alloc_text(struct buffer *b);

/** Return memory, which a library has allocated; if it is NULL, end the program
 * with a message and EX_SOFTWARE. */
void *alloc_checked(void *memory);

#endif
