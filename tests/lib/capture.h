/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_CAPTURE_H
#define DOCKING_TESTS_CAPTURE_H

#include <stddef.h>

/** What is written to stderr between the two calls does not appear there but
 * is put into text, cut to size bytes with its NUL. */
void capture_begin(void);
void capture_end(char *text, size_t size);

#endif
