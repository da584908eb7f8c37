/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_FILE_H
#define DOCKING_FILE_H

#include <stddef.h>

/** Read a whole file, or a pipe, as a string, which the caller frees; ends the
 * program when memory runs out. NULL, with errno set, if it cannot be read:
 * EFBIG if it has more than max bytes, EILSEQ if it has a NUL. */
char *file_text(const char *name, size_t max);

#endif
