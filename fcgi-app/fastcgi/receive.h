/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECEIVE_H
#define DOCKING_RECEIVE_H

#include "fastcgi/connection.h"
#include "request/request.h"

/**
 * Fill r with the request that connection_accept() found, and read its body to
 * the end, even if it is not wanted: a connection with unread input cannot be
 * closed cleanly. r->err becomes ERR_BAD_REQUEST if the body is not as long as
 * CONTENT_LENGTH says, ERR_BODY_TOO_LARGE above REQUEST_BODY_MAX, and, whatever
 * else is wrong, ERR_REFUSED for a request that the web server has refused and
 * only wants answered.
 * r borrows its texts from c.
 */
void receive_request(struct connection *c, struct request *r);

#endif
