/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONTEXT_H
#define DOCKING_JSONTEXT_H

#include "lib/json_strict.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

enum { JSONTEXT_WHY_SIZE = sizeof(struct jsoncheck_error) + 32 };

/**
 * Decode text[0..length), strict JSON of this level, into *ret_value, which the
 * caller puts; a JSON null becomes NULL. Returns false, and fills in
 * *ret_error, if it is not JSON.
 */
bool jsontext_read(enum jsoncheck_level level, const char *text, size_t length,
    struct json_object **ret_value, struct jsoncheck_error *ret_error);

/**
 * Decode a server's answer: RFC 8259, at most 32 deep; the caller puts the
 * result. NULL, and a sentence without a full stop in why, if it is not JSON;
 * also for a JSON null, which no caller expects.
 */
struct json_object *jsontext_parse(
    const char *text, size_t length, char why[JSONTEXT_WHY_SIZE]);

/** Return the text of a string without NUL characters, or of a number; NULL for
 * any other value. Borrowed from value. */
char *jsontext_scalar(struct json_object *value);

/** Return the value as compact JSON; borrowed from it. */
const char *jsontext_compact(struct json_object *value);

#endif
