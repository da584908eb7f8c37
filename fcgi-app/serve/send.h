/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SEND_H
#define DOCKING_SEND_H

#include "answer/response.h"
#include "serve/worker.h"

#include <stdbool.h>

/**
 * Send r, the answer to exchange, as the request's fault has it, and end it
 * with response_done(). yields: others wait for this thread, so all but the
 * first piece is left to the answerers.
 * Returns true when the exchange is finished, and can be used again; else it is
 * in the answerers' queue.
 */
bool send_answer(struct worker *worker, struct exchange *exchange,
    struct response *r, bool yields);

/** Send the pieces of an answer that has begun. Returns as
 * send_answer(). When draining is over, the answer breaks off. */
bool send_remainder(struct worker *worker, struct exchange *exchange);

/** Answer exchange with err, and finish it. */
void send_refusal(
    struct worker *worker, struct exchange *exchange, enum err err);

#endif
