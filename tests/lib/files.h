/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_FILES_H
#define DOCKING_TESTS_FILES_H

#include <stddef.h>

/** Whole files, read and written. The program ends if that cannot be done. */

/** The bytes of a file, with a NUL behind them, which the caller frees; NULL if
 * it is not there. ret_length may be NULL. */
char *file_read(const char *name, size_t *ret_length);

/** Make the file anew, of these bytes, or this text. */
void file_write(const char *name, const char *bytes, size_t length);
void file_write_text(const char *name, const char *text);

#endif
