/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORD_CHECK_H
#define DOCKING_RECORD_CHECK_H

#include <stddef.h>

/**
 * Check text[0..length), UTF-8 without control characters, as a name (1 to 200
 * characters) or a role (1 to 64). Returns NULL if it is good; else what it
 * must be, as a static string.
 */
const char *record_check_name(const char *text, size_t length);
const char *record_check_role(const char *text, size_t length);

#endif
