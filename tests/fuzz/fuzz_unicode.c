/*
 * fuzz_unicode.c: UTF-8 character by character, and as a whole.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "lib/text.h"

#include <string.h>

int
fuzz_unicode(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_bytes(data, size);
	size_t at = 0;
	for (size_t n;
	     at < size && (n = text_character(bytes + at, size - at)) > 0;
	     at += n)
		MUST(n <= size - at);
	MUST(at == text_utf8_prefix(bytes, size));
	MUST((at == size) == text_is_utf8(bytes, size));

	for (size_t max = 0; max < 8; max++)
		MUST(text_cut(bytes, size, max) <= max);
	MUST(text_cut(bytes, size, size) == size);

	char *harmless = text_harmless(bytes, size);
	MUST(fuzz_is_line(harmless));
	char *again = text_harmless(harmless, strlen(harmless));
	MUST(strcmp(again, harmless) == 0);
	free(again);
	free(harmless);

	char *folded = text_casefold(bytes, size);
	MUST((folded != NULL) == text_is_utf8(bytes, size));
	free(folded);
	free(bytes);
	return 0;
}
