/*
 * test_json_line.c: where in a JSON text a value stands.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/quotes.h"
#include "plan/json_line.h"

#include <stdlib.h>
#include <string.h>

/* The line of a member is its key's, that of an element its own. */
static void
test_lines(void)
{
	static const char nested[] = "{\n"                      /* 1 */
				     "  'a': 1,\n"              /* 2 */
				     "  'list': [\n"            /* 3 */
				     "    'x',\n"               /* 4 */
				     "    {'b': [],\n"          /* 5 */
				     "     'c':\n"              /* 6 */
				     "       {'d': -1.5e3}},\n" /* 7 */
				     "    [\n"                  /* 8 */
				     "      true, false,\n"     /* 9 */
				     "      null ],\n"          /* 10 */
				     "    6, 7,\n"              /* 11 */
				     "    8\n"                  /* 12 */
				     "  ],\n"                   /* 13 */
				     "  'z'\n"                  /* 14 */
				     "  : {'a': {},\n"          /* 15 */
				     "     'aa': 2, 'b': 3 }\n" /* 16 */
				     "}\n";
	static const char strings[] =
	    "{'a': 'no }, no ],\\n no \\\\',\n" /* 1 */
	    " 'b': '{[\\u0022',\n"              /* 2 */
	    " 'c': [']', '}', ',', ':',\n"      /* 3 */
	    "   '\\\"b\\\": ['],\n"             /* 4 */
	    " '': 1,\n"                         /* 5 */
	    " 'a/b': {'c': 1,\n"                /* 6 */
	    "   'm~n': 2,\n"                    /* 7 */
	    "   '~1': 3},\n"                    /* 8 */
	    " '0': 4,\n"                        /* 9 */
	    " 'J\xc3\xbcrgen': 5}";             /* 10 */
	static const struct {
		const char *text, *pointer;
		size_t line;
	} rows[] = {
		{ nested, "", 1 },
		{ nested, "/a", 2 },
		{ nested, "/list", 3 },
		{ nested, "/list/0", 4 },
		{ nested, "/list/1", 5 },
		{ nested, "/list/1/b", 5 },
		{ nested, "/list/1/c", 6 },
		{ nested, "/list/1/c/d", 7 },
		{ nested, "/list/2", 8 },
		{ nested, "/list/2/0", 9 },
		{ nested, "/list/2/1", 9 },
		{ nested, "/list/2/2", 10 },
		{ nested, "/list/3", 11 },
		{ nested, "/list/4", 11 },
		{ nested, "/list/5", 12 },
		{ nested, "/z", 14 },
		{ nested, "/z/a", 15 },
		{ nested, "/z/aa", 16 },
		{ nested, "/z/b", 16 },
		/* What leads nowhere ends with the last that is there. */
		{ nested, "/nobody", 1 },
		{ nested, "/list/6", 3 },
		{ nested, "/list/1/c/e", 6 },
		{ nested, "/list/2/3", 8 },
		{ nested, "/z/bb", 14 },
		{ nested, "/a/b/c", 2 },
		{ nested, "/list/0/x", 4 },
		/* Braces, commas and quotes in strings are none. */
		{ strings, "/a", 1 },
		{ strings, "/b", 2 },
		{ strings, "/c", 3 },
		{ strings, "/c/3", 3 },
		{ strings, "/c/4", 4 },
		/* Keys, escaped as RFC 6901 has it. */
		{ strings, "/", 5 },
		{ strings, "/a~1b", 6 },
		{ strings, "/a~1b/c", 6 },
		{ strings, "/a~1b/m~0n", 7 },
		{ strings, "/a~1b/~01", 8 },
		{ strings, "/a~1b/~1", 6 },
		{ strings, "/a/b", 1 },
		{ strings, "/0", 9 },
		{ strings, "/J\xc3\xbcrgen", 10 },
		/* Lines end with LF or CR LF. */
		{ "{\r\n'a':\r\n[\r\n1\r\n]}\r\n", "/a", 2 },
		{ "{\r\n'a':\r\n[\r\n1\r\n]}\r\n", "/a/0", 4 },
		{ "\n\n\t [\n1]", "", 3 },
		{ "\n\n\t [\n1]", "/0", 4 },
		{ "['\\\"',\n1,\n2]", "/1", 2 },
		{ "['\\\\',\n1,\n2]", "/2", 3 },
		{ "12", "", 1 },
		{ "12", "/a", 1 },
		{ "'a'", "/0", 1 },
		{ "[]", "/0", 1 },
		{ "{}", "/a", 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = quotes_doubled(rows[i].text);
		CHECK_NUMBER((long long)jsonline_of(text, rows[i].pointer),
		    (long long)rows[i].line, "row %zu, '%s'", i,
		    rows[i].pointer);
		free(text);
	}
}

/* Nothing is read behind the end of the text, wherever that is. */
static void
test_ends(void)
{
	static const char whole[] =
	    "{\"a\": [1, {\"b\": \"c\\\\\"}],\n \"d\": {\"e\": true}}";
	static const char *const pointers[] = { "/a/1/b", "/d/e", "/a/9",
		"/nobody", "/a/1/b/x" };
	for (size_t length = 0; length < sizeof(whole); length++)
		for (size_t i = 0; i < sizeof(pointers) / sizeof(char *); i++) {
			char *text = strndup(whole, length);
			if (text == NULL)
				abort();
			size_t line = jsonline_of(text, pointers[i]);
			CHECK(line == 1 || line == 2, "%zu bytes, %s: line %zu",
			    length, pointers[i], line);
			free(text);
		}
}

/* An offset's line; one behind the end is the last one's. */
static void
test_at(void)
{
	static const struct {
		size_t offset, line;
	} rows[] = {
		{ 0, 1 },
		{ 1, 1 },
		{ 2, 2 },
		{ 3, 3 },
		{ 4, 3 },
		{ 5, 3 },
		{ 99, 3 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER((long long)jsonline_at("a\n\nbc", rows[i].offset),
		    (long long)rows[i].line, "offset %zu", rows[i].offset);
}

CU_TestInfo jsonline_tests[] = {
	{ "a value's line is found", test_lines },
	{ "the text's end is respected", test_ends },
	{ "an offset's line", test_at },
	CU_TEST_INFO_NULL,
};
