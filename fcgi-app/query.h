/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_QUERY_H
#define DOCKING_QUERY_H

#include "errcode.h"

#include <stdbool.h>

enum { QUERY_FILTERS_MAX = 4 /* the most filters that any route knows */ };

/**
 * Percent-decode s in place (RFC 3986; plus_is_space as in HTML forms).
 * Returns ERR_BAD_REQUEST for an incomplete or non-hexadecimal escape, a
 * control character, or bytes that are not UTF-8; *ret_why then says which,
 * as a static string.
 */
enum err query_decode(char *s, bool plus_is_space, const char **ret_why);

/**
 * Take apart the part of a target behind '?', in place. known is a
 * NULL-terminated list of at most QUERY_FILTERS_MAX names, or NULL for none.
 * values[i] points into query at the decoded value of known[i], or is NULL if
 * the query does not name it.
 * Returns ERR_BAD_REQUEST for an unknown or repeated name and for bad
 * encoding, with a sentence in *ret_detail that the caller frees.
 */
enum err query_parse(char *query, const char *const known[],
    const char *values[QUERY_FILTERS_MAX], char **ret_detail);

#endif
