/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_APP_H
#define DOCKING_APP_H

#include "answer/context.h"

/**
 * The whole API as a plain function: a request that went through
 * admit(), and whose delay is over, becomes an answer; what was
 * refused or fails becomes problem+json. Never fails itself.
 * Afterwards a transaction may be open, for the next request to read in: end
 * it, with store_end_reading(), before anything that takes long.
 */
void app_answer(
    struct app *app, struct request *request, struct response *response);

#endif
