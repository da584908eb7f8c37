/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SEND_H
#define DOCKING_SEND_H

#include "answer/response.h"
#include "serve/worker.h"

#include <stdbool.h>

/**
 * Send r, the answer to exchange, with the request's fault, and end r with
 * response_done(). yields: other requests wait for this thread, so only the
 * first piece is sent here, the others by the answerers.
 * Returns true when the exchange is finished, and can be reused; otherwise it
 * is in the answerers' queue.
 */
bool send_answer(struct worker *worker, struct exchange *exchange,
    struct response *r, bool yields);

/** Send further pieces of an answer that has begun. Returns as send_answer()
 * does. When draining is over, the answer breaks off. */
bool send_remainder(struct worker *worker, struct exchange *exchange);

/** Answer exchange with err, and finish it. */
void send_refusal(
    struct worker *worker, struct exchange *exchange, enum err err);

#endif
