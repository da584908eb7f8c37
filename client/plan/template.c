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

/* A growing string. */
struct out {
	char *text;
	size_t used;
	size_t size;
};

static void
put(struct out *out, const char *bytes, size_t count)
{
	if (out->used + count + 1 > out->size) {
		out->size = 2 * (out->used + count) + 64;
		out->text = alloc_resized(out->text, out->size);
	}
	memcpy(out->text + out->used, bytes, count);
	out->used += count;
	out->text[out->used] = '\0';
}

/* Add text, percent-encoding all but RFC 3986's unreserved characters. */
static void
put_encoded(struct out *out, const char *value)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789-._~";
	for (; *value != '\0'; value++) {
		unsigned char c = (unsigned char)*value;
		char escape[3] = { '%', hex[c >> 4], hex[c & 15] };
		if (strchr(unreserved, c) != NULL)
			put(out, value, 1);
		else
			put(out, escape, sizeof(escape));
	}
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
put_expression(struct out *out, const char *expression, size_t length,
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
			put(out, first ? "?" : "&", 1);
			put(out, name, name_length);
			put(out, "=", 1);
		}
		if (values != NULL && kind == TEMPLATE_URI)
			put_encoded(out, values[place]);
		else if (values != NULL)
			put(out, values[place], strlen(values[place]));
		if (comma == NULL)
			return NULL;
		name = comma + 1;
	}
}

char *
template_expand(const char *text, enum template_kind kind,
    struct template_names names, char *const *values, char **ret_why)
{
	struct out out = { 0 };
	char *why = NULL;
	put(&out, "", 0);
	while (*text != '\0' && why == NULL) {
		size_t plain = strcspn(text, "{");
		put(&out, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		if (kind == TEMPLATE_TEXT && text[1] == '{') {
			put(&out, "{", 1);
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
		free(out.text);
		*ret_why = why;
		return NULL;
	}
	return out.text;
}
