/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_XMLTEXT_H
#define DOCKING_XMLTEXT_H

#include <stddef.h>
#include <stdio.h>

/**
 * Print the length bytes at text as character data or the value of an attribute
 * (XML 1.0, 2.2 and 2.4), in UTF-8. Characters that XML cannot hold become a
 * blank or a '?', as in text_harmless().
 */
void xmltext_print(const char *text, size_t length, FILE *to);

#endif
