/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONOUT_H
#define DOCKING_JSONOUT_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * JSON that reports print. All of these give a new value, which the caller
 * owns, and end the program when memory runs out; NULL is null.
 */
struct json_object *jsonout_object(void);
struct json_object *jsonout_array(void);
struct json_object *jsonout_boolean(bool value);
struct json_object *jsonout_count(size_t n);

/** With as many decimals as were measured, not the 17 digits of a double. */
struct json_object *jsonout_decimal(double value, int decimals);

/** JSON is UTF-8, names and errors need not be: a byte that is no character's
 * becomes U+FFFD. */
struct json_object *jsonout_string(const char *text);
struct json_object *jsonout_bytes(const char *text, size_t length);

/** Add a member; takes value. */
void jsonout_add(
    struct json_object *object, const char *name, struct json_object *value);

#endif
