/*
 * version.c: docking-admin --version.
 *
 * SPDX-License-Identifier: MIT
 */
#include "version.h"

#include <json-c/json.h>
#include <sqlite3.h>

void
version_print_admin(FILE *to, struct argp_state *unused)
{
	(void)unused;
	fprintf(to,
	    "docking-admin " DOCKING_VERSION "\n"
	    "SQLite %s, json-c %s\n",
	    sqlite3_libversion(), json_c_version());
}
