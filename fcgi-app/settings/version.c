/*
 * version.c: docking-fcgi --version. libfcgi cannot tell its version.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/version.h"

#include <json-c/json.h>
#include <seccomp.h>
#include <sqlite3.h>
#include <unistring/version.h>

void
version_print_fcgi(FILE *to)
{
	const struct scmp_version *seccomp = seccomp_version();
	fprintf(to,
	    "docking-fcgi " DOCKING_VERSION "\n"
	    "SQLite %s, json-c %s, libunistring %d.%d, libseccomp %u.%u.%u\n",
	    sqlite3_libversion(), json_c_version(), _libunistring_version >> 16,
	    _libunistring_version >> 8 & 0xff, seccomp->major, seccomp->minor,
	    seccomp->micro);
}
