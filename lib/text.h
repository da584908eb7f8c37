/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TEXT_H
#define DOCKING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Return true if s[0..length) is well-formed UTF-8 (RFC 3629). */
bool text_is_utf8(const char *s, size_t length);

/** Return how many bytes at the start of s[0..length) are well-formed UTF-8. */
size_t text_utf8_prefix(const char *s, size_t length);

/** Return the number of characters in s[0..length), which is UTF-8. */
size_t text_characters(const char *s, size_t length);

/** Return the length in bytes of the character at the start of s[0..length); 0
 * if there is none. */
size_t text_character(const char *s, size_t length);

/** Return how many bytes of s[0..length) are whole characters that fit into
 * most bytes; an invalid byte counts as a character. */
size_t text_cut(const char *s, size_t length, size_t most);

/** Return how many columns of a terminal s[0..length), which is UTF-8, takes.
 */
int text_columns(const char *s, size_t length);

/** Return true if s[0..length) holds a control character (U+0000 to 1F,
 * U+007F). */
bool text_has_control(const char *s, size_t length);

/**
 * Copy s[0..length) into a new string, which the caller frees, that can do no
 * harm to a terminal or to a report in UTF-8: control characters, up to U+009F,
 * become blanks, and invalid bytes '?'. NULL when memory runs out.
 */
char *text_harmless(const char *s, size_t length);

/**
 * Casefold UTF-8 text, as names are compared (Unicode 15.0, full case folding,
 * normalised to NFC so that both spellings of an accented letter are equal).
 * Returns a NUL-terminated string that the caller frees, or NULL when memory
 * runs out or s is not UTF-8.
 */
char *text_casefold(const char *s, size_t length);

/**
 * Read an id in its canonical spelling: decimal digits, no sign, no leading
 * zero, at most INT64_MAX. Returns false, and leaves *ret_id alone, for any
 * other text.
 */
bool text_parse_id(const char *s, int64_t *ret_id);

/** Return the value of a hexadecimal digit; -1 for other characters. */
int text_hex_digit(char c);

enum { TEXT_DIGITS_SIZE = 20 };

/**
 * Write the decimal digits of number, which is not negative, with a NUL, at the
 * start of to. Returns their count. It takes a tenth of snprintf()'s time,
 * which each answer would spend several times.
 */
size_t text_digits(int64_t number, char to[TEXT_DIGITS_SIZE]);

#endif
