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

/** Everything that an answer is made from. Each thread has one, with its own
 * store: no locks. */
struct app {
	struct store *store;
	const struct config *config;   /* for GET /capacity */
	struct scoreboard *scoreboard; /* for that too; counts errors */
	struct cache cache;            /* of answers read from store */
	struct gzip *gzip;             /* NULL before its first use */
};

/** A handler: fills in the response and returns ERR_OK; or returns the reason
 * for a failure, with or without request_refuse(). */
typedef enum err handler_fn(
    struct app *app, struct request *request, struct response *response);

#endif
