/*
 * query.c: percent-decoding and filters. It refuses what it does not know:
 * a misspelt filter must not quietly return everybody.
 *
 * SPDX-License-Identifier: MIT
 */
#include "query.h"

#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SHOWN_MAX = 64 /* bytes of an unknown name worth repeating */ };

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum err
query_decode(char *s, bool plus_is_space, const char **ret_why)
{
	char *to = s;
	for (const char *from = s; *from != '\0'; from++) {
		if (*from == '%') {
			int high = hex_digit(from[1]);
			int low = high < 0 ? -1 : hex_digit(from[2]);
			if (low < 0) {
				*ret_why = "'%' is not followed by two "
					   "hexadecimal digits";
				return ERR_BAD_REQUEST;
			}
			*to = (char)(high * 16 + low);
			if (*to++ == '\0') {
				*ret_why = "a NUL character is not allowed";
				return ERR_BAD_REQUEST;
			}
			from += 2;
		} else {
			*to = *from;
			if (*to == '+' && plus_is_space)
				*to = ' ';
			to++;
		}
	}
	*to = '\0';
	if (!text_is_utf8(s, (size_t)(to - s))) {
		*ret_why = "it is not UTF-8 once decoded";
		return ERR_BAD_REQUEST;
	}
	if (text_has_control(s, (size_t)(to - s))) {
		*ret_why = "a control character is not allowed";
		return ERR_BAD_REQUEST;
	}
	return ERR_OK;
}

/* Appends to a sentence; what does not fit is left out. */
static void
append(char *sentence, size_t size, const char *text)
{
	size_t used = strlen(sentence);
	snprintf(sentence + used, size - used, "%s", text);
}

/* "query parameter 'NAME' WHAT; this route knows: …", as a new string. */
static char *
complain(const char *name, const char *what, const char *const known[])
{
	/* Cut between characters, never inside one. */
	size_t shown = strlen(name);
	if (shown > NAME_SHOWN_MAX) {
		shown = NAME_SHOWN_MAX;
		while (shown > 0 && ((unsigned char)name[shown] & 0xc0) == 0x80)
			shown--;
	}
	char sentence[512];
	snprintf(sentence, sizeof(sentence), "query parameter '%.*s' %s; ",
	    (int)shown, name, what);
	if (known == NULL || known[0] == NULL) {
		append(sentence, sizeof(sentence), "this route knows none");
	} else {
		append(sentence, sizeof(sentence), "this route knows: ");
		for (size_t i = 0; known[i] != NULL; i++) {
			if (i > 0)
				append(sentence, sizeof(sentence), ", ");
			append(sentence, sizeof(sentence), known[i]);
		}
	}
	return strdup(sentence);
}

static enum err
refuse(char *sentence, char **ret_detail)
{
	if (sentence == NULL)
		return ERR_NO_MEMORY;
	*ret_detail = sentence;
	return ERR_BAD_REQUEST;
}

enum err
query_parse(char *query, const char *const known[],
    const char *values[QUERY_FILTERS_MAX], char **ret_detail)
{
	for (size_t i = 0; i < QUERY_FILTERS_MAX; i++)
		values[i] = NULL;

	char *rest = query;
	while (rest != NULL && *rest != '\0') {
		char *name = rest;
		rest = strchr(rest, '&');
		if (rest != NULL)
			*rest++ = '\0';
		if (*name == '\0')
			continue;
		char *value = strchr(name, '=');
		if (value != NULL)
			*value++ = '\0';

		const char *why = NULL;
		if (query_decode(name, true, &why) != ERR_OK)
			return refuse(strdup("a query parameter's name is "
					     "badly encoded"),
			    ret_detail);
		size_t i = 0;
		while (known != NULL && known[i] != NULL &&
		       strcmp(known[i], name) != 0)
			i++;
		if (known == NULL || known[i] == NULL)
			return refuse(
			    complain(name, "is unknown", known), ret_detail);
		if (values[i] != NULL)
			return refuse(
			    complain(name, "is given more than once", known),
			    ret_detail);
		if (value == NULL)
			value = name + strlen(name);
		if (query_decode(value, true, &why) != ERR_OK) {
			char what[128];
			snprintf(
			    what, sizeof(what), "is badly encoded (%s)", why);
			return refuse(complain(name, what, known), ret_detail);
		}
		values[i] = value;
	}
	return ERR_OK;
}
