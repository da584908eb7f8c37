/*
 * route.c: the site map. 404, 405 and Allow fall out of the table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "route.h"

#include "documents.h"
#include "link.h"
#include "records.h"
#include "selection.h"
#include "service.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char json[] = "application/json";
static const char html[] = "text/html";
static const char text[] = "text/plain";

/* In the order of api/docking.apib and api/openapi.yaml. */
/* clang-format off */
static const struct route routes[] = {
	/* pattern         flags                     kind             content_type
	   get             post           put             patch         delete */
	{ "/",                     0,                0,               html,
	  get_index,       NULL,          NULL,           NULL,         NULL },
	{ "/users",      ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_USER, json,
	  list_records,    create_record, NULL,           NULL,         NULL },
	{ "/users/{id}",           ROUTE_DELAY | ROUTE_EMBED, RECORD_USER, json,
	  get_record,      NULL,          change_record, change_record, delete_record },
	{ "/users/{id}/customers",
	                 ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_CUSTOMER, json,
	  list_customers_of, NULL,        NULL,           NULL,         NULL },
	{ "/customers",  ROUTE_DELAY | ROUTE_LIST | ROUTE_GZIP, RECORD_CUSTOMER, json,
	  list_records,    create_record, NULL,           NULL,         NULL },
	{ "/customers/{id}",       ROUTE_DELAY,      RECORD_CUSTOMER, json,
	  get_record,      NULL,          change_record, change_record, delete_record },
	{ "/capacity",             0,                0,               json,
	  get_capacity,    NULL,          NULL,           NULL,         NULL },
	{ "/healthz",              0,                0,               json,
	  get_healthz,     NULL,          NULL,           NULL,         NULL },
	{ "/readyz",               0,                0,               json,
	  get_readyz,      NULL,          NULL,           NULL,         NULL },
	{ "/metrics",              0,                0,               text,
	  get_metrics,     NULL,          NULL,           NULL,         NULL },
	{ "/openapi.yaml",         ROUTE_GZIP,       0,  "application/yaml",
	  get_openapi,     NULL,          NULL,           NULL,         NULL },
	{ "/docking.apib",         ROUTE_GZIP,       0,  "text/vnd.apiblueprint",
	  get_blueprint,   NULL,          NULL,           NULL,         NULL },
};
/* clang-format on */

enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };
_Static_assert((int)ROUTES <= (int)ROUTES_MAX, "ROUTES_MAX is too small");

/* Does the decoded path fit pattern? *ret_id is then where {id} begins, and
 * *ret_id_end where it ends. */
static bool
matches(const char *pattern, char *path, char **ret_id, char **ret_id_end)
{
	const char *brace = strchr(pattern, '{');
	if (brace == NULL) {
		*ret_id = NULL;
		return strcmp(pattern, path) == 0;
	}
	size_t fixed = (size_t)(brace - pattern);
	if (strncmp(pattern, path, fixed) != 0)
		return false;
	*ret_id = path + fixed;
	*ret_id_end = *ret_id + strcspn(*ret_id, "/");
	return *ret_id_end > *ret_id &&
	       strcmp(strchr(brace, '}') + 1, *ret_id_end) == 0;
}

/* Fill in route and id, of a path that may be changed. */
static void
find_route(struct request *r, char *path)
{
	char *id = NULL;
	char *end = NULL;
	for (size_t i = 0; i < ROUTES; i++) {
		if (!matches(routes[i].pattern, path, &id, &end))
			continue;
		if (id != NULL)
			*end = '\0';
		r->route = &routes[i];
		r->id = id;
		return;
	}
}

/* Of all methods that there are, the ones that have a handler. */
static const struct {
	const char *name;
	size_t handler; /* in struct route */
} methods[] = {
	{ "GET", offsetof(struct route, get) },
	{ "HEAD", offsetof(struct route, get) },
	{ "POST", offsetof(struct route, post) },
	{ "PUT", offsetof(struct route, put) },
	{ "PATCH", offsetof(struct route, patch) },
	{ "DELETE", offsetof(struct route, delete) },
};

enum { METHODS = sizeof(methods) / sizeof(methods[0]) };

static handler_fn *
handler_of(const struct route *route, size_t i)
{
	handler_fn *handler;
	memcpy(&handler, (const char *)route + methods[i].handler,
	    sizeof(handler));
	return handler;
}

