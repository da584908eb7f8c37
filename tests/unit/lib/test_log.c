/*
 * test_log.c: one line an event.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/capture.h"
#include "../../lib/harness.h"
#include "lib/log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What log_line() writes to stderr for text; line has size bytes. */
static void
logged(const char *text, char *line, size_t size)
{
	capture_begin();
	log_line("%s", text);
	capture_end(line, size);
}

/* A line names the program and the process, and ends in a newline. */
static void
test_line(void)
{
	char line[2048];
	char expected[64];
	snprintf(expected, sizeof(expected), "docking-fcgi[%ld]: it happened\n",
	    (long)getpid());
	logged("it happened", line, sizeof(line));
	CHECK_TEXT(line, expected, "a short line");
}

/* A line is at most 1,000 bytes with its newline, however long its text. */
static void
test_cut(void)
{
	char text[1100];
	char line[2048];
	/* Around the limit, where an error by one would be. */
	for (size_t length = 950; length < 1050; length++) {
		memset(text, 'x', length);
		text[length] = '\0';
		logged(text, line, sizeof(line));
		size_t got = strlen(line);
		if (!CHECK(got > 0 && got <= 1000 && line[got - 1] == '\n',
			"%zu bytes", length))
			break;
	}
}

CU_TestInfo log_tests[] = {
	{ "a line names its process", test_line },
	{ "a long line is cut", test_cut },
	CU_TEST_INFO_NULL,
};
