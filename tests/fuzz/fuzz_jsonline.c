/*
 * fuzz_jsonline.c: on which line a value stands (json_line.c). The first line
 * is a pointer, the rest the text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "lib/json_strict.h"
#include "plan/json_line.h"

#include <string.h>

static size_t
lines_of(const char *text)
{
	size_t lines = 1;
	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

int
fuzz_jsonline(const uint8_t *data, size_t size)
{
	struct jsoncheck_error error;
	char *pointer = fuzz_cut(&data, &size, '\n');
	char *text = fuzz_text(data, size);
	size_t line = jsonline_of(text, pointer);
	MUST(line >= 1 && line <= lines_of(text));
	/* What is inside a value does not begin before it. */
	char *slash = strrchr(pointer, '/');
	if (slash != NULL && pointer[0] == '/' &&
	    jsoncheck(JSONCHECK_UNIQUE, text, strlen(text), &error)) {
		*slash = '\0';
		MUST(jsonline_of(text, pointer) <= line);
	}
	free(text);
	free(pointer);
	return 0;
}
