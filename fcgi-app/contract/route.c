/*
 * route.c: the site map. 404, 405 and Allow fall out of the table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/route.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char json[] = MEDIA_JSON;
static const char html[] = "text/html";
static const char text[] = "text/plain";

/* In the order of api/docking.apib and api/openapi.yaml. */
/* clang-format off */
static const struct route routes[] = {
	/* pattern, flags, kind, content_type, operations by method */
	{ "/", 0, 0, html, .get = OP_GET_INDEX },
	{ "/users", ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_USER, json,
	  .get = OP_LIST_RECORDS, .post = OP_CREATE_RECORD },
	{ "/users/{id}", ROUTE_DELAY | ROUTE_EMBED, RECORD_USER, json,
	  .get = OP_GET_RECORD, .put = OP_CHANGE_RECORD,
	  .patch = OP_CHANGE_RECORD, .delete = OP_DELETE_RECORD },
	{ "/users/{id}/customers",
	  ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_CUSTOMER, json,
	  .get = OP_LIST_CUSTOMERS_OF },
	{ "/customers", ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_CUSTOMER, json,
	  .get = OP_LIST_RECORDS, .post = OP_CREATE_RECORD },
	{ "/customers/{id}", ROUTE_DELAY, RECORD_CUSTOMER, json,
	  .get = OP_GET_RECORD, .put = OP_CHANGE_RECORD,
	  .patch = OP_CHANGE_RECORD, .delete = OP_DELETE_RECORD },
	{ "/capacity", 0, 0, json, .get = OP_GET_CAPACITY },
	{ "/healthz", 0, 0, json, .get = OP_GET_HEALTHZ },
	{ "/readyz", 0, 0, json, .get = OP_GET_READYZ },
	{ "/metrics", 0, 0, text, .get = OP_GET_METRICS },
	{ "/openapi.yaml", ROUTE_GZIP, 0, "application/yaml",
	  .get = OP_GET_OPENAPI },
	{ "/docking.apib", ROUTE_GZIP, 0, "text/vnd.apiblueprint",
	  .get = OP_GET_BLUEPRINT },
};
/* clang-format on */

enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };
_Static_assert((int)ROUTES <= (int)ROUTES_MAX, "ROUTES_MAX is too small");

static const struct {
	const char *name;
	size_t operation; /* in struct route; 0: OP_GET_OPTIONS of each */
} methods[] = {
	{ "GET", offsetof(struct route, get) },
	{ "HEAD", offsetof(struct route, get) },
	{ "POST", offsetof(struct route, post) },
	{ "PUT", offsetof(struct route, put) },
	{ "PATCH", offsetof(struct route, patch) },
	{ "DELETE", offsetof(struct route, delete) },
	{ "OPTIONS", 0 },
};

_Static_assert(sizeof(methods) / sizeof(methods[0]) == ROUTE_METHODS,
    "ROUTE_METHODS is another number");

size_t
route_method_index(const char *method)
{
	size_t i = 0;
	while (i < ROUTE_METHODS && strcmp(method, methods[i].name) != 0)
		i++;
	return i;
}

const char *
route_method(size_t index)
{
	return index < ROUTE_METHODS ? methods[index].name : "other";
}

static enum operation
operation_of(const struct route *route, size_t i)
{
	enum operation operation = OP_GET_OPTIONS;
	if (methods[i].operation != 0)
		memcpy(&operation, (const char *)route + methods[i].operation,
		    sizeof(operation));
	return operation;
}

void
route_write_allowed(const struct route *route, char to[ROUTE_ALLOWED_SIZE])
{
	const size_t size = ROUTE_ALLOWED_SIZE;
	to[0] = '\0';
	for (size_t i = 0; i < ROUTE_METHODS; i++) {
		size_t used = strlen(to);
		if (operation_of(route, i) != OP_NONE)
			snprintf(to + used, size - used, "%s%s",
			    used > 0 ? ", " : "", methods[i].name);
	}
}

void
route_print(FILE *to)
{
	char allowed[ROUTE_ALLOWED_SIZE];
	for (size_t i = 0; i < ROUTES; i++) {
		route_write_allowed(&routes[i], allowed);
		fprintf(to, "%s: %s\n", routes[i].pattern, allowed);
	}
}

const struct route *
route_at(size_t index)
{
	return index < ROUTES ? &routes[index] : NULL;
}

enum operation
route_operation(const struct route *route, const char *method)
{
	size_t i = route_method_index(method);
	return i < ROUTE_METHODS ? operation_of(route, i) : OP_NONE;
}

size_t
route_index(const struct route *route)
{
	return route == NULL ? ROUTES_MAX : (size_t)(route - routes);
}

const char *
route_pattern(size_t index)
{
	return index < ROUTES ? routes[index].pattern : "none";
}
