/*
 * utf8.c: where a character ends.
 *
 * SPDX-License-Identifier: MIT
 */
#include "utf8.h"

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
