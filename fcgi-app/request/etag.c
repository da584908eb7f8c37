/*
 * etag.c: entity-tags in If-Match and If-None-Match.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/etag.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A tag in a list: the text between its quotes. */
struct tag {
	const char *text;
	size_t length;
	bool weak;
};

/* Read the tag at *p and move behind it. Returns false if there is no tag. */
static bool
read_tag(const char **p, struct tag *ret)
{
	const char *s = *p;
	ret->weak = s[0] == 'W' && s[1] == '/';
	if (ret->weak)
		s += 2;
	if (*s++ != '"')
		return false;
	ret->text = s;
	while (*s != '"' && ((unsigned char)*s > 0x20) && *s != 0x7f)
		s++;
	ret->length = (size_t)(s - ret->text);
	*p = s + 1;
	return *s == '"';
}

/* Skip blanks and commas: empty list elements are ignored (RFC 9110, 5.6.1). */
static const char *
skip_commas(const char *p)
{
	return p + strspn(p, " \t,");
}

bool
etag_is_any(const char *header)
{
	return header != NULL && strcmp(header, "*") == 0;
}

bool
etag_list_is_good(const char *header)
{
	if (etag_is_any(header))
		return true;
	const char *p = skip_commas(header);
	bool any = false;
	while (*p != '\0') {
		struct tag tag;
		if (!read_tag(&p, &tag))
			return false;
		any = true;
		p += strspn(p, " \t");
		if (*p != ',' && *p != '\0')
			return false;
		p = skip_commas(p);
	}
	return any;
}

bool
etag_list_has_text(const char *header, const char *text, bool weak)
{
	if (etag_is_any(header))
		return true;
	size_t length = strlen(text);
	struct tag tag;
	const char *p = skip_commas(header);
	for (; *p != '\0' && read_tag(&p, &tag); p = skip_commas(p))
		if ((weak || !tag.weak) && tag.length == length &&
		    memcmp(tag.text, text, length) == 0)
			return true;
	return false;
}

bool
etag_list_has(const char *header, int64_t version, bool weak)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRId64, version);
	return etag_list_has_text(header, text, weak);
}
