/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_UTF8_H
#define DOCKING_UTF8_H

#include <stddef.h>

/**
 * The length in bytes of the well-formed UTF-8 character (RFC 3629) that the
 * length bytes at text begin with; 0 if they begin with none.
 */
size_t utf8_length(const char *text, size_t length);

#endif
