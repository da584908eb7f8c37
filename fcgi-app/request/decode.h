/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DECODE_H
#define DOCKING_DECODE_H

#include "contract/record.h"
#include "lib/errcode.h"

#include <stddef.h>
#include <stdint.h>

/**
 * A request's body to the members of a record. A body is checked twice: is it
 * JSON (json_strict.h), and does it say what a record may be? The second answer
 * is a list of all errors, so that one round of corrections is enough.
 */

/** What a body says of a record: only what it has. Strings are owned. */
struct change {
	char *name;       /* NULL: not given */
	char *role;       /* users only; NULL: not given */
	int64_t sales_id; /* customers only; -1: not given */
};

/** What is wrong, and where; both strings are owned. */
struct body_error {
	char *pointer; /* JSON Pointer (RFC 6901); "" is the whole body */
	char *detail;  /* "is missing": what comes behind the member's name */
};

/** Begins as { 0 }. */
struct body_errors {
	struct body_error *items;
	size_t count;
};

enum decode_form {
	DECODE_WHOLE, /* POST, PUT: every member must be there */
	DECODE_PATCH  /* RFC 7396: what is there; null would remove */
};

/**
 * Read body[0..length), which need not end in a NUL. id is that of the record
 * that the body is for: the body may repeat it, and no other; NULL for a new
 * record, whose id the body cannot know.
 * ERR_OK: *ret_change is the caller's (change_done()).
 * ERR_BAD_REQUEST: it is not JSON as jsoncheck() wants it of what is stored;
 * *ret_detail is a sentence that the caller frees. ERR_UNPROCESSABLE:
 * *ret_errors says why, in the order of the body's members and the missing ones
 * last; it is the caller's (body_errors_done()). ERR_NO_MEMORY. What an outcome
 * does not name is left alone.
 */
enum err decode_change(enum record_kind record, enum decode_form form,
    const char *id, const char *body, size_t length, struct change *ret_change,
    struct body_errors *ret_errors, char **ret_detail);

/** Both leave it empty, and may be called again. */
void change_done(struct change *change);
void body_errors_done(struct body_errors *errors);

/**
 * Add one: pointer is a JSON Pointer, escaped already, and copied; the rest is
 * the detail (printf). ERR_NO_MEMORY leaves errors as they were.
 */
enum err body_errors_add(struct body_errors *errors, const char *pointer,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
