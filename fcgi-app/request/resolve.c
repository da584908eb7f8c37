/*
 * resolve.c: method and target of a request -> its row of the route table, id,
 * operation, and the selection in its query. 404 and 405 follow from the table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/resolve.h"

#include "request/link.h"
#include "request/query.h"
#include "request/selection.h"

#include <stdlib.h>
#include <string.h>

/* Match the decoded path with pattern. *ret_id is then the start of {id}, and
 * *ret_id_end its end. */
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

/* Fill in route and id from path, which is changed. */
static void
find_route(struct request *r, char *path)
{
	char *id = NULL;
	char *end = NULL;
	const struct route *route;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++) {
		if (!matches(route->pattern, path, &id, &end))
			continue;
		if (id != NULL)
			*end = '\0';
		r->resolved.route = route;
		r->id = id;
		return;
	}
}

static bool
method_is(const struct request *r, const char *method)
{
	return strcmp(r->method, method) == 0;
}

/* Read the part behind '?'; query may be NULL. */
static enum err
read_query(struct request *r, char *query)
{
	const struct route *route = r->resolved.route;
	bool reads = !r->resolved.writes;
	/* Only GET selects records of a listing. */
	bool list = (route->flags & ROUTE_LIST) != 0 && reads;
	bool embed = (route->flags & ROUTE_EMBED) != 0 && reads;
	const char *known = list    ? selection_known(route->kind)
			    : embed ? "embed"
				    : NULL;
	struct query parameters;
	enum err err = query_split(query, known, &parameters, &r->detail);
	if (err != ERR_OK || list)
		return err != ERR_OK ? err
				     : selection_read(route->kind, &parameters,
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
resolve(struct request *r)
{
	if (r->err != ERR_OK)
		return r->err;
	/* No encoding makes a short target too long. */
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

	struct resolved *found = &r->resolved;
	find_route(r, r->decoded);
	if (found->route == NULL)
		return r->err = ERR_NOT_FOUND;
	found->operation = route_operation(found->route, r->method);
	if (found->operation == OP_GET_OPTIONS)
		return ERR_OK;
	if (found->operation == OP_NONE) {
		char allowed[ROUTE_ALLOWED_SIZE];
		route_write_allowed(found->route, allowed);
		return request_refuse(r, ERR_METHOD,
		    "this method is not allowed here; allowed: %s", allowed);
	}
	found->writes = !method_is(r, "GET") && !method_is(r, "HEAD");
	found->delayed = (found->route->flags & ROUTE_DELAY) != 0;
	return r->err = read_query(r, query);
}
