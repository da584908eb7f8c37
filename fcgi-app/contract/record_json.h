/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORD_JSON_H
#define DOCKING_RECORD_JSON_H

#include "contract/record.h"
#include "lib/buffer.h"

/** Add a record as JSON (RFC 8259): compact, members in the contract's order,
 * ids as strings. */
void record_json_add(struct buffer *b, const struct record *record);

/** Add a record, and leave its object open for more members. */
void record_json_add_open(struct buffer *b, const struct record *record);

#endif
