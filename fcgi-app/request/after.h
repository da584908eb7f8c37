/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_AFTER_H
#define DOCKING_AFTER_H

#include "lib/buffer.h"
#include "store/query.h"

#include <stdbool.h>

/**
 * The value of the parameter "after", which says behind which record a listing
 * begins: as Link gives it, so that it works whatever else is added or removed.
 * "ID" in the order of ids, "KEY,ID" in that of a field; where percent-encoding
 * would make the key longer than base64url (RFC 4648, 5) does, "BASE64.ID".
 */

enum {
	/* Bytes of "&after=", the longest value and what else a target has: a
	 * name of 200 characters, each of which becomes three of 4 bytes when
	 * it is casefolded and normalised, four thirds of that, and an id. */
	AFTER_MAX = 7 + 200 * 12 / 3 * 4 + 20,
};

/** Add the value for a listing in the order of sort that begins behind cursor.
 */
void after_write(
    const struct store_cursor *cursor, enum field sort, struct buffer *b);

/**
 * Make of a value the cursor that it was written for, in an order by sort.
 * ERR_BAD_REQUEST if it is none; ERR_NO_MEMORY. cursor is zeroed before, and
 * the caller's to free in any case.
 */
enum err after_read(
    const char *value, enum field sort, struct store_cursor *cursor);

#endif
