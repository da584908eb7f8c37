/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONTEXT_H
#define DOCKING_JSONTEXT_H

#include <json-c/json.h>
#include <stddef.h>

/**
 * Parse text[0..length) as one JSON value (RFC 8259, nested at most 32 deep)
 * with nothing but white space behind it. Returns NULL, and a sentence
 * without a full stop in *ret_why (static), if it is not one; else the caller
 * puts the object. A JSON null is a failure too, as nobody here expects one.
 * json-c is lenient in that it also takes NaN, Infinity, names in single quotes
 * and raw control characters in strings.
 */
struct json_object *jsontext_parse(
    const char *text, size_t length, const char **ret_why);

/** The text of a string without NUL characters, or of a number; NULL for
 * anything else. Borrowed from value. */
char *jsontext_scalar(struct json_object *value);

/** The value as compact JSON; borrowed from it. */
const char *jsontext_compact(struct json_object *value);

#endif
