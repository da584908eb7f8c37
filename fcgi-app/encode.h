/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ENCODE_H
#define DOCKING_ENCODE_H

#include "buffer.h"
#include "decode.h"
#include "errcode.h"
#include "record.h"

#include <stddef.h>

/**
 * To JSON (RFC 8259): compact, members in the contract's order, ids as
 * strings.
 */

/** Add a record; the second leaves the object open for more members. */
void encode_record(struct buffer *b, const struct record *record);
void encode_record_open(struct buffer *b, const struct record *record);

/* Whole bodies, with a newline at the end; ERR_NO_MEMORY leaves half of one. */

/** What GET /capacity says. */
struct encode_capacity {
	const char *delay_model;
	double delay_s;
	size_t processes, threads, places, parked, most_parked;
};

enum err encode_capacity_body(
    const struct encode_capacity *capacity, struct buffer *body);

/** The one error format: RFC 9457, with the original API's message, and the
 * faults of a body, if there are any, as errors. */
enum err encode_problem_body(enum err err, const char *detail,
    const struct faults *faults, struct buffer *body);

#endif
