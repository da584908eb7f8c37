/*
 * test_utf8.c: where a character ends.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../client/suites.h"

#include "../../lib/harness.h"
#include "lib/utf8.h"

#include <stdint.h>
#include <string.h>

/* The form that RFC 3629 defines for a code point; returns its length. */
static size_t
encode(uint32_t c, char bytes[4])
{
	static const unsigned char marks[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = length; i-- > 1; c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(marks[length] | c);
	return length;
}

/* Every code point has one form; surrogates and what is above U+10FFFF have
 * none, and neither has a form that is cut. */
static void
test_all(void)
{
	for (uint32_t c = 0; c <= 0x1fffff; c++) {
		char bytes[4];
		size_t length = encode(c, bytes);
		bool good = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
		if (utf8_length(bytes, length) != (good ? length : 0) ||
		    utf8_length(bytes, length - 1) != 0)
			CHECK(false, "U+%04X", (unsigned)c);
	}
	CHECK_NUMBER((long long)utf8_length("ab", 2), 1, "only the first");
}

/* What no code point looks like is no character. */
static void
test_bad(void)
{
	static const char *const rows[] = {
		"\x80",             /* goes on, but nothing began */
		"\xbf\x80",         /* likewise */
		"\xc0\x80",         /* overlong */
		"\xc1\xbf",         /* overlong */
		"\xe0\x9f\xbf",     /* overlong */
		"\xf0\x8f\xbf\xbf", /* overlong */
		"\xc3(",            /* does not go on */
		"\xe2\x82(",        /* likewise */
		"\xf0\x9f\x98(",    /* likewise */
		"\xf5\x80\x80\x80", /* above U+10FFFF */
		"\xfe",             /* never */
		"\xff",             /* never */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER((long long)utf8_length(rows[i], strlen(rows[i])),
		    0, "row %zu", i);
}

CU_TestInfo utf8_tests[] = {
	{ "every code point has its length", test_all },
	{ "other bytes have none", test_bad },
	CU_TEST_INFO_NULL,
};
