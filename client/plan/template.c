/*
 * template.c: variables in targets, headers, bodies and messages.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/template.h"

#include "lib/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* RFC 3986, 2.3. */
static bool
is_unreserved(char c)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789-._~";
	return strchr(unreserved, c) != NULL;
}

static bool
find(struct template_names names, const char *name, size_t length,
    size_t *ret_place)
{
	for (size_t i = 0; i < names.count; i++)
		if (strlen(names.names[i]) == length &&
		    memcmp(names.names[i], name, length) == 0) {
			*ret_place = i;
			return true;
		}
	return false;
}

/* Expand an expression, without its braces. Returns NULL, or what is wrong. */
static char *
put_expression(struct buffer *out, const char *expression, size_t length,
    enum template_kind kind, struct template_names names, char *const *values)
{
	bool query = kind == TEMPLATE_URI && length > 0 && expression[0] == '?';
	const char *name = expression + query;
	const char *end = expression + length;
	for (bool first = true;; first = false) {
		size_t name_length = (size_t)(end - name);
		const char *comma =
		    query ? memchr(name, ',', name_length) : NULL;
		if (comma != NULL)
			name_length = (size_t)(comma - name);
		size_t place;
		if (!find(names, name, name_length, &place))
			return alloc_format("'{%.*s}' names no variable",
			    (int)length, expression);
		if (query) {
			buffer_add_text(out, first ? "?" : "&");
			buffer_add(out, name, name_length);
			buffer_add_text(out, "=");
		}
		if (values != NULL && kind == TEMPLATE_URI)
			buffer_add_percent(out, values[place],
			    strlen(values[place]), is_unreserved);
		else if (values != NULL)
			buffer_add_text(out, values[place]);
		if (comma == NULL)
			return NULL;
		name = comma + 1;
	}
}

char *
template_expand(const char *text, enum template_kind kind,
    struct template_names names, char *const *values, char **ret_why)
{
	struct buffer out = { .bytes = NULL };
	char *why = NULL;
	while (*text != '\0' && why == NULL) {
		size_t plain = strcspn(text, "{");
		buffer_add(&out, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		if (kind == TEMPLATE_TEXT && text[1] == '{') {
			buffer_add_text(&out, "{");
			text += 2;
			continue;
		}
		const char *close = strchr(text, '}');
		if (close == NULL) {
			why =
			    alloc_format("'%.20s' has no closing brace", text);
			break;
		}
		why = put_expression(&out, text + 1, (size_t)(close - text - 1),
		    kind, names, values);
		text = close + 1;
	}
	if (why != NULL) {
		buffer_free(&out);
		*ret_why = why;
		return NULL;
	}
	return alloc_text(&out);
}
