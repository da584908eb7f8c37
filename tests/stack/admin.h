/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_ADMIN_H
#define DOCKING_TESTS_ADMIN_H

#include "../lib/program.h"

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <sys/types.h>

/** What the tests of docking-admin share. */

/** The first data, as export gives it. */
extern const char admin_first_data[];

/** Run docking-fcgi -t on the database, which makes what is missing. */
void admin_test_server(const char *db);

/** A new database with the first data, made by it; the caller frees its
 * name. */
char *admin_database(const char *name);

/** Run docking-admin with --db and the args, which end with NULL. */
struct outcome admin_run(const char *db, const char *const args[]);

/** The same, of which the exit status, and stdout or NULL, are checked, and
 * that stderr is empty. */
void admin_expect(
    const char *db, const char *const args[], int code, const char *out);

/** Start it, with stderr in a file; the caller waits. */
pid_t admin_start(const char *db, const char *const args[], const char *err);

/** All that export says, which the caller frees. */
char *admin_export(const char *db);

/** Run SQL as another program would. */
void admin_sql(const char *db, const char *sql);

/** A number that SQL gives. */
long long admin_number(const char *db, const char *sql);

/** True if text is one line, which begins with "docking-admin: " and has the
 * part. */
bool admin_is_line(const char *text, const char *part);

extern CU_TestInfo admin_refusals_tests[]; /* test_admin_refusals.c */
extern CU_TestInfo admin_records_tests[];  /* and so on */
extern CU_TestInfo admin_upkeep_tests[];
extern CU_TestInfo admin_meanwhile_tests[];

#endif
