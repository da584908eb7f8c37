/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TRANSMIT_H
#define DOCKING_TRANSMIT_H

#include "answer/response.h"
#include "fastcgi/connection.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * Write r's headers and at most so many bytes of its body. The web server
 * itself leaves out the body of an answer to HEAD. A client that is gone is no
 * error. With a listing, no length is announced; the body continues in pieces.
 */
void transmit_response(
    struct connection *c, const struct response *r, size_t most);

/** Write the next piece of a body. Returns false if the client is gone. */
bool transmit_piece(struct connection *c, const struct buffer *piece);

/** Flush the bytes written so far. Returns false as transmit_piece() does. */
bool transmit_flush(struct connection *c);

#endif
