/*
 * json_strict.c: is this text strict JSON? json-c, which decodes it afterwards,
 * lets pass raw control characters, "-01" and what is behind a NUL byte, puts
 * U+FFFD for half a surrogate pair, and keeps the last of two equal members.
 * Its flags are no help: with the same ones, version 0.18 refuses every string
 * that is not ASCII, and 0.16 does not.
 *
 * One pass; a stack of open objects and arrays instead of recursion. The names
 * of the open objects' members are kept where they stand in the text; when an
 * object is closed its names are sorted, so that equal ones are neighbours.
 * A hash would be as fast, and would need a secret against made-up names.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/json_strict.h"

#include "lib/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SHOWN_MAX = 64 /* bytes of a name worth repeating */ };

struct check {
	enum jsoncheck_level level;
	const char *text, *end;
	const char *p; /* all before it is right */
	struct jsoncheck_error *error;
	size_t depth;
	struct {
		char close;   /* '}' or ']' */
		size_t first; /* of its members in names */
	} open[JSONCHECK_DEPTH];
	const char **names; /* behind their '"'; JSONCHECK_MEMBERS_MAX */
	size_t count;
};

static bool __attribute__((format(printf, 3, 4)))
refuse(const struct check *c, const char *at, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	c->error->at = (size_t)(at - c->text);
	vsnprintf(c->error->why, sizeof(c->error->why), format, ap);
	va_end(ap);
	return false;
}

/* Report the text that c->p should have, and does not. */
static bool
expected(const struct check *c, const char *what)
{
	if (c->p == c->end)
		return refuse(c, c->p, "expected %s, got the end", what);
	unsigned char byte = (unsigned char)*c->p;
	if (byte > 0x20 && byte < 0x7f)
		return refuse(c, c->p, "expected %s, got '%c'", what, byte);
	return refuse(c, c->p, "expected %s, got byte 0x%02X", what, byte);
}

static bool
is_at(const struct check *c, char byte)
{
	return c->p < c->end && *c->p == byte;
}

static bool
is_at_digit(const struct check *c)
{
	return c->p < c->end && *c->p >= '0' && *c->p <= '9';
}

static bool
skip(struct check *c, char byte)
{
	bool there = is_at(c, byte);
	c->p += there;
	return there;
}

static void
skip_space(struct check *c)
{
	while (
	    is_at(c, ' ') || is_at(c, '\n') || is_at(c, '\r') || is_at(c, '\t'))
		c->p++;
}

/* Return the number of the \uXXXX whose backslash is at p; -1 if it is
 * malformed. */
