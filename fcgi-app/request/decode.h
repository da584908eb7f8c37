/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DECODE_H
#define DOCKING_DECODE_H

#include "contract/record.h"
#include "lib/errcode.h"

#include <stddef.h>
#include <stdint.h>

/**
 * A request's body to the members of a record. A body is checked twice: is it
 * JSON (json_strict.h), and is it a valid record? The second check lists all
 * errors, so that one round of corrections is enough.
 */

/** The members that a body has, and only those. Strings are owned. */
struct change {
	char *name;       /* NULL: not given */
	char *role;       /* users only; NULL: not given */
	int64_t sales_id; /* customers only; -1: not given */
};

/** An error and where it is; both strings are owned. */
struct body_error {
	char *pointer; /* JSON Pointer (RFC 6901); "" is the whole body */
	char *detail;  /* "is missing": what comes behind the member's name */
};

/** The errors of a body; { 0 } is empty. */
struct body_errors {
	struct body_error *items;
	size_t count;
};

enum decode_form {
	DECODE_WHOLE, /* POST, PUT: every member must be there */
	DECODE_PATCH  /* RFC 7396: what is there; null would remove */
};

/**
 * Read body[0..length), which need not end in a NUL. id is the id of the record
 * that the body is for, which the body may repeat; NULL for a new record, whose
 * id the body cannot know.
 * ERR_OK: *ret_change is the caller's (change_done()). ERR_BAD_REQUEST: the
 * body is not strict JSON (JSONCHECK_STORED); *ret_detail is a sentence that
 * the caller frees. ERR_UNPROCESSABLE: *ret_errors has the reasons, in the
 * order of the body's members, missing ones last; it is the caller's
 * (body_errors_done()). ERR_NO_MEMORY. Other out-parameters are left alone.
 */
enum err decode_change(enum record_kind record, enum decode_form form,
    const char *id, const char *body, size_t length, struct change *ret_change,
    struct body_errors *ret_errors, char **ret_detail);

/** Free the content. change_done() and body_errors_done() leave an empty
 * struct, and may be called again. */
void change_done(struct change *change);
void body_errors_done(struct body_errors *errors);

/**
 * Add an error: pointer is a JSON Pointer, escaped already, which is copied;
 * the rest is the detail (printf). ERR_NO_MEMORY leaves errors as they were.
 */
enum err body_errors_add(struct body_errors *errors, const char *pointer,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
