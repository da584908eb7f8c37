/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_OPTIONS_H
#define DOCKING_ADMIN_OPTIONS_H

#include "admin.h"

/**
 * Read the command line. Prints one line and exits with EX_USAGE if it is
 * wrong; --help and --version print and exit with 0.
 */
void options_parse(struct options *ret_options, int argc, char **argv);

#endif
