/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_QUOTES_H
#define DOCKING_TESTS_QUOTES_H

/** JSON that can be read in C: text with each ' made a ", as a new string that
 * the caller frees. Ends the program when memory runs out. */
char *quotes_doubled(const char *text);

#endif
