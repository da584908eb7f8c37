/*
 * test_etag.c: entity-tags in If-Match and If-None-Match.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/etag.h"

#include <stdint.h>

static void
test_lists(void)
{
	static const struct {
		const char *header;
		bool good, strong, weak; /* is version 12 in it? */
	} rows[] = {
		{ "*", true, true, true },
		{ "\"12\"", true, true, true },
		{ "W/\"12\"", true, false, true },
		{ "\"1\"", true, false, false },
		{ "\"123\"", true, false, false },
		{ "\"012\"", true, false, false },
		{ "\"\"", true, false, false },
		{ "\"a\", \"12\"", true, true, true },
		{ "\"a\",W/\"12\"", true, false, true },
		{ ", \"a\" ,, \"12\" ,", true, true, true },
		{ "\"\xc3\xbc,\",\"12\"", true, true, true },
		{ "12", false, false, false },
		{ "", false, false, false },
		{ " , ", false, false, false },
		{ "\"12", false, false, false },
		{ "\"1 2\"", false, false, false },
		{ "w/\"12\"", false, false, false },
		{ "W/12", false, false, false },
		{ "\"1\" \"12\"", false, false, false },
		{ "\"1\";\"12\"", false, false, false },
		{ "\"1\", *", false, false, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_NUMBER(etag_list_is_good(rows[i].header), rows[i].good,
		    "'%s'", rows[i].header);
		if (!rows[i].good)
			continue;
		CHECK_NUMBER(etag_list_has(rows[i].header, 12, false),
		    rows[i].strong, "'%s'", rows[i].header);
		CHECK_NUMBER(etag_list_has(rows[i].header, 12, true),
		    rows[i].weak, "'%s'", rows[i].header);
	}
	CHECK(etag_list_has("\"9223372036854775807\"", INT64_MAX, false),
	    "the largest");
}

CU_TestInfo etag_tests[] = {
	{ "a list has a version or not", test_lists },
	CU_TEST_INFO_NULL,
};
