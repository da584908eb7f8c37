/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONOUT_H
#define DOCKING_JSONOUT_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * JSON that reports print. Each of these returns a new value, which the caller
 * owns, and ends the program when memory runs out; NULL becomes null.
 */
struct json_object *jsonout_object(void);
struct json_object *jsonout_array(void);
struct json_object *jsonout_boolean(bool value);
struct json_object *jsonout_count(size_t n);

/** Make a number with as many decimals as were measured, not a double's 17
 * digits. */
struct json_object *jsonout_decimal(double value, int decimals);

/** Make a string. JSON is UTF-8, but names and errors need not be: an invalid
 * byte becomes U+FFFD. */
struct json_object *jsonout_string(const char *text);
struct json_object *jsonout_bytes(const char *text, size_t length);

/** Add a member; takes value. */
void jsonout_add(
    struct json_object *object, const char *name, struct json_object *value);

#endif
