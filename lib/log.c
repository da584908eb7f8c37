/*
 * log.c: one line an event on stderr, which the web server's log collects.
 * A line is written with one write(2), so lines of several processes and
 * threads do not mix.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void
log_line(const char *format, ...)
{
	char line[1000];
	va_list ap;
	int used =
	    snprintf(line, sizeof(line), "docking-fcgi[%ld]: ", (long)getpid());
	va_start(ap, format);
	int more =
	    vsnprintf(line + used, sizeof(line) - (size_t)used - 1, format, ap);
	va_end(ap);
	size_t length = (size_t)used + (more > 0 ? (size_t)more : 0);
	if (length > sizeof(line) - 2)
		length = sizeof(line) - 2;
	line[length++] = '\n';
	/* There is nowhere to say that the log cannot be written. */
	if (write(STDERR_FILENO, line, length) < 0)
		return;
}
