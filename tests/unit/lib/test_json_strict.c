/*
 * test_json_strict.c: what is JSON and what is not.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/harness.h"
#include "../../lib/program.h"
#include "lib/json_strict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Without a NUL behind it, so that the sanitizers see a step too far. */
static bool
check_at(enum jsoncheck_level level, const char *text, size_t length, char *why,
    size_t size)
{
	char *copy = malloc(length > 0 ? length : 1);
	if (copy == NULL)
		abort();
	memcpy(copy, text, length);
	struct jsoncheck_error error;
	bool right = jsoncheck(level, copy, length, &error);
	free(copy);
	if (!right)
		snprintf(why, size, "byte %zu: %s", error.at, error.why);
	return right;
}

static bool
check_bytes(const char *text, size_t length, char *why, size_t size)
{
	return check_at(JSONCHECK_STORED, text, length, why, size);
}

/* All of RFC 8259's grammar is JSON: any value at the top, any space. */
static void
test_accepted(void)
{
	static const char *const rows[] = { "{}", "[]", "\"\"", "0", "-0", "1",
		"true", "false", "null", " \t\r\n[ ] \t\r\n",
		" { \"a\" : [ 1 , 2 ] , \"b\" : { } } ", "[[],[[]],{}]",
		"{\"\":\"\"}", "{\"a\":{\"a\":{\"a\":1}}}",
		"[{\"a\":1},{\"a\":1}]", "{\"a\":1,\"A\":1}",
		"{\"a\":1,\"ab\":1,\"\":1}",
		/* numbers: grammar only */
		"-1", "10", "1.5", "0.0", "1e5", "1E+5", "1e-5", "0e0",
		"-1.25e-07", "1e400", "-1e-400", "9223372036854775808",
		"123456789012345678901234567890",
		/* escapes */
		"\"\\\"\\\\\\/\"", "\"\\u0020\\u007e\\u0080\"",
		"\"\\u00e9\\u00E9\"", "\"\\ud83d\\ude00\"",
		"\"\\uD800\\uDC00\\uDBFF\\uDFFF\"", "\"\\ud7ff\\ue000\"",
		"\"\\uffff\"", "\"\\\\u000a\"",
		/* UTF-8: first and last of each length */
		"\" ~\"", "\"\xc2\x80\xdf\xbf\"",
		"\"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"",
		"\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"", "{\"J\xc3\xbcrgen\":1}",
		"\"\xef\xbb\xbf\"",
		/* no comment, no NUL: in a string */
		"\"/* */ // # '\"", "\"[{,:}]\"",
		/* 16 deep */
		"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
		"[[[[[[[[[[[[[[[{\"a\":1}]]]]]]]]]]]]]]]" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[160] = "";
		CHECK(check_bytes(rows[i], strlen(rows[i]), why, sizeof(why)),
		    "%s: %s", rows[i], why);
		CHECK_TEXT(why, "", "%s", rows[i]);
	}
}

/* What is refused says what and at which byte. */
static void
test_refused(void)
{
	static const char control[] = "a string with a control character";
	static const char escape[] = "a string with a bad escape";
	static const char half[] = "a string with half a surrogate pair";
	static const char utf8[] = "a string that is not UTF-8";
	static const char value_at_end[] = "expected a value, got the end";
	static const struct {
		const char *text;
		size_t length;
		size_t at;
		const char *what;
	} rows[] = {
		/* not a value, or not one */
		{ BYTES(""), 0, value_at_end },
		{ BYTES(" \n"), 2, value_at_end },
		{ BYTES("a"), 0, "expected a value, got 'a'" },
		{ BYTES("nul"), 0, "expected a value, got 'n'" },
		{ BYTES("True"), 0, "expected a value, got 'T'" },
		{ BYTES("nullx"), 4, "expected the end, got 'x'" },
		{ BYTES("NaN"), 0, "expected a value, got 'N'" },
		{ BYTES("[Infinity]"), 1, "expected a value, got 'I'" },
		{ BYTES("-Infinity"), 1, "expected a digit, got 'I'" },
		{ BYTES("undefined"), 0, "expected a value, got 'u'" },
		{ BYTES("'a'"), 0, "expected a value, got '''" },
		{ BYTES("{'a':1}"), 1, "expected a member's name, got '''" },
		{ BYTES("{a:1}"), 1, "expected a member's name, got 'a'" },
		{ BYTES("{} {}"), 3, "expected the end, got '{'" },
		{ BYTES("[]]"), 2, "expected the end, got ']'" },
		{ BYTES("{}}"), 2, "expected the end, got '}'" },
		{ BYTES("1 2"), 2, "expected the end, got '2'" },
		{ BYTES("1,"), 1, "expected the end, got ','" },
		{ BYTES("\"a\"\"b\""), 3, "expected the end, got '\"'" },
		{ BYTES("// a\n1"), 0, "expected a value, got '/'" },
		{ BYTES("/**/1"), 0, "expected a value, got '/'" },
		{ BYTES("1 # a"), 2, "expected the end, got '#'" },
		{ BYTES("[1/**/]"), 2, "expected ',' or ']', got '/'" },
		{ BYTES("\f1"), 0, "expected a value, got byte 0x0C" },
		{ BYTES("\xc2\xa0"
			"1"),
		    0, "expected a value, got byte 0xC2" },
		{ BYTES("\xef\xbb\xbf{}"), 0, "a byte order mark" },
		{ BYTES("\xff\xfe"), 0, "expected a value, got byte 0xFF" },
		{ BYTES("[\xff]"), 1, "expected a value, got byte 0xFF" },
		/* NUL anywhere */
		{ BYTES("\0"), 0, "expected a value, got byte 0x00" },
		{ BYTES("{}\0"), 2, "expected the end, got byte 0x00" },
		{ BYTES("{}\0{}"), 2, "expected the end, got byte 0x00" },
		{ BYTES("[\0]"), 1, "expected a value, got byte 0x00" },
		{ BYTES("\"a\0b\""), 2, control },
		{ BYTES("{\"a\0\":1}"), 3, control },
		/* structure */
		{ BYTES("["), 1, value_at_end },
		{ BYTES("[1"), 2, "expected ',' or ']', got the end" },
		{ BYTES("[1,"), 3, value_at_end },
		{ BYTES("[1,]"), 3, "expected a value, got ']'" },
		{ BYTES("[,1]"), 1, "expected a value, got ','" },
		{ BYTES("[,]"), 1, "expected a value, got ','" },
		{ BYTES("[1,,2]"), 3, "expected a value, got ','" },
		{ BYTES("[1 2]"), 3, "expected ',' or ']', got '2'" },
		{ BYTES("[1}"), 2, "expected ',' or ']', got '}'" },
		{ BYTES("[\"a\":1]"), 4, "expected ',' or ']', got ':'" },
		{ BYTES("]"), 0, "expected a value, got ']'" },
		{ BYTES("{"), 1, "expected a member's name, got the end" },
		{ BYTES("}"), 0, "expected a value, got '}'" },
		{ BYTES("{]"), 1, "expected a member's name, got ']'" },
		{ BYTES("{\"a\"}"), 4, "expected ':', got '}'" },
		{ BYTES("{\"a\""), 4, "expected ':', got the end" },
		{ BYTES("{\"a\":"), 5, value_at_end },
		{ BYTES("{\"a\":}"), 5, "expected a value, got '}'" },
		{ BYTES("{\"a\":1"), 6, "expected ',' or '}', got the end" },
		{ BYTES("{\"a\":1]"), 6, "expected ',' or '}', got ']'" },
		{ BYTES("{\"a\":1,}"), 7, "expected a member's name, got '}'" },
		{ BYTES("{,\"a\":1}"), 1, "expected a member's name, got ','" },
		{ BYTES("{\"a\":1 \"b\":2}"), 7,
		    "expected ',' or '}', got '\"'" },
		{ BYTES("{\"a\",\"b\"}"), 4, "expected ':', got ','" },
		{ BYTES("{\"a\"::1}"), 5, "expected a value, got ':'" },
		{ BYTES("{1:1}"), 1, "expected a member's name, got '1'" },
		{ BYTES("{null:1}"), 1, "expected a member's name, got 'n'" },
		/* numbers */
		{ BYTES("-"), 1, "expected a digit, got the end" },
		{ BYTES("--1"), 1, "expected a digit, got '-'" },
		{ BYTES("+1"), 0, "expected a value, got '+'" },
		{ BYTES("01"), 0, "a number with a leading zero" },
		{ BYTES("-01"), 1, "a number with a leading zero" },
		{ BYTES("[00]"), 1, "a number with a leading zero" },
		{ BYTES(".5"), 0, "expected a value, got '.'" },
		{ BYTES("-.5"), 1, "expected a digit, got '.'" },
		{ BYTES("1."), 2, "expected a digit, got the end" },
		{ BYTES("[1.]"), 3, "expected a digit, got ']'" },
		{ BYTES("1.e1"), 2, "expected a digit, got 'e'" },
		{ BYTES("1e"), 2, "expected a digit, got the end" },
		{ BYTES("1e+"), 3, "expected a digit, got the end" },
		{ BYTES("1e+-1"), 3, "expected a digit, got '-'" },
		{ BYTES("1e1.5"), 3, "expected the end, got '.'" },
		{ BYTES("1ee1"), 2, "expected a digit, got 'e'" },
		{ BYTES("0x1"), 1, "expected the end, got 'x'" },
		{ BYTES("1_0"), 1, "expected the end, got '_'" },
		{ BYTES("- 1"), 1, "expected a digit, got byte 0x20" },
		{ BYTES("\xef\xbc\x91"), 0, "expected a value, got byte 0xEF" },
		/* strings */
		{ BYTES("\""), 1, "expected '\"', got the end" },
		{ BYTES("\"a"), 2, "expected '\"', got the end" },
		{ BYTES("\"a\\\""), 4, "expected '\"', got the end" },
		{ BYTES("\"a\nb\""), 2, control },
		{ BYTES("\"a\tb\""), 2, control },
		{ BYTES("\"\x1f\""), 1, control },
		{ BYTES("\"\x7f\""), 1, control },
		{ BYTES("\"\\b\""), 1, control },
		{ BYTES("\"\\f\""), 1, control },
		{ BYTES("\"\\n\""), 1, control },
		{ BYTES("\"\\r\""), 1, control },
		{ BYTES("\"\\t\""), 1, control },
		{ BYTES("\"\\u0000\""), 1, control },
		{ BYTES("\"\\u000a\""), 1, control },
		{ BYTES("\"\\u001F\""), 1, control },
		{ BYTES("\"a\\u007f\""), 2, control },
		{ BYTES("{\"\\u001b[31m\":1}"), 2, control },
		{ BYTES("\"\\"), 1, escape },
		{ BYTES("\"\\\0\""), 1, escape },
		{ BYTES("\"\\a\""), 1, escape },
		{ BYTES("\"\\'\""), 1, escape },
		{ BYTES("\"\\x41\""), 1, escape },
		{ BYTES("\"\\U0041\""), 1, escape },
		{ BYTES("\"\\\xc3\xa9\""), 1, escape },
		{ BYTES("\"\\u\""), 1, escape },
		{ BYTES("\"\\u12\""), 1, escape },
		{ BYTES("\"\\u12"), 1, escape },
		{ BYTES("\"\\u123\""), 1, escape },
		{ BYTES("\"\\u123g\""), 1, escape },
		{ BYTES("\"\\u+123\""), 1, escape },
		{ BYTES("\"\\u 123\""), 1, escape },
		{ BYTES("\"\\u12\0"
			"4\""),
		    1, escape },
		{ BYTES("\"\\ud800\""), 1, half },
		{ BYTES("\"\\udbff\""), 1, half },
		{ BYTES("\"\\udc00\""), 1, half },
		{ BYTES("\"\\udfff\""), 1, half },
		{ BYTES("\"\\ud800\\ud800\""), 1, half },
		{ BYTES("\"\\ud800\\u0041\""), 1, half },
		{ BYTES("\"\\ud800x\""), 1, half },
		{ BYTES("\"\\ud800\\n\""), 1, half },
		{ BYTES("\"\\ud800\\udc0\""), 1, half },
		{ BYTES("\"\\ud800\\udc00\\udc00\""), 13, half },
		{ BYTES("\"\\ud800"), 1, half },
		{ BYTES("\"\\ud800\\u"), 1, half },
		/* UTF-8: alone, cut, overlong, surrogate, beyond U+10FFFF */
		{ BYTES("\"a\x80\""), 2, utf8 },
		{ BYTES("\"\xff\""), 1, utf8 },
		{ BYTES("\"\xc3\""), 1, utf8 },
		{ BYTES("\"\xc3"), 1, utf8 },
		{ BYTES("\"\xe2\x82\""), 1, utf8 },
		{ BYTES("\"\xc3\\u00a9\""), 1, utf8 },
		{ BYTES("\"\xc0\x80\""), 1, utf8 },
		{ BYTES("\"\xc1\xbf\""), 1, utf8 },
		{ BYTES("\"\xe0\x80\xaf\""), 1, utf8 },
		{ BYTES("\"\xf0\x80\x80\xaf\""), 1, utf8 },
		{ BYTES("\"\xed\xa0\x80\""), 1, utf8 },
		{ BYTES("\"\xed\xbf\xbf\""), 1, utf8 },
		{ BYTES("\"\xed\xa0\xbd\xed\xb8\x80\""), 1, utf8 },
		{ BYTES("\"\xf4\x90\x80\x80\""), 1, utf8 },
		{ BYTES("\"\xf8\x88\x80\x80\x80\""), 1, utf8 },
		{ BYTES("{\"\xe9\":1}"), 2, utf8 },
		/* depth */
		{ BYTES("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"), 16,
		    "more than 16 deep" },
		{ BYTES("[[[[[[[[[[[[[[[[{"), 16, "more than 16 deep" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[160] = "";
		char expected[160];
		snprintf(expected, sizeof(expected), "byte %zu: %s", rows[i].at,
		    rows[i].what);
		CHECK(!check_bytes(
			  rows[i].text, rows[i].length, why, sizeof(why)),
		    "row %zu: %s", i, rows[i].text);
		CHECK_TEXT(why, expected, "row %zu: %s", i, rows[i].text);
	}
}

/* Two members of one object have two names, however they are spelt; the later
 * one is named. */
static void
test_equal_names(void)
{
	static const struct {
		const char *text;
		size_t at;
		const char *name;
	} rows[] = {
		{ "{\"a\":1,\"a\":1}", 7, "a" },
		{ "{\"\":1,\"\":2}", 6, "" },
		{ "{\"name\":1,\"n\\u0061me\":2}", 10, "n\\u0061me" },
		{ "{\"n\\u0061me\":1,\"name\":2}", 15, "name" },
		{ "{\"/\":1,\"\\/\":2}", 7, "\\/" },
		{ "{\"\\u005C\":1,\"\\\\\":2}", 12, "\\\\" },
		{ "{\"\\u0022\":1,\"\\\"\":2}", 12, "\\\"" },
		{ "{\"\xc3\xa9\":1,\"\\u00e9\":2}", 8, "\\u00e9" },
		{ "{\"\\u20AC\":1,\"\xe2\x82\xac\":2}", 12, "\xe2\x82\xac" },
		{ "{\"\\ud83d\\uDE00\":1,\"\xf0\x9f\x98\x80\":2}", 18,
		    "\xf0\x9f\x98\x80" },
		{ "{\"b\":1,\"a\":1,\"c\":{},\"a\":[{}],\"d\":1}", 20, "a" },
		{ "{\"a\":1,\"b\":{\"a\":1,\"c\":1},\"a\":1}", 25, "a" },
		{ "[{\"x\":{\"a\":1,\"b\":2,\"b\":3}}]", 19, "b" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[160] = "";
		char expected[160];
		snprintf(expected, sizeof(expected),
		    "byte %zu: a second member \"%s\" in an object", rows[i].at,
		    rows[i].name);
		CHECK(!check_bytes(
			  rows[i].text, strlen(rows[i].text), why, sizeof(why)),
		    "%s", rows[i].text);
		CHECK_TEXT(why, expected, "%s", rows[i].text);
	}
}

/* A long name is repeated in part, and never cut inside a character. */
static void
test_long_name(void)
{
	char name[301] = "";
	for (int i = 0; i < 100; i++)
		strcat(name, "\xe2\x82\xac"); /* 3 bytes; 64 is no multiple */
	char text[700];
	char expected[160];
	char why[160] = "";
	snprintf(text, sizeof(text), "{\"%s\":1,\"%s\":1}", name, name);
	snprintf(expected, sizeof(expected),
	    "byte 306: a second member \"%.63s\" in an object", name);
	CHECK(!check_bytes(text, strlen(text), why, sizeof(why)), "%s", text);
	CHECK_TEXT(why, expected, "100 euro signs");
}

/* An object of count members whose names are a long prefix and a number; the
 * last one's is of equal. */
static char *
object_of(size_t count, size_t equal)
{
	size_t size = 2 + count * 64;
	char *text = malloc(size);
	if (text == NULL)
		abort();
	size_t used = 0;
	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(text + used, size - used,
		    "%c\"\\u0061aaaaaaaaaaaaaaaaaaaaaaaaaaaaa%zu\":1",
		    i == 0 ? '{' : ',', i < count - 1 ? i : equal);
	snprintf(text + used, size - used, "}");
	return text;
}

/* Of this thread: what else the machine does is not counted. */
static double
cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* How much more may be taken with sanitizers. */
static double
slowness(void)
{
	return program_is_slow() ? 20 : 1;
}

/* What is made to cost time costs none: the bound is far above what any of
 * these take, and far below what a square takes. */
static void
test_many(void)
{
	static const struct {
		size_t members, equal;
		const char *why;
	} rows[] = {
		{ JSONCHECK_MEMBERS_MAX, 9999, "" },
		{ JSONCHECK_MEMBERS_MAX, 0, "a second member \"\\u0061aaa" },
		{ JSONCHECK_MEMBERS_MAX, 998, "a second member \"\\u0061aaa" },
		{ JSONCHECK_MEMBERS_MAX + 1, 9999, "more than 1000 members" },
		{ 10000, 0, "more than 1000 members" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[160] = "";
		char *text = object_of(rows[i].members, rows[i].equal);
		double start_ms = cpu_ms();
		bool right = check_bytes(text, strlen(text), why, sizeof(why));
		double ms = cpu_ms() - start_ms;
		CHECK(ms < 50 * slowness(), "row %zu: %g ms", i, ms);
		CHECK_NUMBER(right, rows[i].why[0] == '\0', "row %zu", i);
		CHECK(strstr(why, rows[i].why) != NULL, "row %zu: %s", i, why);
		free(text);
	}

	/* Members count while their object is open: a list may be long. */
	size_t size = 3 * 20000 * 4;
	char *text = malloc(size);
	if (text == NULL)
		abort();
	size_t used = 0;
	for (int i = 0; i < 20000; i++)
		used += (size_t)snprintf(text + used, size - used,
		    "%c{\"a\":1}", i == 0 ? '[' : ',');
	text[used++] = ']';
	char why[160] = "";
	CHECK(check_bytes(text, used, why, sizeof(why)), "%s", why);
	free(text);
}

/* Depth is bounded, not by the stack. */
static void
test_deep(void)
{
	enum { DEEP = 1000000 };
	static const char *const rows[] = { "[", "{\"a\":", "[{\"\":" };
	char *text = malloc(DEEP);
	if (text == NULL)
		abort();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = strlen(rows[i]);
		for (size_t j = 0; j < DEEP; j++)
			text[j] = rows[i][j % length];
		double start_ms = cpu_ms();
		struct jsoncheck_error error;
		bool right = jsoncheck(JSONCHECK_STORED, text, DEEP, &error);
		double ms = cpu_ms() - start_ms;
		CHECK(ms < 1 * slowness(), "%s: %g ms", rows[i], ms);
		CHECK(!right && strcmp(error.why, "more than 16 deep") == 0,
		    "%s: %s", rows[i], error.why);
	}
	free(text);
}

/* A level refuses what the one before it takes, and takes nothing else. */
static void
test_levels(void)
{
#define DEEP_16    "[[[[[[[[[[[[[[[["
#define SHALLOW_16 "]]]]]]]]]]]]]]]]"
	static const struct {
		const char *text;
		enum jsoncheck_level most; /* that takes it */
	} rows[] = {
		{ "{\"a\":1,\"b\":1}", JSONCHECK_STORED },
		{ "{\"J\xc3\xbcrgen\":\"\xf0\x9f\x98\x80\"}",
		    JSONCHECK_STORED },
		{ DEEP_16 SHALLOW_16, JSONCHECK_STORED },
		{ DEEP_16 "[0]" SHALLOW_16, JSONCHECK_UNIQUE },
		{ DEEP_16 DEEP_16 SHALLOW_16 SHALLOW_16, JSONCHECK_UNIQUE },
		{ "\"\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\x7f\"",
		    JSONCHECK_UNIQUE },
		{ "\"\\ud800\"", JSONCHECK_UNIQUE },
		{ "\"\\udc00\\ud800\\u0041\"", JSONCHECK_UNIQUE },
		{ "{\"\\n\":1,\"n\":1,\"\\u000b\":1}", JSONCHECK_UNIQUE },
		{ "{\"\\ud83d\":1,\"\\ud83d\\ude00\":1}", JSONCHECK_UNIQUE },
		{ "{\"a\":1,\"a\":1}", JSONCHECK_GRAMMAR },
		{ "{\"\\n\":1,\"\\u000a\":1}", JSONCHECK_GRAMMAR },
		/* To json-c these are one name. */
		{ "{\"\\ud83d\":1,\"\\ude00\":1}", JSONCHECK_GRAMMAR },
		{ "{\"\\ud83d\":1,\"\xef\xbf\xbd\":1}", JSONCHECK_GRAMMAR },
		{ "{\"a\\u0000b\":1,\"a\\u0000c\":1}", JSONCHECK_GRAMMAR },
	};
	static const char *const bad[] = { "", "[", "[-01]", "[1] 2", "\"\t\"",
		"\"\xff\"", "\"\\u12\"", "NaN", "{'a':1}", "\xef\xbb\xbf[]",
		DEEP_16 DEEP_16 "[]" SHALLOW_16 SHALLOW_16 };
	for (enum jsoncheck_level level = JSONCHECK_GRAMMAR;
	     level <= JSONCHECK_STORED; level++) {
		char why[160] = "";
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			CHECK_NUMBER(
			    check_at(level, rows[i].text, strlen(rows[i].text),
				why, sizeof(why)),
			    level <= rows[i].most, "level %d: %s: %s", level,
			    rows[i].text, why);
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
			CHECK(!check_at(level, bad[i], strlen(bad[i]), why,
				  sizeof(why)),
			    "level %d: %s", level, bad[i]);
	}
	/* Members are counted where names are compared. */
	char why[160] = "";
	char *text = object_of(JSONCHECK_MEMBERS_MAX + 1, 9999);
	CHECK(check_at(JSONCHECK_GRAMMAR, text, strlen(text), why, sizeof(why)),
	    "%s", why);
	CHECK(!check_at(JSONCHECK_UNIQUE, text, strlen(text), why, sizeof(why)),
	    "1001 members");
	free(text);
}

/* Each beginning of a JSON object is none. */
static void
test_cut(void)
{
	static const char text[] =
	    "{\"n\\u0061\xc3\xa9\":[1.5e+3,true,{\"\\ud83d\\ude00\":\"\\/\"},"
	    "null,{}],\"b\":-0.25}";
	char why[160] = "";
	for (size_t length = 0; length < sizeof(text) - 1; length++)
		CHECK(!check_bytes(text, length, why, sizeof(why)),
		    "%zu bytes of %s", length, text);
	CHECK(check_bytes(text, sizeof(text) - 1, why, sizeof(why)), "%s", why);
}

CU_TestInfo jsoncheck_tests[] = {
	{ "what is JSON", test_accepted },
	{ "what is not, and where", test_refused },
	{ "equal names are found in any spelling", test_equal_names },
	{ "a long name is cut between characters", test_long_name },
	{ "many members cost little", test_many },
	{ "depth costs nothing", test_deep },
	{ "levels", test_levels },
	{ "a part is not the whole", test_cut },
	CU_TEST_INFO_NULL,
};
