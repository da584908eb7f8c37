/*
 * test_text.c: UTF-8, casefolding, and the spelling of ids.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/harness.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* What is not well-formed by RFC 3629 is not text: overlong forms,
 * surrogates, beyond U+10FFFF, cut sequences. */
static void
test_utf8(void)
{
	static const struct {
		const char *text;
		bool expected;
	} rows[] = {
		{ "", true },
		{ "John Liu", true },
		{ "J\xc3\xbcrgen", true },
		{ "\xf0\x9f\x9a\xa2", true },
		{ "\xf4\x8f\xbf\xbf", true },
		{ "\x80", false },
		{ "\xff", false },
		{ "\xc3", false },
		{ "\xe2\x82", false },
		{ "\xc0\x80", false },
		{ "\xe0\x80\xaf", false },
		{ "\xed\xa0\x80", false },
		{ "\xf4\x90\x80\x80", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(text_is_utf8(rows[i].text, strlen(rows[i].text)),
		    rows[i].expected, "row %zu", i);
}

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
		if (text_character(bytes, length) != (good ? length : 0) ||
		    text_character(bytes, length - 1) != 0)
			CHECK(false, "U+%04X", (unsigned)c);
	}
	CHECK_NUMBER((long long)text_character("ab", 2), 1, "only the first");
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
		CHECK_NUMBER(
		    (long long)text_character(rows[i], strlen(rows[i])), 0,
		    "row %zu", i);
}

