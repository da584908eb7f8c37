/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_RECORD_H
#define DOCKING_ADMIN_RECORD_H

#include "contract/record.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * A line of JSON Lines as a record, in the form that export writes:
 *
 *   {"type":"user","id":"1","name":"John Liu","role":"sales"}
 *   {"type":"customer","id":"1","name":"Andy Ziemmer","salesId":"1"}
 *
 * with the members in any order, and none else.
 */
struct line_record {
	struct record record;
	struct json_object *json; /* which the texts are in */
};

struct json_tokener;

/** Make a reader for many lines. NULL when memory runs out. */
struct json_tokener *record_reader_new(void);
void record_reader_free(struct json_tokener *reader);

/**
 * Read length bytes, a line without its end; line[length] is '\0'. On false why
 * gets "member: reason". The record is valid until record_done().
 */
bool record_read(struct json_tokener *reader, const char *line, size_t length,
    struct line_record *ret_record, char *why, size_t size);

void record_done(struct line_record *r);

#endif
