/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_APP_H
#define DOCKING_APP_H

#include "answer/context.h"

/**
 * Answer a request that admit() has checked and whose delay is over: the whole
 * API as a plain function. Refusals and failures become problem+json; the
 * function itself never fails. Afterwards a transaction may be open, which the
 * next request can share: end it, with store_end_reading(), before any work
 * that takes long.
 */
void app_answer(
    struct app *app, struct request *request, struct response *response);

#endif
