/*
 * query.c: the part of a target behind '?': percent-decoding, names and values,
 * and the refusal of a parameter. selection.c gives them their meaning.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/query.h"

#include "lib/buffer.h"
#include "lib/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SHOWN_MAX = 64 /* bytes of an unknown name worth repeating */ };

enum err
query_decode(char *s, bool plus_is_space, const char **ret_why)
{
	char *to = s;
	for (const char *from = s; *from != '\0'; from++) {
		if (*from == '%') {
			int high = text_hex_digit(from[1]);
			int low = high < 0 ? -1 : text_hex_digit(from[2]);
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

enum err
query_refuse(
    const char *name, const char *what, const char *known, char **ret_detail)
{
	size_t shown = text_cut(name, strlen(name), NAME_SHOWN_MAX);
	struct buffer sentence = { .bytes = NULL };
	buffer_printf(&sentence,
	    "query parameter '%.*s' %s; this route knows%s", (int)shown, name,
	    what, known == NULL ? " none" : ": ");
	buffer_add_text(&sentence, known == NULL ? "" : known);
	buffer_add(&sentence, "", 1);
	if (buffer_error(&sentence) != ERR_OK) {
		buffer_free(&sentence);
		return ERR_NO_MEMORY;
	}
	*ret_detail = sentence.bytes;
	return ERR_BAD_REQUEST;
}

static enum err
decode(char *text, const char *name, const char *known, char **ret_detail)
{
	const char *why = NULL;
	char what[128];
	if (query_decode(text, true, &why) == ERR_OK)
		return ERR_OK;
	snprintf(what, sizeof(what), "is badly encoded (%s)", why);
	return query_refuse(name, what, known, ret_detail);
}

static bool
has(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++)
		if (strcmp(query->parameters[i].name, name) == 0)
			return true;
	return false;
}

bool
query_is_called(const char *parameter, size_t length, const char *name)
{
	char decoded[64] = "";
	const char *why;
	size_t end = strcspn(parameter, "=");
	if (end > length)
		end = length;
	if (end >= sizeof(decoded))
		return false;
	memcpy(decoded, parameter, end);
	return query_decode(decoded, true, &why) == ERR_OK &&
	       strcmp(decoded, name) == 0;
}

enum err
query_split(char *text, const char *known, struct query *ret, char **ret_detail)
{
	ret->count = 0;
	while (text != NULL && *text != '\0') {
		char *name = text;
		text = strchr(text, '&');
		if (text != NULL)
			*text++ = '\0';
		if (*name == '\0')
			continue;
		char *value = strchr(name, '=');
		if (value != NULL)
			*value++ = '\0';
		else
			value = name + strlen(name);
		const char *why = NULL;
		if (query_decode(name, true, &why) != ERR_OK) {
			*ret_detail = strdup("a query parameter's name is "
					     "badly encoded");
			return *ret_detail == NULL ? ERR_NO_MEMORY
						   : ERR_BAD_REQUEST;
		}
		if (has(ret, name))
			return query_refuse(
			    name, "is given more than once", known, ret_detail);
		if (ret->count == QUERY_PARAMETERS_MAX)
			return query_refuse(
			    name, "is one too many", known, ret_detail);
		enum err err = decode(value, name, known, ret_detail);
		if (err != ERR_OK)
			return err;
		ret->parameters[ret->count].name = name;
		ret->parameters[ret->count++].value = value;
	}
	return ERR_OK;
}
