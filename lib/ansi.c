/*
 * ansi.c: escape sequences for colours, on terminals only.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/ansi.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ansi
ansi_of(FILE *to)
{
	static const struct ansi colours = { .good = "\033[32m",
		.bad = "\033[1;31m",
		.faint = "\033[2m",
		.off = "\033[0m",
		.hues = { "\033[35m", "\033[32m", "\033[33m", "\033[36m",
		    "\033[34m" } };
	static const struct ansi none = { "", "", "", "",
		{ "", "", "", "", "" } };
	const char *no_color = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	bool wanted = no_color == NULL || *no_color == '\0';
	bool able = terminal != NULL && strcmp(terminal, "dumb") != 0 &&
		    fileno(to) >= 0 && isatty(fileno(to));
	return wanted && able ? colours : none;
}
