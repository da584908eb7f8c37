/*
 * service.c: the handlers of the service's own resources.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/service.h"

#include "answer/encode.h"
#include "answer/metrics.h"
#include "park/capacity.h"

void
service_accept_patch(const struct route *route, struct response *response)
{
	if (route->patch != OP_NONE)
		response_header(response,
		    "Accept-Patch: " MEDIA_MERGE_PATCH ", " MEDIA_JSON);
}

void
service_allow(const struct route *route, struct response *response)
{
	char allowed[ROUTE_ALLOWED_SIZE];
	route_write_allowed(route, allowed);
	response_header(response, "Allow: %s", allowed);
	service_accept_patch(route, response);
}

enum err
get_options(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	service_allow(request->resolved.route, response);
	return ERR_OK;
}

static enum err
put_text(struct response *response, const char *content_type, const char *text)
{
	response->content_type = content_type;
	buffer_add_text(&response->body, text);
	return buffer_error(&response->body);
}

enum err
get_index(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	return put_text(response, "text/html; charset=utf-8", "Docking API");
}

/* List the rule of each route. Returns their number, and in *ret_delay_s the
 * delay if it is the same number for all, otherwise -1. */
static size_t
list_delays(const struct policy *c, struct encode_policy delays[ROUTES_MAX],
    double *ret_delay_s)
{
	const struct route *route;
	size_t count = 0;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++) {
		const struct rule *rule = &c->delays[i];
		if ((route->flags & ROUTE_DELAY) == 0)
			continue;
		if (count == 0)
			*ret_delay_s = rule->a;
		if (rule->kind != RULE_FIXED || rule->a != *ret_delay_s)
			*ret_delay_s = -1;
		delays[count].route = route->pattern;
		rule_print(rule, delays[count++].text);
	}
	return count;
}

/* List the fault of each route that has one. Returns their number. */
static size_t
list_faults(const struct policy *c, struct encode_policy faults[ROUTES_MAX])
{
	const struct route *route;
	size_t count = 0;
	for (size_t i = 0; (route = route_at(i)) != NULL; i++) {
		if (c->faults[i].kind == FAULT_NONE)
			continue;
		faults[count].route = route->pattern;
		fault_print(&c->faults[i], faults[count++].text);
	}
	return count;
}

enum err
get_capacity(
    struct app *app, struct request *request, struct response *response)
{
	const struct config *config = app->config;
	struct scoreboard_now now = scoreboard_read_now(app->scoreboard);
	struct encode_policy delays[ROUTES_MAX];
	struct encode_policy faults[ROUTES_MAX];
	double delay_s = -1;
	size_t delays_count = list_delays(&config->policy, delays, &delay_s);
	response->content_type = request->resolved.route->content_type;
	return encode_capacity_body(
	    &(struct encode_capacity){
		.delay_model = config_delay_model_name(config->delay_model),
		.delay_s = delay_s,
		.processes = now.processes,
		.threads = (size_t)config->threads,
		.places = capacity_places(config, now.processes),
		.parked = now.parked,
		.most_parked = now.most_parked,
		.delays = delays,
		.delays_count = delays_count,
		.faults = faults,
		.faults_count = list_faults(&config->policy, faults),
		.max_delay_s = config->policy.max_delay_s,
		.seed = config->policy.seed },
	    &response->body);
}

enum err
get_healthz(struct app *app, struct request *request, struct response *response)
{
	enum err err = store_check(app->store);
	return err != ERR_OK
		   ? err
		   : put_text(response, request->resolved.route->content_type,
			 "{\"status\":\"ok\"}\n");
}

enum err
get_readyz(struct app *app, struct request *request, struct response *response)
{
	const char *why = capacity_refusal(app->config, app->scoreboard);
	if (why != NULL)
		return request_refuse(request, ERR_NOT_READY, "%s", why);
	return get_healthz(app, request, response);
}

enum err
get_metrics(struct app *app, struct request *request, struct response *response)
{
	(void)request;
	response->content_type = "text/plain; version=0.0.4; charset=utf-8";
	return metrics_write(app->scoreboard, app->config, &response->body);
}
