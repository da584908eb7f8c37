/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_VERSION_H
#define DOCKING_VERSION_H

#include <stdio.h>

/** Print the program's version, and those of the libraries that it runs with:
 * not those that it was built with. */
void version_print_fcgi(FILE *to);

#endif
