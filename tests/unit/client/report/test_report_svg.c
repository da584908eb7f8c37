/*
 * test_report_svg.c: a waterfall as a picture.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/files.h"
#include "../../../lib/harness.h"
#include "../../../lib/program.h"
#include "../../../lib/temp.h"
#include "waterfall_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Python's parser is somebody else's: it tells what names are in there, or
 * why it is no XML. */
static char *
names_in(const char *svg)
{
	static const char script[] =
	    "import sys, xml.dom.minidom\n"
	    "root = xml.dom.minidom.parse(sys.argv[1]).documentElement\n"
	    "for t in root.getElementsByTagName('text'):\n"
	    "    if 'name end' in t.getAttribute('class'):\n"
	    "        sys.stdout.buffer.write(\n"
	    "            (t.firstChild.data + '|').encode())\n";
	char *file = temp_file("waterfall.svg");
	file_write_text(file, svg);
	struct outcome o = program_run(
	    (const char *const[]){ "python3", "-c", script, file, NULL }, NULL);
	char *text = strdup(o.code == 0 ? o.out : o.err);
	outcome_done(&o);
	free(file);
	return text;
}

/* Rows of 18 pixels, 260 tenths of a pixel for 26 ms. */
static void
test_svg(void)
{
	static const char *const expected[] = {
		/* sync */
		"<path class=\"queue\" d=\"M0 90h260\"/>",
		"<path class=\"connect\" d=\"M260 90h260m4160 180h26\"/>",
		"<path class=\"wait\" d=\"M520 90h520m2080 0h260m2860 360"
		"h2080\"/>",
		"<path class=\"link\" d=\"M2600 90h520\"/>",
		"<path class=\"notch\" d=\"M4706 270h10\"/>",
		"<path class=\"failed\" d=\"M6240 450H8320m-40-40l80 80m0-80"
		"l-80 80\"/>",
		"<path class=\"bound\" d=\"M664.0 124.0V186.0\"/>",
		/* multi */
		"<path class=\"failed\" d=\"M1300 450H2600m-40-40l80 80m0-80"
		"l-80 80\"/>",
		"<path class=\"wait\" d=\"M1300 90h1300\"/>",
		"<path class=\"bound\" d=\"M404.0 250.0V312.0\"/>",
		/* texts */
		"role=\"img\"",
		"sync: wall 0.832 s, bound 0.520 s, efficiency 62.5 %, "
		"binds: overhead; 5 requests, 1 failed.",
		">http://h/?a&amp;b, delay 0.13 s</text>",
		"prefers-color-scheme:dark",
	};
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	char *text = printed(report_svg, &f.summary);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		CHECK(strstr(text, expected[i]) != NULL, "%s in %s",
		    expected[i], text);
	char *found = names_in(text);
	CHECK_TEXT(found,
	    "J<&\"> ?|\xe6\x97\xa5\xe6\x9c\xac|n|J<&\"> ?|\xe6\x97\xa5\xe6"
	    "\x9c\xac|n|",
	    "names");
	free(found);
	free(text);
}

/* What is not there is not in the legend; a long name is cut. */
static void
test_svg_without(void)
{
	static char *one[] = { TEXT("Jürgen Müller-Lüdenscheidt") };
	struct workflow done[] = {
		{ .values = one, .state = WORKFLOW_DONE, .step = 1 }
	};
	struct waterfall_fixture f;
	waterfall_fixture_init(&f);
	f.runs[0].workflows = done;
	f.runs[0].workflows_count = 1;
	f.runs[0].samples_count = 2;
	f.summary.engines_count = 1;
	f.summary.engines[0].failed = 0;
	f.summary.engines[0].bound =
	    (struct lower_bound){ .source = DELAY_UNKNOWN };
	char *text = printed(report_svg, &f.summary);
	CHECK(strstr(text, ">failed<") == NULL, "%s", text);
	CHECK(strstr(text, ">bound<") == NULL, "%s", text);
	CHECK(strstr(text, "efficiency") == NULL, "%s", text);
	char *found = names_in(text);
	CHECK_TEXT(found, "Jürgen Mülle…|", "a long name");
	free(found);
	free(text);
}

/* Ten thousand workflows: a panel as high as that of a thousand, in less than
 * 5 MB and in a second. */
static void
test_svg_of_many(void)
{
	struct waterfall_fixture f;
	waterfall_fixture_init_many(&f, 10000);
	clock_t before = clock();
	char *text = printed(report_svg, &f.summary);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	CHECK(strlen(text) < 5000000, "%zu bytes", strlen(text));
	CHECK(seconds < (program_is_slow() ? 60 : 1), "%.2f s", seconds);
	CHECK(strstr(text, "width=\"1000\" height=\"1202\"") != NULL,
	    "its size: %.300s", text);
	CHECK(strstr(text, "class=\"queue\" d=\"M0 5h") != NULL,
	    "lines are in the middle of pixels");
	free(text);
}

CU_TestInfo report_svg_tests[] = {
	{ "as SVG", test_svg },
	{ "as SVG, without what is not there", test_svg_without },
	{ "many as SVG", test_svg_of_many },
	CU_TEST_INFO_NULL,
};
