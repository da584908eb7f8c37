/*
 * test_waterfall_text.c: a waterfall in characters.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "waterfall_fixture.h"

#include <stdlib.h>
#include <string.h>

/* A line a workflow; what takes most of a character is what it shows, and no
 * request vanishes. */
static void
test_waterfall(void)
{
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("COLUMNS", "42", 1);
	char *text = printed(report_waterfall, &f.summary);
	CHECK_TEXT(text,
	    "░ queue  ▓ connect  ▒ wait  █ delay  ▪ work, transfer  · gap  "
	    "× failed  ┊ bound\n"
	    "\n"
	    "sync: wall 0.832 s, bound 0.520 s, efficiency 62.5 %, binds: "
	    "overhead\n"
	    "0 J<&\"> ? ░▓▒▒█████▪··▒█████  ┊\n"
	    "1 日本                      ▓█████\n"
	    "2 n                           ┊   ▒▒▒▒▒▒▒×\n"
	    "          |0.0 s             |0.5 s\n"
	    "\n"
	    "multi: wall 0.260 s, bound 0.260 s, efficiency 100.0 %, binds: "
	    "chain\n"
	    "0 J<&\"> ? █████▒▒▒▒▒┊\n"
	    "1 日本     █████████┊\n"
	    "2 n       █████████×┊\n"
	    "          |0.0 s             |0.5 s\n"
	    "\n",
	    "UTF-8");
	free(text);

	setenv("LC_ALL", "C", 1);
	text = printed(report_waterfall, &f.summary);
	CHECK(strstr(text, "0 J<&\"> ? .+~~#####=--~#####  |\n") != NULL,
	    "no UTF-8: %s", text);
	free(text);
}

/* Of many workflows forty are drawn, the first and the last among them. */
static void
test_waterfall_of_many(void)
{
	static const struct {
		size_t count;
		int lines; /* with a number first */
		const char *told, *second, *last;
	} rows[] = {
		{ 40, 80, NULL, "\n 1 n ", "\n39 n " },
		{ 41, 80, "\n40 of 41 workflows, evenly chosen:\n", "\n 1 n ",
		    "\n40 n " },
		{ 1000, 80, "\n40 of 1000 workflows, evenly chosen:\n",
		    "\n 25 n ", "\n999 n " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct waterfall_fixture f;
		waterfall_fixture_init_many(&f, rows[i].count);
		char *text = printed(report_waterfall, &f.summary);
		int lines = 0;
		for (const char *s = text; (s = strstr(s, " n ")) != NULL; s++)
			lines++;
		CHECK_NUMBER(lines, rows[i].lines, "row %zu: %s", i, text);
		CHECK(
		    (rows[i].told == NULL) == (strstr(text, "evenly") == NULL),
		    "row %zu: %s", i, text);
		CHECK(
		    rows[i].told == NULL || strstr(text, rows[i].told) != NULL,
		    "row %zu: %s", i, text);
		CHECK(strstr(text, rows[i].second) != NULL, "row %zu: %s", i,
		    text);
		CHECK(
		    strstr(text, rows[i].last) != NULL, "row %zu: %s", i, text);
		free(text);
	}
}

CU_TestInfo waterfall_text_tests[] = {
	{ "in characters", test_waterfall },
	{ "many in characters", test_waterfall_of_many },
	CU_TEST_INFO_NULL,
};
