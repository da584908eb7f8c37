/*
 * link.c: the Link header of a listing's next page.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/link.h"

#include "request/after.h"

#include <string.h>

/* Tell whether a byte may stand in a URI (RFC 3986, 2). Raw targets have other
 * bytes too. */
static bool
is_allowed(char c)
{
	return c > ' ' && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL;
}

static size_t
encoded_length(const char *text, size_t length)
{
	size_t encoded = length;
	for (size_t i = 0; i < length; i++)
		if (!is_allowed(text[i]))
			encoded += 2;
	return encoded;
}

/* Return the length of the parameter at p, and where the next one begins. */
static const char *
next_part(const char *p, size_t *ret_length)
{
	*ret_length = strcspn(p, "&");
	return p + *ret_length + (p[*ret_length] == '&');
}

size_t
link_length(const char *target)
{
	size_t path = strcspn(target, "?");
	size_t total = encoded_length(target, strlen(target));
	const char *p = target + path + (target[path] == '?');
	while (*p != '\0') {
		size_t length;
		const char *part = p;
		p = next_part(p, &length);
		size_t encoded = encoded_length(part, length) + 1;
		if (encoded <= AFTER_MAX &&
		    query_is_called(part, length, "after"))
			total -= encoded;
	}
	return total;
}

void
link_write(struct buffer *headers, const char *target,
    const struct selection *selection, const struct store_cursor *next)
{
	size_t path = strcspn(target, "?");
	buffer_add_text(headers, "Link: <");
	buffer_add_percent(headers, target, path, is_allowed);
	buffer_add_text(headers, "?");
	const char *p = target + path + (target[path] == '?');
	while (*p != '\0') {
		size_t length;
		const char *part = p;
		p = next_part(p, &length);
		if (length == 0 || query_is_called(part, length, "after"))
			continue;
		buffer_add_percent(headers, part, length, is_allowed);
		buffer_add_text(headers, "&");
	}
	buffer_add_text(headers, "after=");
	after_write(next, selection->query.sort, headers);
	buffer_add_text(headers, ">; rel=\"next\"\r\n");
}
