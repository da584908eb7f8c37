/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ROUTE_H
#define DOCKING_ROUTE_H

#include "app.h"
#include "request.h"
#include "response.h"

enum {
	ROUTE_DELAY = 1 << 0, /* slow on purpose */
};

enum {
	ROUTE_TARGET_MAX = 4096, /* bytes; the web server's own limit, for the
				    whole header, is 8 KB */
};

/** What answers a request. It fills in the response and returns ERR_OK, or
 * returns why not, with or without request_refuse(). */
typedef enum err route_handler_fn(
    struct app *app, struct request *request, struct response *response);

struct route {
	const char *pattern;        /* "{id}" stands for one segment */
	const char *allow;          /* the methods, as Allow lists them */
	const char *const *filters; /* query parameters, or NULL for none */
	route_handler_fn *get;
	unsigned flags;
};

/**
 * Find the route of r->target and fill in r->route, id and filters. What
 * does not fit (no route, wrong method, bad query) is in r->err and
 * r->detail afterwards, and is also returned. OPTIONS is a method of every
 * route.
 */
enum err route_resolve(struct request *r);

/** True if r is to be delayed before its handler runs. */
bool route_is_delayed(const struct request *r);

/** True if r asks what is allowed, not for data. */
bool route_is_options(const struct request *r);

#endif
