/*
 * text.c: UTF-8, case, width, and the spelling of an id. The only user of
 * libunistring.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

bool
text_is_utf8(const char *s, size_t length)
{
	return u8_check((const uint8_t *)s, length) == NULL;
}

size_t
text_utf8_prefix(const char *s, size_t length)
{
	const uint8_t *bad = u8_check((const uint8_t *)s, length);
	return bad == NULL ? length : (size_t)(bad - (const uint8_t *)s);
}

size_t
text_character(const char *s, size_t length)
{
	if (length == 0 || s[0] == '\0')
		return length > 0;
	int bytes = u8_mblen((const uint8_t *)s, length);
	return bytes > 0 ? (size_t)bytes : 0;
}

size_t
text_characters(const char *s, size_t length)
{
	size_t characters = 0;
	for (size_t i = 0; i < length; i++) /* but those that go on */
		characters += ((unsigned char)s[i] & 0xc0) != 0x80;
	return characters;
}

size_t
text_cut(const char *s, size_t length, size_t most)
{
	size_t end = 0;
	while (end < length) {
		size_t bytes = text_character(s + end, length - end);
		if (bytes == 0)
			bytes = 1;
		if (end + bytes > most)
			break;
		end += bytes;
	}
	return end;
}

int
text_columns(const char *s, size_t length)
{
	return u8_width((const uint8_t *)s, length, "UTF-8");
}

bool
text_has_control(const char *s, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c < 0x20 || c == 0x7f)
			return true;
	}
	return false;
}

/* Tell whether the character is U+0000 to 1F, 7F, or 80 to 9F, which some
 * terminals take for the start of a command. */
static bool
is_control(const char *s, size_t length)
{
	return text_has_control(s, length) ||
	       (s[0] == '\xc2' && (unsigned char)s[1] < 0xa0);
}

char *
text_harmless(const char *s, size_t length)
{
	char *harmless = malloc(length + 1);
	if (harmless == NULL)
		return NULL;
	for (size_t n = 0, bytes; n < length; n += bytes) {
		bytes = text_character(s + n, length - n);
		if (bytes == 0)
			harmless[n] = '?';
		else if (is_control(s + n, bytes))
			memset(harmless + n, ' ', bytes);
		else
			memcpy(harmless + n, s + n, bytes);
		bytes += bytes == 0;
	}
	harmless[length] = '\0';
	return harmless;
}

char *
text_casefold(const char *s, size_t length)
{
	/* Most names are ASCII, where folding is a table of 26 letters and
	 * libunistring's general way costs twenty times as much. */
	char *ascii = malloc(length + 1);
	if (ascii == NULL)
		return NULL;
	size_t i = 0;
	for (; i < length && (unsigned char)s[i] < 0x80; i++)
		ascii[i] =
		    (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
	if (i == length) {
		ascii[length] = '\0';
		return ascii;
	}
	free(ascii);
	/* u8_casefold() would replace invalid bytes by U+FFFD. */
	if (!text_is_utf8(s, length))
		return NULL;

	size_t folded_length = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)s, length, NULL,
	    UNINORM_NFC, NULL, &folded_length);
	if (folded == NULL)
		return NULL;
	char *result = realloc(folded, folded_length + 1);
	if (result == NULL) {
		free(folded);
		return NULL;
	}
	result[folded_length] = '\0';
	return result;
}

bool
text_parse_id(const char *s, int64_t *ret_id)
{
	if (s[0] < '0' || s[0] > '9' || (s[0] == '0' && s[1] != '\0'))
		return false;
	int64_t id = 0;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		int digit = *s - '0';
		if (id > (INT64_MAX - digit) / 10)
			return false;
		id = id * 10 + digit;
	}
	*ret_id = id;
	return true;
}

int
text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20; /* the small letter */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
text_digits(int64_t number, char to[TEXT_DIGITS_SIZE])
{
	size_t length = 1;
	for (int64_t n = number; n > 9; n /= 10)
		length++;
	to[length] = '\0';
	for (size_t i = length; i > 0; number /= 10)
		to[--i] = (char)('0' + number % 10);
	return length;
}
