/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SEND_H
#define DOCKING_SEND_H

#include "response.h"
#include "worker.h"

#include <stdbool.h>

/**
 * Send r, the answer to job, as the request's fault has it, and end it with
 * response_done(). yields: others wait for this thread, so what is not at hand
 * yet is left to the answerers.
 * Returns true when the request is finished, and job can be used again; else
 * it is in the answerers' queue.
 */
bool send_answer(
    struct worker *worker, struct job *job, struct response *r, bool yields);

/** Send what can be sent of the rest of an answer that has begun. Returns as
 * send_answer(). When draining is over, the answer breaks off. */
bool send_rest(struct worker *worker, struct job *job);

/** Answer job with err, and finish it. */
void send_refusal(struct worker *worker, struct job *job, enum err err);

#endif
