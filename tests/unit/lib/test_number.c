/*
 * test_number.c: what is a number, and what the C library would take for one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/harness.h"
#include "lib/number.h"

#include <math.h>
#include <string.h>

/* Whole numbers are digits, in a range that has its ends. */
static void
test_whole(void)
{
	static const struct {
		const char *text;
		uint64_t min, max;
		bool expected;
		uint64_t number;
	} rows[] = {
		{ "0", 0, 0, true, 0 },
		{ "007", 1, 7, true, 7 },
		{ "18446744073709551615", 0, UINT64_MAX, true, UINT64_MAX },
		{ "18446744073709551616", 0, UINT64_MAX, false, 0 },
		{ "4", 5, 7, false, 0 },
		{ "8", 5, 7, false, 0 },
		{ "", 0, 9, false, 0 },
		{ " 1", 0, 9, false, 0 },
		{ "1 ", 0, 9, false, 0 },
		{ "+1", 0, 9, false, 0 },
		{ "-1", 0, UINT64_MAX, false, 0 },
		{ "0x1", 0, 9, false, 0 },
		{ "1.0", 0, 9, false, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t number = 77;
		CHECK_NUMBER(number_read_whole(rows[i].text, rows[i].min,
				 rows[i].max, &number),
		    rows[i].expected, "'%s'", rows[i].text);
		CHECK(number == (rows[i].expected ? rows[i].number : 77),
		    "what '%s' is", rows[i].text);
	}
}

/* Decimals have a point and an exponent; the same of a part of a text. */
static void
test_decimal(void)
{
	static const struct {
		const char *text;
		bool expected;
		double number;
	} rows[] = {
		{ "0.5", true, 0.5 },
		{ ".5", true, 0.5 },
		{ "5.", true, 5 },
		{ "1e1", true, 10 },
		{ "+2", true, 2 },
		{ "-0", true, 0 },
		{ "10.5", false, 0 },
		{ "-0.5", false, 0 },
		{ "", false, 0 },
		{ ".", false, 0 },
		{ "e", false, 0 },
		{ "1e", false, 0 },
		{ " 1", false, 0 },
		{ "0x1", false, 0 },
		{ "inf", false, 0 },
		{ "nan", false, 0 },
		{ "1..2", false, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = rows[i].text;
		double expected = rows[i].expected ? rows[i].number : 77;
		double all = 77, part = 77;
		char longer[32];
		snprintf(longer, sizeof(longer), "%s0", text);
		CHECK_NUMBER(number_read(text, 0, 10, &all), rows[i].expected,
		    "'%s'", text);
		CHECK_NUMBER(
		    number_read_part(longer, strlen(text), 0, 10, &part),
		    rows[i].expected, "the part '%s'", text);
		CHECK(all == expected && part == expected && !signbit(all),
		    "what '%s' is", text);
	}
}

CU_TestInfo number_tests[] = {
	{ "whole numbers", test_whole },
	{ "decimals, and parts of a text", test_decimal },
	CU_TEST_INFO_NULL,
};
