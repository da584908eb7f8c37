/*
 * test_ansi.c: colour only where there is a terminal that has it and a person
 * who wants it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../client/suites.h"

#include "../../lib/harness.h"
#include "lib/ansi.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
set(const char *name, const char *value)
{
	if (value != NULL)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* NO_COLOR counts if it is not empty (no-color.org). */
static void
test_terminal(void)
{
	static const struct {
		const char *term, *no_color;
		bool colour;
	} rows[] = {
		{ "xterm", NULL, true },
		{ "xterm", "", true },
		{ "xterm", "1", false },
		{ "xterm", "0", false },
		{ "dumb", NULL, false },
		{ NULL, NULL, false },
	};
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	if (!CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0,
		"a terminal"))
		return;
	FILE *terminal = fopen(ptsname(master), "w");
	FILE *file = tmpfile();
	if (terminal == NULL || file == NULL)
		abort();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set("TERM", rows[i].term);
		set("NO_COLOR", rows[i].no_color);
		struct ansi ansi = ansi_of(terminal);
		CHECK((*ansi.good == '\033') == rows[i].colour, "row %zu", i);
		CHECK((*ansi.off == '\033') == rows[i].colour, "row %zu", i);
		CHECK_TEXT(ansi_of(file).bad, "", "a file, row %zu", i);
	}
	fclose(file);
	fclose(terminal);
	close(master);
}

CU_TestInfo ansi_tests[] = {
	{ "terminals and NO_COLOR", test_terminal },
	CU_TEST_INFO_NULL,
};
