/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECEIVE_H
#define DOCKING_RECEIVE_H

#include "fastcgi/connection.h"
#include "request/request.h"

/**
 * Fill r with the request that connection_accept() found, and read its body to
 * the end, also where it is not wanted: a connection with unread input cannot
 * be closed cleanly. A body that is not as long as CONTENT_LENGTH says makes
 * r->err ERR_BAD_REQUEST, one longer than REQUEST_BODY_MAX ERR_BODY_TOO_LARGE.
 * A request that the web server has refused, and only wants answered, is
 * ERR_REFUSED, whatever else there is about it.
 * r borrows its texts from c.
 */
void receive_request(struct connection *c, struct request *r);

#endif
