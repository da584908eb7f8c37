/*
 * trial.c: what a row says of itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "survive.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void
add(struct trial *t, const char *format, va_list ap)
{
	size_t used = strlen(t->measured);
	if (used > 0)
		used += (size_t)snprintf(
		    t->measured + used, sizeof(t->measured) - used, "; ");
	if (used < sizeof(t->measured))
		vsnprintf(
		    t->measured + used, sizeof(t->measured) - used, format, ap);
}

void
measured(struct trial *t, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	add(t, format, ap);
	va_end(ap);
}

bool
expect(struct trial *t, bool holds, const char *file, int line,
    const char *format, ...)
{
	char text[300];
	va_list ap;
	if (holds)
		return true;
	t->failed = true;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	fprintf(stderr, "%s:%d: %s\n", file, line, text);
	measured(t, "FAILED: %s", text);
	return false;
}

void
cannot(struct trial *t, const char *format, ...)
{
	va_list ap;
	t->skipped = true;
	va_start(ap, format);
	add(t, format, ap);
	va_end(ap);
}
