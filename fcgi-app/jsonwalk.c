/*
 * jsonwalk.c: the members of an object that jsoncheck.c has found to be right.
 *
 * Not json-c: where memory runs out, its version 0.16 cuts a string short and
 * goes on, or crashes. A record with half a name must never be acknowledged.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jsonwalk.h"

#include "jsoncheck.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *
skip_space(const char *p)
{
	while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
		p++;
	return p;
}

/* p is at a quote; behind the closing one. */
static const char *
skip_string(const char *p)
{
	for (p++; jsoncheck_character(&p) != 0;)
		;
	return p + 1;
}

/* From a value to the ',' or '}' behind it. */
static const char *
skip_value(const char *p)
{
	size_t depth = 0;
	while (depth > 0 || (*p != ',' && *p != '}')) {
		if (*p == '"') {
			p = skip_string(p);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (*p == '}' || *p == ']')
			depth--;
		p++;
	}
	return p;
}

/* UTF-8 (RFC 3629). Returns behind it. */
static char *
put_character(char *to, long c)
{
	int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const int first[] = { 0, 0xc0, 0xe0, 0xf0 };
	*to++ = (char)(first[more] | c >> 6 * more);
	while (more-- > 0)
		*to++ = (char)(0x80 | (c >> 6 * more & 0x3f));
	return to;
}

/* The string at p, unescaped; NULL when memory runs out. */
static char *
copy_string(const char *p)
{
	/* Nothing gets longer by unescaping, and two quotes go. */
	char *text = malloc((size_t)(skip_string(p) - p));
	if (text == NULL)
		return NULL;
	char *to = text;
	p++;
	for (long c; (c = jsoncheck_character(&p)) != 0;)
		to = put_character(to, c);
	*to = '\0';
	return text;
}

enum jsonwalk_type
jsonwalk_type(const char *text)
{
	switch (*skip_space(text)) {
	case 'n':
		return JSONWALK_NULL;
	case 't':
	case 'f':
		return JSONWALK_BOOLEAN;
	case '"':
		return JSONWALK_STRING;
	case '[':
		return JSONWALK_ARRAY;
	case '{':
		return JSONWALK_OBJECT;
	default:
		return JSONWALK_NUMBER;
	}
}

const char *
jsonwalk_members(const char *text)
{
	return skip_space(skip_space(text) + 1);
}

enum err
jsonwalk_next(const char **at, struct jsonwalk_member *ret)
{
	const char *name = *at;
	if (*name == '}')
		return ERR_NOT_FOUND;
	const char *value =
	    skip_space(skip_space(skip_string(name)) + strlen(":"));
	struct jsonwalk_member member = { .type = jsonwalk_type(value) };
	bool is_string = member.type == JSONWALK_STRING;
	member.name = copy_string(name);
	member.text = is_string ? copy_string(value) : NULL;
	if (member.name == NULL || (is_string && member.text == NULL)) {
		jsonwalk_done(&member);
		return ERR_NO_MEMORY;
	}
	const char *end = skip_value(value);
	*at = *end == ',' ? skip_space(end + 1) : end;
	*ret = member;
	return ERR_OK;
}

void
jsonwalk_done(struct jsonwalk_member *member)
{
	free(member->name);
	free(member->text);
	*member = (struct jsonwalk_member){ .name = NULL };
}
