/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_APP_H
#define DOCKING_APP_H

#include "cache.h"
#include "config.h"
#include "gzip.h"
#include "request.h"
#include "response.h"
#include "scoreboard.h"
#include "store.h"

/** The API. One a thread, as its store is: no locks. */
struct app {
	struct store *store;
	const struct config *config;   /* for what /capacity says */
	struct scoreboard *scoreboard; /* likewise; and errors are counted */
	struct cache cache;            /* of what store has */
	struct gzip *gzip;             /* NULL before somebody wants it */
};

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
