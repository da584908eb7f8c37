/*
 * json_line.c: finds the line of a value in JSON text.
 *
 * The text is known to be JSON (json_root.c), so nothing is checked; the code
 * only follows one pointer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/json_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *
skip_blanks(const char *p)
{
	return p + strspn(p, " \t\r\n");
}

/* Skip the string at p; returns the text behind the closing quote, or p at the
 * text's end. */
static const char *
skip_string(const char *p)
{
	if (*p == '\0')
		return p;
	for (p++; *p != '\0' && *p != '"'; p++)
		if (*p == '\\' && p[1] != '\0')
			p++;
	return *p == '"' ? p + 1 : p;
}

static const char *
skip_value(const char *p)
{
	size_t depth = 0;
	do {
		p = skip_blanks(p);
		if (*p == '"') {
			p = skip_string(p);
		} else if (*p == '{' || *p == '[') {
			depth++;
			p++;
		} else if (*p == '}' || *p == ']') {
			depth--;
			p++;
		} else if (*p == ',' || *p == ':') {
			p++;
		} else {
			p += strcspn(p, ",:{}[]\" \t\r\n");
		}
	} while (depth > 0 && *p != '\0');
	return p;
}

/* Move from a member's key to its value. */
static const char *
skip_key(const char *p)
{
	p = skip_blanks(skip_string(p));
	return skip_blanks(p + (*p == ':'));
}

/* Tell whether the string at p is the reference token [token, end), unescaped.
 * Keys of workflow files are plain, so escapes inside the string need no
 * decoding. */
static bool
is_key(const char *p, const char *token, const char *end)
{
	for (p++; token < end; p++, token++) {
		char c = *token;
		if (c == '~' && token + 1 < end)
			c = *++token == '0' ? '~' : '/';
		if (*p != c)
			return false;
	}
	return *p == '"';
}

/* Find the member or element that the token names; NULL if there is none. */
static const char *
child(const char *p, const char *token, const char *end)
{
	bool object = *p == '{';
	unsigned long wanted = strtoul(token, NULL, 10);
	if (*p != '{' && *p != '[')
		return NULL;
	p = skip_blanks(p + 1);
	for (unsigned long i = 0; *p != '}' && *p != ']' && *p != '\0'; i++) {
		if (object ? is_key(p, token, end) : i == wanted)
			return p;
		if (object)
			p = skip_key(p);
		p = skip_blanks(skip_value(p));
		if (*p == ',')
			p = skip_blanks(p + 1);
	}
	return NULL;
}

size_t
jsonline_at(const char *text, size_t offset)
{
	size_t line = 1;
	for (size_t i = 0; i < offset && text[i] != '\0'; i++)
		line += text[i] == '\n';
	return line;
}

size_t
jsonline_of(const char *text, const char *pointer)
{
	const char *at = skip_blanks(text);
	const char *value = at;
	while (*pointer == '/') {
		const char *token = pointer + 1;
		const char *end = token + strcspn(token, "/");
		const char *next = child(value, token, end);
		if (next == NULL)
			break;
		/* The line of a member is that of its key; the search continues
		 * at its value. */
		bool member = *value == '{';
		at = next;
		value = member ? skip_key(next) : next;
		pointer = end;
	}
	return jsonline_at(text, (size_t)(at - text));
}
