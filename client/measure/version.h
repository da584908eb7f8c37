/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLIENT_VERSION_H
#define DOCKING_CLIENT_VERSION_H

#include <stdio.h>

/** Print the program's version, and those of the libraries that are loaded at
 * run time, not those of the build. For argp. */
struct argp_state;
void version_print_timing(FILE *to, struct argp_state *unused);

#endif
