/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_EXCHANGE_H
#define DOCKING_EXCHANGE_H

#include "fastcgi/connection.h"
#include "request/request.h"
#include "serve/remainder.h"

#include <stdint.h>

/**
 * One FastCGI connection with its request and the remainder of its answer.
 * exchange_finish() or exchange_cut() ends it; then it can accept another
 * request, or be freed with free().
 */
struct exchange {
	struct connection connection;
	struct request request;
	struct remainder remainder; /* of the answer that has begun */
	int64_t due_ns; /* CLOCK_MONOTONIC; when its delay is over */
};

/** Make an exchange. Returns NULL when memory runs out. */
struct exchange *exchange_new(void);

/** Accept the next connection into x, and read its request. Returns 0, or
 * connection_accept()'s errno. */
int exchange_accept(struct exchange *x);

/** End x, whose answer was written to its end. */
void exchange_finish(struct exchange *x);

/** End x in the middle of its answer, so that the client can tell. */
void exchange_cut(struct exchange *x);

#endif
