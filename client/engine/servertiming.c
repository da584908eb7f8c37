/*
 * servertiming.c: reads the Server-Timing header.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/servertiming.h"

#include "lib/number.h"

#include <string.h>
#include <strings.h>

struct span {
	const char *at;
	size_t length;
};

/* Cut the part before the next separator outside quotes off *rest, and trim its
 * blanks. */
static struct span
cut(struct span *rest, char separator)
{
	bool quoted = false;
	size_t n = 0;
	for (; n < rest->length && (quoted || rest->at[n] != separator); n++) {
		if (rest->at[n] == '"')
			quoted = !quoted;
		else if (quoted && rest->at[n] == '\\' && n + 1 < rest->length)
			n++;
	}
	struct span part = { rest->at, n };
	size_t used = n < rest->length ? n + 1 : n;
	rest->at += used;
	rest->length -= used;

	static const char blanks[] = " \t\r\n";
	while (part.length > 0 && strchr(blanks, part.at[0]) != NULL) {
		part.at++;
		part.length--;
	}
	while (
	    part.length > 0 && strchr(blanks, part.at[part.length - 1]) != NULL)
		part.length--;
	return part;
}

static bool
is(struct span span, const char *text, bool ignore_case)
{
	return span.length == strlen(text) &&
	       (ignore_case ? strncasecmp(span.at, text, span.length)
			    : strncmp(span.at, text, span.length)) == 0;
}

static bool
to_milliseconds(struct span span, double *ret_ms)
{
	if (span.length >= 2 && span.at[0] == '"' &&
	    span.at[span.length - 1] == '"') {
		span.at++;
		span.length -= 2;
	}
	return number_read_part(span.at, span.length, 0, 1e12, ret_ms);
}

bool
servertiming_dur(
    const char *value, size_t length, const char *metric, double *ret_ms)
{
	struct span rest = { value, length };
	while (rest.length > 0) {
		struct span entry = cut(&rest, ',');
		if (!is(cut(&entry, ';'), metric, false))
			continue;
		while (entry.length > 0) {
			struct span parameter = cut(&entry, ';');
			struct span name = cut(&parameter, '=');
			if (is(name, "dur", true))
				return to_milliseconds(
				    cut(&parameter, ';'), ret_ms);
		}
	}
	return false;
}
