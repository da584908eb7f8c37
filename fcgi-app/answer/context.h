/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CONTEXT_H
#define DOCKING_CONTEXT_H

#include "answer/cache.h"
#include "answer/gzip.h"
#include "answer/response.h"
#include "park/scoreboard.h"
#include "request/request.h"
#include "settings/config.h"
#include "store/store.h"

/** All that an answer is made from. One a thread, as its store is: no locks. */
struct app {
	struct store *store;
	const struct config *config;   /* for what /capacity says */
	struct scoreboard *scoreboard; /* likewise; and errors are counted */
	struct cache cache;            /* of what store has */
	struct gzip *gzip;             /* NULL before somebody wants it */
};

/** A handler answers a request: it fills in the response and returns ERR_OK, or
 * returns why not, with or without request_refuse(). */
typedef enum err handler_fn(
    struct app *app, struct request *request, struct response *response);

#endif
