/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONREAD_H
#define DOCKING_JSONREAD_H

#include <json-c/json.h>
#include <stdbool.h>

/**
 * A JSON file, read with checks. A complaint names line, member and reason;
 * only the first is kept. A missing or wrong value reads as a harmless default,
 * so callers need no error paths and check for a complaint once, at the end.
 *
 * A path is the JSON Pointer (RFC 6901) of an object. Texts that are read point
 * into the JSON value.
 */
struct jsonread {
	const char *file; /* its name */
	const char *text; /* what is in it */
	char *complaint;  /* "FILE:LINE: MEMBER: REASON", the caller's; NULL:
			 none yet */
};

/** Keep a complaint about the value at path, if it is the first, whether or not
 * path exists; the reason is made with printf. */
void jsonread_refuse(struct jsonread *r, const char *path, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/**
 * The whole file as JSON (RFC 8259, at most 32 deep) in which no object has two
 * members of one name; the caller puts it. NULL, and the complaint is kept with
 * the line at which it goes wrong, if it is not JSON.
 */
struct json_object *jsonread_root(struct jsonread *r);

/** Return the path of an object's member, which the caller frees. */
char *jsonread_path(const char *path, const char *name);

/** Return true if object is an object, all its members are in the list, which
 * ends with NULL, and none is null: a member that does not apply is left out.
 */
bool jsonread_is_object(struct jsonread *r, struct json_object *object,
    const char *path, const char *const known[]);

/** Return the member; NULL if it is missing. Borrowed. */
struct json_object *jsonread_member(
    struct json_object *object, const char *name);

/** Return the text of a string at path; "" if it is not a string, or has a NUL.
 */
const char *jsonread_text(
    struct jsonread *r, struct json_object *value, const char *path);

/** Return a string member, or `otherwise` if it is missing. */
const char *jsonread_string(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, const char *otherwise);

/** Return a string member that must be there. */
const char *jsonread_required(struct jsonread *r, struct json_object *object,
    const char *path, const char *name);

/** Return a whole number within bounds, or `otherwise` if it is missing. */
long jsonread_number(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, long min, long max, long otherwise);

/** Return a string member that is a JSON Pointer, or `otherwise` if it is
 * missing. */
const char *jsonread_pointer(struct jsonread *r, struct json_object *object,
    const char *path, const char *name, const char *otherwise);

/** Refuse a member's value that is not in the list, which ends with NULL. */
void jsonread_choice(struct jsonread *r, const char *path, const char *name,
    const char *value, const char *const choices[]);

#endif
