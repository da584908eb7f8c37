/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LINK_H
#define DOCKING_LINK_H

#include "lib/buffer.h"
#include "request/selection.h"

#include <stddef.h>

/**
 * Link (RFC 8288): the target of a listing's next page, which is the request's
 * target with another "after". Every one that is given can be followed: what a
 * target may have at most is counted as it stands in Link, and without "after".
 */

/** How many bytes a raw target has for ROUTE_TARGET_MAX. */
size_t link_length(const char *target);

/** Add the header line. */
void link_write(struct buffer *headers, const char *target,
    const struct selection *selection, const struct store_cursor *next);

#endif
