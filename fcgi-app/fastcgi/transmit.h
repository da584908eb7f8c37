/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TRANSMIT_H
#define DOCKING_TRANSMIT_H

#include "answer/response.h"
#include "fastcgi/connection.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * Write r's headers and at most so many bytes of its body. The web server
 * leaves out the body of a HEAD request itself. A client that is gone is
 * nobody's error. Of an answer with a listing the length is not said; its body
 * goes on in pieces.
 */
void transmit_response(
    struct connection *c, const struct response *r, size_t most);

/** Write the next piece of a body. Returns false if nobody takes it any more.
 */
bool transmit_piece(struct connection *c, const struct buffer *piece);

/** Send what was written so far. Returns as transmit_piece(). */
bool transmit_flush(struct connection *c);

#endif
