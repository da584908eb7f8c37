/*
 * test_operations_program.c: docking-fcgi as a program that somebody starts by
 * hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/program.h"

#include <string.h>
#include <sysexits.h>

/* Help that is asked for goes to stdout, with exit status 0. Other arguments
 * are 64, with a line that says who starts the program. */
static void
test_answers(void)
{
	static const struct {
		const char *arg;
		int code;
		const char *says[4];
	} rows[] = {
		{ "--help", EX_OK,
		    { "usage: docking-fcgi ", "A web server starts it",
			"DOCKING_DB ",
			"\n  DOCKING_PROCESSES       a whole number from 1 to "
			"64 [4]\n" } },
		{ "--version", EX_OK,
		    { "docking-fcgi " DOCKING_VERSION "\nSQLite 3.",
			", json-c 0.", ", libunistring ", ", libseccomp " } },
		{ "-x", EX_USAGE, { "usage: docking-fcgi " } },
		{ NULL, EX_USAGE, { "is not a listening socket" } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = program_run(
		    (const char *const[]){ "env", "DOCKING_DB=/x.db",
			program_built("docking-fcgi"), rows[i].arg, NULL },
		    NULL);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu", i);
		CHECK_TEXT(
		    rows[i].code == EX_OK ? o.err : o.out, "", "row %zu", i);
		for (size_t j = 0; j < 4 && rows[i].says[j] != NULL; j++)
			CHECK(strstr(rows[i].code == EX_OK ? o.out : o.err,
				  rows[i].says[j]) != NULL,
			    "row %zu: %s%s", i, o.out, o.err);
		outcome_done(&o);
	}
}

CU_TestInfo operations_program_tests[] = {
	{ "help, version and usage", test_answers },
	CU_TEST_INFO_NULL,
};
