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
	char *harmless = alloc_checked(text_harmless(text, length));
	for (const char *s = harmless; *s != '\0'; s++) {
		switch (*s) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\'':
			fputs("&#39;", to);
			break;
		default:
			if (is_excluded(s)) {
				fputc('?', to);
				s += 2;
			} else {
				fputc(*s, to);
			}
		}
	}
	free(harmless);
}
