/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_MEDIA_H
#define DOCKING_MEDIA_H

#include <stdbool.h>

/** Media types are compared without regard to case (RFC 9110, section 8.3). */

/** Return true if a Content-Type header names this type, in UTF-8 if it names a
 * charset. NULL, for no header, names no type. */
bool media_is(const char *content_type, const char *type);

/** Return true if a Content-Encoding header means an unencoded body: NULL, or
 * nothing but "identity" (RFC 9110, section 8.4). */
bool media_is_identity(const char *content_encoding);

/** Return true if an Accept header allows this type (RFC 9110, section 12.5.1).
 * NULL allows all. */
bool media_is_accepted(const char *accept, const char *type);

/** Return true if an Accept-Encoding header asks for gzip, by name or by "*"
 * (RFC 9110, section 12.5.3). NULL asks for nothing. */
bool media_takes_gzip(const char *accept_encoding);

#endif
