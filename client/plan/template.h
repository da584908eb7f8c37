/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TEMPLATE_H
#define DOCKING_TEMPLATE_H

#include <stddef.h>

/**
 * Text with variables: URI templates (RFC 6570, level 1 and the form-style
 * query {?x,y} of level 3), and plain text in which {x} is replaced as it is.
 */
enum template_kind {
	TEMPLATE_URI,  /* {x} and {?x,y}; values are percent-encoded */
	TEMPLATE_TEXT, /* {x}; values stay as they are; "{{" is a '{' */
};

/** Names of variables; a value has the same index as its name. */
struct template_names {
	const char *const *names;
	size_t count;
};

/**
 * Expand text with values[i] for names.names[i]. Returns a new string, which
 * the caller frees; or NULL and a sentence in *ret_why, which the caller frees:
 * an unclosed brace, an unknown operator or an unknown name. If values is NULL
 * the template is only checked, and "" returned.
 */
char *template_expand(const char *text, enum template_kind kind,
    struct template_names names, char *const *values, char **ret_why);

#endif