/* Characters are counted and cut whole; where UTF-8 ends is found. */
static void
test_characters(void)
{
	static const struct {
		const char *text;
		size_t characters, prefix, cut_at_4;
	} rows[] = {
		{ "", 0, 0, 0 },
		{ "John", 4, 4, 4 },
		{ "Johnny", 6, 6, 4 },
		{ "Jo\xc3\xbc", 3, 4, 4 },
		{ "Joh\xc3\xbc", 4, 5, 3 },
		{ "\xe2\x82\xac\xe2\x82\xac", 2, 6, 3 },
		{ "J\xf0\x9f\x9a\xa2", 2, 5, 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *text = rows[i].text;
		size_t length = strlen(text);
		CHECK_NUMBER((long long)text_characters(text, length),
		    (long long)rows[i].characters, "%s", text);
		CHECK_NUMBER((long long)text_utf8_prefix(text, length),
		    (long long)rows[i].prefix, "%s", text);
		CHECK_NUMBER((long long)text_cut(text, length, 4),
		    (long long)rows[i].cut_at_4, "%s", text);
	}
	CHECK_NUMBER((long long)text_utf8_prefix("ab\xff", 3), 2, "ab\\xff");
	CHECK_NUMBER((long long)text_utf8_prefix("a\xe2\x82", 3), 1, "cut");
}

/* Control characters are U+0000 to 1F and U+007F, and no byte of a longer
 * UTF-8 sequence. */
static void
test_control(void)
{
	static const struct {
		const char *text;
		size_t length;
		bool expected;
	} rows[] = {
		{ "", 0, false },
		{ " ~", 2, false },
		{ "a\nb", 3, true },
		{ "a\x1f", 2, true },
		{ "\x7f", 1, true },
		{ "a\0b", 3, true },
		{ "\xc3\xbc", 2, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(text_has_control(rows[i].text, rows[i].length),
		    rows[i].expected, "row %zu", i);
}

/* Two spellings that a reader takes for the same name fold to the same
 * bytes; others do not. */
static void
test_casefold(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "" },
		{ "John Liu", "john liu" },
		{ "AZ[`az{@", "az[`az{@" },
		{ "J\xc3\x9cRGEN", "j\xc3\xbcrgen" },
		/* both spellings of U+00FC: as one character, as u and U+0308
		 */
		{ "Ju\xcc\x88rgen", "j\xc3\xbcrgen" },
		/* sharp s, and its capital */
		{ "Stra\xc3\x9f"
		  "e",
		    "strasse" },
		{ "STRA\xe1\xba\x9e"
		  "E",
		    "strasse" },
		/* both small sigmas */
		{ "\xce\xa3\xcf\x83\xcf\x82", "\xcf\x83\xcf\x83\xcf\x83" },
		/* U+017F is a letter s; U+212A, the Kelvin sign, a k */
		{ "\xc5\xbf\xe2\x84\xaa", "sk" },
		/* full-width letters stay full-width */
		{ "\xef\xbc\xaa", "\xef\xbd\x8a" },
		/* the capital I with a dot is not i */
		{ "\xc4\xb0", "i\xcc\x87" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *folded =
		    text_casefold(rows[i].text, strlen(rows[i].text));
		CHECK_TEXT(folded, rows[i].expected, "%s", rows[i].text);
		free(folded);
	}
}

/* Only the given bytes are folded: text need not end in a NUL. */
static void
test_casefold_length(void)
{
	char *folded = text_casefold("JOHN LIU", 4);
	CHECK_TEXT(folded, "john", "ASCII");
	free(folded);
	folded = text_casefold("\xc3\x9c"
			       "BER ALLES",
	    5);
	CHECK_TEXT(folded,
	    "\xc3\xbc"
	    "ber",
	    "not ASCII");
	free(folded);
}

/* What is not UTF-8 has no folded form. */
static void
test_casefold_refuses(void)
{
	char *folded = text_casefold("a\xff", 2);
	CHECK(folded == NULL, "a\\xff");
	free(folded);
}

/* Only the canonical spelling of an id is one: /users/01 is not /users/1. */
static void
test_id(void)
{
	static const struct {
		const char *text;
		bool expected;
		int64_t id;
	} rows[] = {
		{ "0", true, 0 },
		{ "1", true, 1 },
		{ "10", true, 10 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "18446744073709551617", false, 0 },
		{ "99999999999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "00", false, 0 },
		{ "01", false, 0 },
		{ "+1", false, 0 },
		{ "-1", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "1.0", false, 0 },
		{ "1e0", false, 0 },
		{ "0x1", false, 0 },
		{ "a", false, 0 },
		/* Arabic-Indic one */
		{ "\xd9\xa1", false, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t id = -7;
		CHECK_NUMBER(text_parse_id(rows[i].text, &id), rows[i].expected,
		    "'%s'", rows[i].text);
		CHECK_NUMBER(id, rows[i].expected ? rows[i].id : -7,
		    "the id of '%s'", rows[i].text);
	}
}

/* And so it is written. */
static void
test_digits(void)
{
	static const struct {
		int64_t number;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 10, "10" },
		{ 99, "99" },
		{ 1000, "1000" },
		{ INT64_MAX, "9223372036854775807" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char digits[TEXT_DIGITS_SIZE];
		CHECK_NUMBER((int64_t)text_digits(rows[i].number, digits),
		    (int64_t)strlen(rows[i].text), "length of %s",
		    rows[i].text);
		CHECK(strcmp(digits, rows[i].text) == 0, "%s: '%s'",
		    rows[i].text, digits);
	}
}

/* A terminal's columns: none for what goes on top, two for what is wide. */
static void
test_columns(void)
{
	static const struct {
		const char *text;
		int columns;
	} rows[] = {
		{ "John", 4 },
		{ "J\xc3\xbcrgen", 6 },
		{ "Ju\xcc\x88rgen", 6 },
		{ "\xe9\x99\x88\xe4\xbc\x9f", 4 },
		{ "\xf0\x9f\x9a\xa2", 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(text_columns(rows[i].text, strlen(rows[i].text)),
		    rows[i].columns, "%s", rows[i].text);
}

CU_TestInfo text_tests[] = {
	{ "UTF-8 is what RFC 3629 says", test_utf8 },
	{ "every code point has its length", test_all },
	{ "other bytes have none", test_bad },
	{ "characters are counted and cut whole", test_characters },
	{ "characters have columns", test_columns },
	{ "control characters are found", test_control },
	{ "casefolding is Unicode's", test_casefold },
	{ "casefolding keeps to the length", test_casefold_length },
	{ "casefolding refuses what is not UTF-8", test_casefold_refuses },
	{ "an id has one spelling", test_id },
	{ "a number has its digits", test_digits },
	CU_TEST_INFO_NULL,
};
