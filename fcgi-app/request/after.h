/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_AFTER_H
#define DOCKING_AFTER_H

#include "lib/buffer.h"
#include "store/query.h"

#include <stdbool.h>

/**
 * The value of the parameter "after": the record behind which a listing
 * continues, as Link gives it, so that a page stays valid when records are
 * added or removed. "ID" in the order of ids, "KEY,ID" in the order of a field;
 * "BASE64.ID" where percent-encoding would make the key longer than base64url
 * (RFC 4648, 5) does.
 */

enum {
	/* Bytes of "&after=", the longest value, and a separator: a name of 200
	 * characters, each of which becomes three of 4 bytes when it is
	 * casefolded and normalised, times four thirds, and an id. */
	AFTER_MAX = 7 + 200 * 12 / 3 * 4 + 20,
};

/** Add the value for a listing sorted by sort that continues behind cursor. */
void after_write(
    const struct store_cursor *cursor, enum field sort, struct buffer *b);

/**
 * Read a value into the cursor that it was written for, in a listing sorted by
 * sort. ERR_BAD_REQUEST if it is no such value; ERR_NO_MEMORY. cursor is zeroed
 * before the call, and the caller frees it in any case.
 */
enum err after_read(
    const char *value, enum field sort, struct store_cursor *cursor);

#endif
