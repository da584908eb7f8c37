/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TEXT_H
#define DOCKING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** True if s[0..length) is well-formed UTF-8 (RFC 3629). */
bool text_is_utf8(const char *s, size_t length);

/** How many bytes of s[0..length) are well-formed UTF-8 before what is not. */
size_t text_utf8_prefix(const char *s, size_t length);

/** How many characters s[0..length), which is UTF-8, has. */
size_t text_characters(const char *s, size_t length);

/** The length in bytes of the character that s[0..length) begins with; 0 if
 * that is none. */
size_t text_character(const char *s, size_t length);

/** How many bytes of s[0..length) are whole characters that fit into most
 * bytes; a byte that is no character's counts as one. */
size_t text_cut(const char *s, size_t length, size_t most);

/** How many columns of a terminal s[0..length), which is UTF-8, takes. */
int text_columns(const char *s, size_t length);

/** True if s[0..length) holds a control character (U+0000 to 1F, U+007F). */
bool text_has_control(const char *s, size_t length);

/**
 * s[0..length) as a new string, which the caller frees, that can do no harm to
 * a terminal or to a report in UTF-8: control characters, up to U+009F, are
 * blanks, and a byte that is no character's is a '?'. NULL when memory runs
 * out.
 */
char *text_harmless(const char *s, size_t length);

/**
 * The casefolded form of UTF-8 text: what names are compared by (Unicode
 * 15.0, full case folding, normalised to NFC so that both spellings of an
 * accented letter are equal). Returns a NUL-terminated string that the caller
 * frees, or NULL when memory runs out or s is not UTF-8.
 */
char *text_casefold(const char *s, size_t length);

/**
 * The number that an id spells, if the spelling is the canonical one: decimal
 * digits, no sign, no leading zero, at most INT64_MAX. Returns false, and
 * leaves *ret_id alone, for any other text.
 */
bool text_parse_id(const char *s, int64_t *ret_id);

/** The value of a hexadecimal digit; -1 if c is none. */
int text_hex_digit(char c);

enum { TEXT_DIGITS_SIZE = 20 };

/**
 * The decimal digits of number, which is not negative, with a NUL. Returns how
 * many; they start at to. A tenth of snprintf()'s time, which each answer
 * would take several times.
 */
size_t text_digits(int64_t number, char to[TEXT_DIGITS_SIZE]);

#endif
