/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LINK_H
#define DOCKING_LINK_H

#include "lib/buffer.h"
#include "request/selection.h"

#include <stddef.h>

/**
 * Link (RFC 8288): the target of a listing's next page is the request's target
 * with another "after". Every link can be followed, because the limit of a
 * target's length counts the form that Link has, without "after".
 */

/** Return how many bytes of ROUTE_TARGET_MAX a raw target uses. */
size_t link_length(const char *target);

/** Add the header line with the link to the page that begins behind cursor. */
void link_write(struct buffer *headers, const char *target,
    const struct selection *selection, const struct store_cursor *next);

#endif
