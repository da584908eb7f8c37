/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ETAG_H
#define DOCKING_ETAG_H

#include <stdbool.h>
#include <stdint.h>

/** The strong entity-tag of a record is its version in quotes. */

/** Return true if header is "*", which matches any version. NULL, for no
 * header, does not. */
bool etag_is_any(const char *header);

/** Return true if header is "*" or a list of entity-tags (RFC 9110, section
 * 8.8.3). */
bool etag_list_is_good(const char *header);

/** Return true if a good list has the tag with this text. A weak tag (W/"1")
 * matches only if weak is true, as in If-None-Match. */
bool etag_list_has_text(const char *header, const char *text, bool weak);

/** Return true if a good list has the tag of this version; weak as in
 * etag_list_has_text(). */
bool etag_list_has(const char *header, int64_t version, bool weak);

#endif
