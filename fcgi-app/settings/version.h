/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_VERSION_H
#define DOCKING_VERSION_H

#include <stdio.h>

/** Print the program's version, and those of the libraries that are loaded at
 * run time, not those of the build. */
void version_print_fcgi(FILE *to);

#endif
