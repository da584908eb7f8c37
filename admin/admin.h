/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_H
#define DOCKING_ADMIN_H

#include "lib/cli.h"
#include "store/store.h"

#include <stdint.h>

/** Declarations that the commands of docking-admin share. */

/** The command line, checked. */
struct options {
	const struct command *command;
	const char *db;
	const char *file; /* NULL: stdin or stdout */
	uint64_t users;   /* to generate */
	uint64_t customers;
	uint64_t seed;
};

/** The treatment of a database that is missing, or empty. */
enum if_missing {
	MISSING_IS_REFUSED,
	MISSING_IS_MADE,      /* with the first records, as the server does */
	MISSING_IS_MADE_BARE, /* without, by store_begin() */
};

/** Whether a command takes a FILE. */
enum file_argument { FILE_NONE, FILE_OPTIONAL, FILE_REQUIRED };

struct command {
	const char *name;
	const char *summary;
	enum file_argument file;
	enum if_missing if_missing;
	/* Returns the exit status, and has said why if it is not 0. */
	int (*run)(const struct options *o, struct store *store);
};

/** All commands; a NULL name ends the list. */
extern const struct command commands[];

int generate_run(const struct options *o, struct store *store);
int import_run(const struct options *o, struct store *store);
int export_run(const struct options *o, struct store *store);
int reset_run(const struct options *o, struct store *store);
int check_run(const struct options *o, struct store *store);
int backup_run(const struct options *o, struct store *store);

/** Print why the store failed. Returns the exit status. */
int admin_fail_store(
    const struct options *o, const struct store *store, enum err err);

/** Make a file that must not exist yet. Returns its descriptor, or -1 after
 * printing why. */
int admin_create(const char *file);

#endif
