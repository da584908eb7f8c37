/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ROUTE_H
#define DOCKING_ROUTE_H

#include "contract/record.h"

#include <stddef.h>
#include <stdio.h>

#define MEDIA_JSON        "application/json"
#define MEDIA_MERGE_PATCH "application/merge-patch+json" /* RFC 7396 */

enum {
	ROUTE_DELAY = 1 << 0, /* slow on purpose */
	ROUTE_LIST = 1 << 1,  /* accepts a listing's parameters */
	ROUTE_EMBED = 1 << 2, /* accepts embed=customers */
	ROUTE_GZIP = 1 << 3,  /* GET can be compressed */
};

enum {
	ROUTE_TARGET_MAX = 4096, /* bytes, as link.h counts them; the web
				    server's own limit, for the whole header,
				    is 8 KB */
	/* Bounds the counters on the scoreboard and the table of policies. */
	ROUTES_MAX = 15,
	ROUTE_METHODS = 7,
	ROUTE_ALLOWED_SIZE = 64, /* all methods, with their NUL */
};

/** The operations of the API. dispatch.c has a handler for each. */
enum operation {
	OP_NONE, /* the method is not allowed */
	OP_GET_OPTIONS,
	OP_GET_INDEX,
	OP_LIST_RECORDS,
	OP_LIST_CUSTOMERS_OF,
	OP_GET_RECORD,
	OP_CREATE_RECORD,
	OP_CHANGE_RECORD,
	OP_DELETE_RECORD,
	OP_GET_CAPACITY,
	OP_GET_HEALTHZ,
	OP_GET_READYZ,
	OP_GET_METRICS,
	OP_GET_OPENAPI,
	OP_GET_BLUEPRINT,
	OP__MAX
};

/** A row of the table. */
struct route {
	const char *pattern; /* "{id}" stands for one segment */
	unsigned flags;
	enum record_kind kind;    /* of the records; data routes only */
	const char *content_type; /* of its answers */
	/* By method; HEAD uses GET's. */
	enum operation get, post, put, patch, delete;
};

/** Return the route with this route_index(); NULL behind the last. */
const struct route *route_at(size_t index);

/** Return a method's number, from 0 to ROUTE_METHODS; ROUTE_METHODS stands for
 * all methods that no route has. route_method() returns the name for a number,
 * "other" for the last. */
size_t route_method_index(const char *method);
const char *route_method(size_t index);

/** Return the route's operation for this method; OP_GET_OPTIONS for OPTIONS on
 * every route. */
enum operation route_operation(const struct route *route, const char *method);

/** Write the methods of the route: "GET, HEAD, OPTIONS". */
void route_write_allowed(
    const struct route *route, char to[ROUTE_ALLOWED_SIZE]);

/** Return the route's number, from 0 to ROUTES_MAX; NULL, for no route, has a
 * number too. */
size_t route_index(const struct route *route);

/** Return the pattern of the route with this number; "none" for the number of
 * no route. */
const char *route_pattern(size_t index);

/** Print all routes, each a line: "/users/{id}: GET, HEAD, OPTIONS". */
void route_print(FILE *to);

#endif
