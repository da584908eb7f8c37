/*
 * utf8.c: where a character ends, and which ones a person may see.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/utf8.h"

#include "lib/alloc.h"

#include <stdbool.h>
#include <string.h>

/* Table 3-7 of the Unicode Standard: the second byte's range excludes overlong
 * forms, surrogates and what is above U+10FFFF. */
/* clang-format off */
static const struct {
	unsigned char first_min, first_max;
	unsigned char second_min, second_max;
	size_t length;
} forms[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 },
	{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 },
	{ 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};
/* clang-format on */

size_t
utf8_length(const char *text, size_t length)
{
	const unsigned char *s = (const unsigned char *)text;
	for (size_t i = 0; length > 0 && i < sizeof(forms) / sizeof(forms[0]);
	     i++) {
		if (s[0] < forms[i].first_min || s[0] > forms[i].first_max)
			continue;
		if (forms[i].length > length)
			return 0;
		for (size_t j = 1; j < forms[i].length; j++)
			if (s[j] < (j == 1 ? forms[i].second_min : 0x80) ||
			    s[j] > (j == 1 ? forms[i].second_max : 0xbf))
				return 0;
		return forms[i].length;
	}
	return 0;
}

size_t
utf8_cut(const char *text, size_t length, size_t max)
{
	size_t n = 0;
	while (n < length) {
		size_t bytes = utf8_length(text + n, length - n);
		if (bytes == 0)
			bytes = 1;
		if (n + bytes > max)
			break;
		n += bytes;
	}
	return n;
}

/* C0, DEL, and C1, which some terminals take for the first bytes of a command
 * as well; UTF-8. */
static bool
is_control(const char *s)
{
	unsigned char c = (unsigned char)s[0];
	return c < 0x20 || c == 0x7f ||
	       (c == 0xc2 && (unsigned char)s[1] < 0xa0);
}

char *
utf8_harmless(const char *text, size_t length)
{
	char *harmless = alloc_bytes(length + 1);
	for (size_t n = 0; n < length;) {
		size_t bytes = utf8_length(text + n, length - n);
		if (bytes == 0)
			harmless[n++] = '?';
		else if (is_control(text + n))
			memset(harmless + n, ' ', bytes);
		else
			memcpy(harmless + n, text + n, bytes);
		n += bytes;
	}
	harmless[length] = '\0';
	return harmless;
}
