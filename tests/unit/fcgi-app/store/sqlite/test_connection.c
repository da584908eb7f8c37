/*
 * test_connection.c: which journal a version of SQLite gets.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../suites.h"

#include "../../../../lib/harness.h"
#include "store/sqlite/connection.h"

/* WAL only where the bug that can corrupt it is fixed. */
static void
test_journal(void)
{
	static const struct {
		int version;
		const char *expected;
	} rows[] = {
		{ 3040001, "PERSIST" },
		{ 3051002, "PERSIST" },
		{ 3051003, "WAL" },
		{ 3052000, "WAL" },
		{ 4000000, "WAL" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_TEXT(store_journal_mode(rows[i].version),
		    rows[i].expected, "%d", rows[i].version);
}

CU_TestInfo store_connection_tests[] = {
	{ "WAL only where it is safe", test_journal },
	CU_TEST_INFO_NULL,
};