static long
unit_of(const char *p, const char *end)
{
	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	long unit = 0;
	for (int i = 2; i < 6; i++) {
		int digit = text_hex_digit(p[i]);
		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static bool
is_high(long unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low(long unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Return the character that a backslash and this letter stand for; -1 if there
 * is none. */
static long
character_of(char letter)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char characters[] = "\"\\/\b\f\n\r\t";
	const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
	return found != NULL ? characters[found - letters] : -1;
}

static bool
skip_escape(struct check *c)
{
	const char *at = c->p;
	long unit = c->end - at < 2 ? -1 : character_of(at[1]);
	if (unit >= 0) {
		c->p += 2;
	} else if ((unit = unit_of(at, c->end)) >= 0) {
		c->p += 6;
	} else {
		return refuse(c, at, "a string with a bad escape");
	}
	if (c->level < JSONCHECK_STORED)
		return true;
	if (unit < 0x20 || unit == 0x7f)
		return refuse(c, at, "a string with a control character");
	if (is_high(unit) && is_low(unit_of(c->p, c->end)))
		c->p += 6;
	else if (is_high(unit) || is_low(unit))
		return refuse(c, at, "a string with half a surrogate pair");
	return true;
}

static bool
skip_string(struct check *c)
{
	const char *start = ++c->p;
	bool ascii = true;
	while (c->p < c->end && *c->p != '"') {
		unsigned char byte = (unsigned char)*c->p;
		if (byte == '\\') {
			if (!skip_escape(c))
				return false;
			continue;
		}
		if (byte < 0x20 ||
		    (byte == 0x7f && c->level >= JSONCHECK_STORED))
			return refuse(
			    c, c->p, "a string with a control character");
		ascii = ascii && byte < 0x80;
		c->p++;
	}
	/* Strings only: elsewhere the grammar wants ASCII. */
	if (!ascii) {
		size_t length = (size_t)(c->p - start);
		size_t right = text_utf8_prefix(start, length);
		if (right < length)
			return refuse(
			    c, start + right, "a string that is not UTF-8");
	}
	return skip(c, '"') || expected(c, "'\"'");
}

static bool
skip_digits(struct check *c)
{
	if (!is_at_digit(c))
		return expected(c, "a digit");
	while (is_at_digit(c))
		c->p++;
	return true;
}

static bool
skip_number(struct check *c)
{
	skip(c, '-');
	const char *zero = c->p;
	if (skip(c, '0') && is_at_digit(c))
		return refuse(c, zero, "a number with a leading zero");
	if (c->p == zero && !skip_digits(c))
		return false;
	if (skip(c, '.') && !skip_digits(c))
		return false;
	if (skip(c, 'e') || skip(c, 'E')) {
		if (!skip(c, '+'))
			skip(c, '-');
		return skip_digits(c);
	}
	return true;
}

/* Read a value that is neither object nor array. */
static bool
skip_scalar(struct check *c)
{
	static const char *const words[] = { "true", "false", "null" };
	if (is_at(c, '"'))
		return skip_string(c);
	if (is_at(c, '-') || is_at_digit(c))
		return skip_number(c);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);
		if ((size_t)(c->end - c->p) >= length &&
		    memcmp(c->p, words[i], length) == 0) {
			c->p += length;
			return true;
		}
	}
	return expected(c, "a value");
}

/* Return the name's next character and move behind it; 0 at the end. U+0000
 * ends a name too, and half a surrogate pair becomes U+FFFD: names that json-c
 * takes for one are equal. The name was checked, so its bounds need no test. */
static long
next_character(const char **p)
{
	unsigned char byte = (unsigned char)**p;
	if (byte == '"')
		return 0;
	if (byte == '\\' && (*p)[1] != 'u') {
		*p += 2;
		return character_of((*p)[-1]);
	}
	if (byte == '\\') {
		long unit = unit_of(*p, *p + 6);
		*p += 6;
		long low = is_high(unit) ? unit_of(*p, *p + 6) : -1;
		if (!is_low(low))
			return is_high(unit) || is_low(unit) ? 0xfffd : unit;
		*p += 6;
		return 0x10000 + ((unit & 0x3ff) << 10 | (low & 0x3ff));
	}
	++*p;
	if (byte < 0x80)
		return byte;
	int more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
	long character = byte & (0x3f >> more);
	while (more-- > 0)
		character = character << 6 | (*(*p)++ & 0x3f);
	return character;
}

static int
compare_names(const char *a, const char *b)
{
	for (;;) {
		long of_a = next_character(&a);
		long of_b = next_character(&b);
		if (of_a != of_b)
			return of_a < of_b ? -1 : 1;
		if (of_a == 0)
			return 0;
	}
}

/* For qsort(): equal names in the text's order. */
static int
compare_members(const void *a, const void *b)
{
	const char *const *name_a = a;
	const char *const *name_b = b;
	int order = compare_names(*name_a, *name_b);
	return order != 0 ? order : (*name_a > *name_b) - (*name_a < *name_b);
}

static bool
check_names(const struct check *c, const char **names, size_t count)
{
	qsort(names, count, sizeof(names[0]), compare_members);
	for (size_t i = 1; i < count; i++) {
		const char *name = names[i];
		if (compare_names(names[i - 1], name) != 0)
			continue;
		const char *end = name;
		while (next_character(&end) != 0)
			;
		size_t shown =
		    text_cut(name, (size_t)(end - name), NAME_SHOWN_MAX);
		return refuse(c, name - 1,
		    "a second member \"%.*s\" in an object", (int)shown, name);
	}
	return true;
}

/* Read a member's name and the colon. */
static bool
skip_name(struct check *c)
{
	skip_space(c);
	if (!is_at(c, '"'))
		return expected(c, "a member's name");
	if (c->level >= JSONCHECK_UNIQUE) {
		if (c->count == JSONCHECK_MEMBERS_MAX)
			return refuse(c, c->p, "more than %d members",
			    JSONCHECK_MEMBERS_MAX);
		c->names[c->count++] = c->p + 1;
	}
	if (!skip_string(c))
		return false;
	skip_space(c);
	return skip(c, ':') || expected(c, "':'");
}

static bool
open_one(struct check *c)
{
	size_t most = c->level >= JSONCHECK_STORED ? JSONCHECK_DEPTH_STORED
						   : JSONCHECK_DEPTH;
	if (c->depth == most)
		return refuse(c, c->p, "more than %zu deep", most);
	c->open[c->depth].close = is_at(c, '{') ? '}' : ']';
	c->open[c->depth].first = c->count;
	c->depth++;
	c->p++;
	skip_space(c);
	return true;
}

static bool
close_one(struct check *c)
{
	size_t first = c->open[--c->depth].first;
	size_t count = c->count - first;
	c->count = first;
	c->p++;
	return check_names(c, c->names + first, count);
}

/* Continue behind a value: close the objects and arrays that end here. True
 * with depth 0 at the end of the text's value; true with a depth where another
 * value begins. */
static bool
skip_to_value(struct check *c)
{
	while (c->depth > 0) {
		char close = c->open[c->depth - 1].close;
		skip_space(c);
		if (skip(c, ','))
			return close == ']' || skip_name(c);
		if (!is_at(c, close))
			return expected(
			    c, close == '}' ? "',' or '}'" : "',' or ']'");
		if (!close_one(c))
			return false;
	}
	return true;
}

static bool
skip_value(struct check *c)
{
	do {
		skip_space(c);
		if (is_at(c, '{') || is_at(c, '[')) {
			if (!open_one(c))
				return false;
			char close = c->open[c->depth - 1].close;
			if (!is_at(c, close)) {
				if (close == '}' && !skip_name(c))
					return false;
				continue;
			}
		} else if (!skip_scalar(c)) {
			return false;
		}
		if (!skip_to_value(c))
			return false;
	} while (c->depth > 0);
	return true;
}

bool
jsoncheck(enum jsoncheck_level level, const char *text, size_t length,
    struct jsoncheck_error *ret_error)
{
	/* Not in the struct, which is cleared for every text. */
	const char *names[JSONCHECK_MEMBERS_MAX];
	struct check c = { .level = level,
		.text = text,
		.end = text + length,
		.p = text,
		.error = ret_error,
		.names = names };
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		return refuse(&c, text, "a byte order mark");
	if (!skip_value(&c))
		return false;
	skip_space(&c);
	return c.p == c.end || expected(&c, "the end");
}
