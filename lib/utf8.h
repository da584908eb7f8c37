/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_UTF8_H
#define DOCKING_UTF8_H

#include <stddef.h>

/**
 * The length in bytes of the well-formed UTF-8 character (RFC 3629) that the
 * length bytes at text begin with; 0 if they begin with none.
 */
size_t utf8_length(const char *text, size_t length);

/** How many of the length bytes at text are whole characters that fit into max
 * bytes; a byte that is no character's counts as one. */
size_t utf8_cut(const char *text, size_t length, size_t max);

/** The length bytes at text as a new string, which the caller frees, that can
 * do no harm to a terminal or to a report in UTF-8: control characters are
 * blanks, and a byte that is no character's is a '?'. */
char *utf8_harmless(const char *text, size_t length);

#endif
