/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ROUTE_H
#define DOCKING_ROUTE_H

#include "context.h"

#include <stdio.h>

enum {
	ROUTE_DELAY = 1 << 0, /* slow on purpose */
	ROUTE_LIST = 1 << 1,  /* takes the parameters of a listing */
	ROUTE_EMBED = 1 << 2, /* takes embed=customers */
	ROUTE_GZIP = 1 << 3,  /* GET is compressed for those who ask */
};

enum {
	ROUTE_TARGET_MAX = 4096, /* bytes, as link.h counts them; the web
				    server's own limit, for the whole header,
				    is 8 KB */
	/* Each has counters on the board, and what is chosen for it. */
	ROUTES_MAX = CHOICE_ROUTES_MAX,
};

struct route {
	const char *pattern; /* "{id}" stands for one segment */
	unsigned flags;
	enum record_kind kind;    /* of data routes: what it is about */
	const char *content_type; /* of what it gives */
	/* By method; NULL: not allowed. GET answers HEAD as well. */
	handler_fn *get, *post, *put, *patch, *delete;
};

/**
 * Find the route of r->target and fill in r->route, id, selection and embed.
 * What does not fit (no route, wrong method, bad query) is in r->err and
 * r->detail afterwards, and is also returned. OPTIONS is a method of every
 * route.
 */
enum err route_resolve(struct request *r);

/** The route with this route_index(); NULL behind the last. */
const struct route *route_at(size_t index);

/** What answers r, which route_resolve() found to be good. */
handler_fn *route_handler(const struct request *r);

/** Add the header that says which patches are taken, where there are any. */
void route_accept_patch(const struct route *route, struct response *response);

/** Add the headers that say what is allowed. */
void route_allow(const struct route *route, struct response *response);

/** A number from 0 to ROUTES_MAX; NULL, no route, has one too. */
size_t route_index(const struct route *route);

/** The pattern of the route with this number; "none" if there is none. */
const char *route_pattern(size_t index);
/** Print all routes, each a line: "/users/{id}: GET, HEAD, OPTIONS". */
void route_print(FILE *to);

/** True if r is to be delayed before its handler runs. */
bool route_is_delayed(const struct request *r);

/** True if r asks what is allowed, not for data. */
bool route_is_options(const struct request *r);

/** True if r is to change data. */
bool route_writes(const struct request *r);

#endif
