/*
 * xmltext.c: text from outside -> text in XML.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/xmltext.h"

#include "lib/alloc.h"
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* U+FFFE and U+FFFF: well-formed UTF-8, but no characters of XML's. */
static int
is_excluded(const char *s)
{
	return strncmp(s, "\xef\xbf\xbe", 3) == 0 ||
	       strncmp(s, "\xef\xbf\xbf", 3) == 0;
}

void
xmltext_print(const char *text, size_t length, FILE *to)
{
	static const char special[] = "&<>\"'";
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "&#39;" };
	char *harmless = alloc_checked(text_harmless(text, length));
	for (const char *s = harmless; *s != '\0'; s++) {
		const char *found = strchr(special, *s);
		if (found != NULL) {
			fputs(entities[found - special], to);
		} else if (is_excluded(s)) {
			fputc('?', to);
			s += 2;
		} else {
			fputc(*s, to);
		}
	}
	free(harmless);
}
