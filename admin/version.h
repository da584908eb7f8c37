/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_VERSION_H
#define DOCKING_ADMIN_VERSION_H

#include <stdio.h>

/** Print the program's version, and those of the libraries that are loaded at
 * run time, not those of the build. For argp. */
struct argp_state;
void version_print_admin(FILE *to, struct argp_state *unused);

#endif
