/*
 * route.c: the site map. 404, 405 and Allow fall out of the table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "route.h"

#include "handlers.h"

#include <stdlib.h>
#include <string.h>

static const char *const user_filters[] = {
	[USER_FILTER_NAME] = "name", [USER_FILTER_ROLE] = "role", NULL
};
static const char *const customer_filters[] = { [CUSTOMER_FILTER_NAME] = "name",
	[CUSTOMER_FILTER_SALES_ID] = "salesId",
	NULL };

/* In the order of api/docking.apib. GET routes answer HEAD as well. */
/* clang-format off */
static const struct route routes[] = {
	/* pattern          allow                 filters           get            flags */
	{ "/",              "GET, HEAD, OPTIONS", NULL,             get_index,     0 },
	{ "/users",         "GET, HEAD, OPTIONS", user_filters,     list_users,    ROUTE_DELAY },
	{ "/users/{id}",    "GET, HEAD, OPTIONS", NULL,             get_user,      ROUTE_DELAY },
	{ "/customers",     "GET, HEAD, OPTIONS", customer_filters, list_customers, ROUTE_DELAY },
	{ "/customers/{id}", "GET, HEAD, OPTIONS", NULL,            get_customer,  ROUTE_DELAY },
	{ "/capacity",      "GET, HEAD, OPTIONS", NULL,             get_capacity,  0 },
	{ "/healthz",       "GET, HEAD, OPTIONS", NULL,             get_healthz,   0 },
};
/* clang-format on */

enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };

/* Does the decoded path fit pattern? *ret_id is then where {id} begins. */
static bool
matches(const char *pattern, const char *path, const char **ret_id)
{
	const char *brace = strchr(pattern, '{');
	if (brace == NULL) {
		*ret_id = NULL;
		return strcmp(pattern, path) == 0;
	}
	size_t fixed = (size_t)(brace - pattern);
	*ret_id = path + fixed;
	return strncmp(pattern, path, fixed) == 0 && path[fixed] != '\0' &&
	       strchr(path + fixed, '/') == NULL;
}

static bool
method_is(const struct request *r, const char *method)
{
	return strcmp(r->method, method) == 0;
}

enum err
route_resolve(struct request *r)
{
	if (r->err != ERR_OK)
		return r->err;
	if (strlen(r->target) > ROUTE_TARGET_MAX)
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

	for (size_t i = 0; i < ROUTES && r->route == NULL; i++)
		if (matches(routes[i].pattern, r->decoded, &r->id))
			r->route = &routes[i];
	if (r->route == NULL)
		return r->err = ERR_NOT_FOUND;
	if (route_is_options(r))
		return ERR_OK;
	if (!method_is(r, "GET") && !method_is(r, "HEAD"))
		return request_refuse(r, ERR_METHOD,
		    "this method is not allowed here; allowed: %s",
		    r->route->allow);

	if (query == NULL)
		return ERR_OK;
	return r->err = query_parse(
		   query, r->route->filters, r->filters, &r->detail);
}

bool
route_is_options(const struct request *r)
{
	return method_is(r, "OPTIONS");
}

bool
route_is_delayed(const struct request *r)
{
	return r->err == ERR_OK && r->route != NULL &&
	       (r->route->flags & ROUTE_DELAY) != 0 && !route_is_options(r);
}
