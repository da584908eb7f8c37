/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_QUERY_H
#define DOCKING_QUERY_H

#include "lib/errcode.h"

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_PARAMETERS_MAX = 32 };

/** The parameters of a query, decoded; they point into its text. */
struct query {
	struct {
		const char *name;
		const char *value; /* "" if there was no '=' */
	} parameters[QUERY_PARAMETERS_MAX];
	size_t count;
};

/**
 * Percent-decode s in place (RFC 3986; plus_is_space as in HTML forms). Returns
 * ERR_BAD_REQUEST for an incomplete or non-hexadecimal escape, a control
 * character, or bytes that are not UTF-8; *ret_why then names the reason, as a
 * static string.
 */
enum err query_decode(char *s, bool plus_is_space, const char **ret_why);

/**
 * Split the part of a target behind '?', in place. Returns ERR_BAD_REQUEST for
 * a repeated name, for bad encoding and for more than QUERY_PARAMETERS_MAX,
 * with a sentence in *ret_detail that the caller frees; known is a part of it,
 * as in query_refuse().
 */
enum err query_split(
    char *text, const char *known, struct query *ret, char **ret_detail);

/** Return true if parameter[0..length), of a raw query, has this name. */
bool query_is_called(const char *parameter, size_t length, const char *name);

/**
 * Refuse a parameter: "query parameter 'NAME' WHAT; this route knows: KNOWN".
 * known is NULL if the route knows none. Returns ERR_BAD_REQUEST, or
 * ERR_NO_MEMORY and no detail.
 */
enum err query_refuse(
    const char *name, const char *what, const char *known, char **ret_detail);

#endif
