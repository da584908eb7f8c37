/*
 * media.c: media types in Content-Type and Accept.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/media.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char blanks[] = " \t";

static size_t
trimmed(const char *p, size_t length)
{
	while (length > 0 && strchr(blanks, p[length - 1]) != NULL)
		length--;
	return length;
}

/* Find the value of parameter name in ";name=value" up to end; NULL if there is
 * none. *ret_length is its length, without quotes. */
static const char *
parameter(const char *p, const char *end, const char *name, size_t *ret_length)
{
	size_t length = strlen(name);
	while (p < end && *p == ';') {
		p++;
		p += strspn(p, blanks);
		size_t size = strcspn(p, ";,");
		if (strncasecmp(p, name, length) == 0 && p[length] == '=') {
			const char *value = p + length + 1;
			size = trimmed(value, size - length - 1);
			bool quoted = size >= 2 && value[0] == '"' &&
				      value[size - 1] == '"';
			*ret_length = quoted ? size - 2 : size;
			return quoted ? value + 1 : value;
		}
		p += size;
	}
	return NULL;
}

bool
media_is(const char *content_type, const char *type)
{
	if (content_type == NULL)
		return false;
	size_t length = strcspn(content_type, ";");
	size_t named = trimmed(content_type, length);
	if (named != strlen(type) ||
	    strncasecmp(content_type, type, named) != 0)
		return false;
	size_t size = 0;
	const char *charset = parameter(content_type + length,
	    content_type + strlen(content_type), "charset", &size);
	return charset == NULL || (size == strlen("utf-8") &&
				      strncasecmp(charset, "utf-8", size) == 0);
}

bool
media_is_identity(const char *content_encoding)
{
	static const char identity[] = "identity";
	const char *p = content_encoding == NULL ? "" : content_encoding;
	for (;;) {
		p += strspn(p, " \t,");
		if (*p == '\0')
			return true;
		size_t length = strcspn(p, " \t,");
		if (length != strlen(identity) ||
		    strncasecmp(p, identity, length) != 0)
			return false;
		p += length;
	}
}

/* Rate how exactly range[0..length) names type: 0 not at all, 3 whole. */
static int
type_exactness(const char *range, size_t length, const char *type)
{
	size_t main_length = strcspn(type, "/") + 1;
	if (length == strlen(type) && strncasecmp(range, type, length) == 0)
		return 3;
	if (length == main_length + 1 && range[main_length] == '*' &&
	    strncasecmp(range, type, main_length) == 0)
		return 2;
	return length == 3 && strncmp(range, "*/*", 3) == 0 ? 1 : 0;
}

/* Rate how exactly range[0..length) names a coding, which has an old name too.
 */
static int
coding_exactness(const char *range, size_t length, const char *coding)
{
	if (length == strlen(coding) + 2 && strncasecmp(range, "x-", 2) == 0) {
		range += 2;
		length -= 2;
	}
	if (length == strlen(coding) && strncasecmp(range, coding, length) == 0)
		return 2;
	return length == 1 && range[0] == '*' ? 1 : 0;
}

/* Tell whether the most exact element of header allows type. */
static bool
is_allowed(const char *header, const char *name,
    int (*exactness)(const char *range, size_t length, const char *name))
{
	int best = 0;
	bool allowed = false;
	while (*header != '\0') {
		header += strspn(header, " \t,");
		const char *end = header + strcspn(header, ",");
		size_t length = strcspn(header, ";,");
		int how = exactness(header, trimmed(header, length), name);
		if (how > best) {
			size_t size = 0;
			const char *q =
			    parameter(header + length, end, "q", &size);
			best = how;
			allowed = q == NULL || strtod(q, NULL) > 0;
		}
		header = end;
	}
	return allowed;
}

bool
media_is_accepted(const char *accept, const char *type)
{
	return accept == NULL || is_allowed(accept, type, type_exactness);
}

bool
media_takes_gzip(const char *accept_encoding)
{
	return accept_encoding != NULL &&
	       is_allowed(accept_encoding, "gzip", coding_exactness);
}