/* "GET, HEAD, OPTIONS" */
static void
write_allowed(const struct route *route, char *to, size_t size)
{
	to[0] = '\0';
	for (size_t i = 0; i < METHODS; i++) {
		size_t used = strlen(to);
		if (handler_of(route, i) != NULL)
			snprintf(
			    to + used, size - used, "%s, ", methods[i].name);
	}
	size_t used = strlen(to);
	snprintf(to + used, size - used, "OPTIONS");
}

void
route_print(FILE *to)
{
	char allowed[64];
	for (size_t i = 0; i < ROUTES; i++) {
		write_allowed(&routes[i], allowed, sizeof(allowed));
		fprintf(to, "%s: %s\n", routes[i].pattern, allowed);
	}
}

static bool
method_is(const struct request *r, const char *method)
{
	return strcmp(r->method, method) == 0;
}

/* What the part behind '?' means; query may be NULL. */
static enum err
read_query(struct request *r, char *query)
{
	/* A listing's is what GET selects. */
	bool list = (r->route->flags & ROUTE_LIST) != 0 && !route_writes(r);
	bool embed = (r->route->flags & ROUTE_EMBED) != 0 && !route_writes(r);
	const char *known = list    ? selection_known(r->route->kind)
			    : embed ? "embed"
				    : NULL;
	struct query parameters;
	enum err err = query_split(query, known, &parameters, &r->detail);
	if (err != ERR_OK || list)
		return err != ERR_OK
			   ? err
			   : selection_read(r->route->kind, &parameters,
				 &r->selection, &r->detail);
	if (parameters.count == 0)
		return ERR_OK;
	const char *name = parameters.parameters[0].name;
	if (!embed || strcmp(name, "embed") != 0)
		return query_refuse(name, "is unknown", known, &r->detail);
	if (strcmp(parameters.parameters[0].value, "customers") != 0)
		return query_refuse(
		    name, "is not customers", known, &r->detail);
	if (parameters.count > 1)
		return query_refuse(parameters.parameters[1].name, "is unknown",
		    known, &r->detail);
	r->embed = true;
	return ERR_OK;
}

enum err
route_resolve(struct request *r)
{
	if (r->err != ERR_OK)
		return r->err;
	/* Of a short one no encoding makes a long one. */
	if (strlen(r->target) > ROUTE_TARGET_MAX / 3 &&
	    link_length(r->target) > ROUTE_TARGET_MAX)
		return request_refuse(r, ERR_TARGET_TOO_LONG,
		    "the request target is longer than %d bytes",
		    ROUTE_TARGET_MAX);
	r->decoded = strdup(r->target);
	if (r->decoded == NULL)
		return r->err = ERR_NO_MEMORY;
	char *query = strchr(r->decoded, '?');
	if (query != NULL)
		*query++ = '\0';
	const char *why = NULL;
	if (query_decode(r->decoded, false, &why) != ERR_OK)
		return request_refuse(
		    r, ERR_BAD_REQUEST, "the path is badly encoded (%s)", why);

	find_route(r, r->decoded);
	if (r->route == NULL)
		return r->err = ERR_NOT_FOUND;
	if (route_is_options(r))
		return ERR_OK;
	if (route_handler(r) == NULL) {
		char allowed[64];
		write_allowed(r->route, allowed, sizeof(allowed));
		return request_refuse(r, ERR_METHOD,
		    "this method is not allowed here; allowed: %s", allowed);
	}
	return r->err = read_query(r, query);
}

const struct route *
route_at(size_t index)
{
	return index < ROUTES ? &routes[index] : NULL;
}

handler_fn *
route_handler(const struct request *r)
{
	for (size_t i = 0; i < METHODS; i++)
		if (method_is(r, methods[i].name))
			return handler_of(r->route, i);
	return NULL;
}

void
route_accept_patch(const struct route *route, struct response *response)
{
	if (route->patch != NULL)
		response_header(response,
		    "Accept-Patch: application/merge-patch+json, "
		    "application/json");
}

void
route_allow(const struct route *route, struct response *response)
{
	char allowed[64];
	write_allowed(route, allowed, sizeof(allowed));
	response_header(response, "Allow: %s", allowed);
	route_accept_patch(route, response);
}

bool
route_is_options(const struct request *r)
{
	return method_is(r, "OPTIONS");
}

bool
route_writes(const struct request *r)
{
	return !method_is(r, "GET") && !method_is(r, "HEAD") &&
	       !route_is_options(r);
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

bool
route_is_delayed(const struct request *r)
{
	return r->err == ERR_OK && r->route != NULL &&
	       (r->route->flags & ROUTE_DELAY) != 0 && !route_is_options(r);
}
