/*
 * handlers.c: one short function a route: ask the store, encode what it
 * gives.
 *
 * SPDX-License-Identifier: MIT
 */
#include "handlers.h"

#include "encode.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { DESCRIPTORS_BESIDE = 64 /* a process's: database, libraries, log */ };

static const char json[] = "application/json";

static enum err
put_text(struct response *response, const char *content_type, const char *text)
{
	response->body = strdup(text);
	if (response->body == NULL)
		return ERR_NO_MEMORY;
	response->body_length = strlen(text);
	response->content_type = content_type;
	return ERR_OK;
}

/* *ret_needle is the casefolded filter, owned by the caller, or NULL if the
 * filter is not given. */
static enum err
needle_of(const char *filter, char **ret_needle)
{
	if (filter == NULL)
		return ERR_OK;
	char *needle = text_casefold(filter, strlen(filter));
	if (needle == NULL)
		return ERR_NO_MEMORY;
	*ret_needle = needle;
	return ERR_OK;
}

static enum err
put_user(void *arg, const struct user *user)
{
	struct response *response = arg;
	response->content_type = json;
	return encode_user_body(user, &response->body, &response->body_length);
}

static enum err
put_customer(void *arg, const struct customer *customer)
{
	struct response *response = arg;
	response->content_type = json;
	return encode_customer_body(
	    customer, &response->body, &response->body_length);
}

enum err
get_index(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	return put_text(response, "text/html; charset=utf-8", "Docking API");
}

enum err
list_users(struct app *app, struct request *request, struct response *response)
{
	char *name = NULL;
	char *role = NULL;
	struct encode_list *list = encode_list_new();
	enum err err = list == NULL ? ERR_NO_MEMORY : ERR_OK;
	if (err == ERR_OK)
		err = needle_of(request->filters[USER_FILTER_NAME], &name);
	if (err == ERR_OK)
		err = needle_of(request->filters[USER_FILTER_ROLE], &role);
	if (err == ERR_OK)
		err = store_list_users(app->store,
		    &(struct user_filter){
			.name_needle = name, .role_needle = role },
		    encode_list_add_user, list);
	if (err == ERR_OK)
		err = encode_list_body(
		    list, &response->body, &response->body_length);
	response->content_type = json;
	encode_list_free(list);
	free(name);
	free(role);
	return err;
}

enum err
get_user(struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	enum err err = ERR_NOT_FOUND;
	if (text_parse_id(request->id, &id))
		err = store_find_user(app->store, id, put_user, response);
	if (err == ERR_NOT_FOUND)
		request_refuse(
		    request, err, "User ID %s not found", request->id);
	return err;
}

enum err
list_customers(
    struct app *app, struct request *request, struct response *response)
{
	const char *sales = request->filters[CUSTOMER_FILTER_SALES_ID];
	char *name = NULL;
	int64_t sales_id;
	/* What is not an id's spelling is nobody's id: it matches none. */
	bool none = sales != NULL && !text_parse_id(sales, &sales_id);
	struct encode_list *list = encode_list_new();
	enum err err = list == NULL ? ERR_NO_MEMORY : ERR_OK;
	if (err == ERR_OK)
		err = needle_of(request->filters[CUSTOMER_FILTER_NAME], &name);
	if (err == ERR_OK && !none)
		err = store_list_customers(app->store,
		    &(struct customer_filter){ .name_needle = name,
			.sales_id = sales == NULL ? NULL : &sales_id },
		    encode_list_add_customer, list);
	if (err == ERR_OK)
		err = encode_list_body(
		    list, &response->body, &response->body_length);
	response->content_type = json;
	encode_list_free(list);
	free(name);
	return err;
}

enum err
get_customer(
    struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	enum err err = ERR_NOT_FOUND;
	if (text_parse_id(request->id, &id))
		err =
		    store_find_customer(app->store, id, put_customer, response);
	if (err == ERR_NOT_FOUND)
		request_refuse(
		    request, err, "Customer ID %s not found", request->id);
	return err;
}

/* How many requests can wait at once: with timer, as many as the web server
 * and our descriptors hold; with sleep, as many as there are threads. */
static size_t
places_of(const struct config *config, size_t processes)
{
	if (config->delay_model == DELAY_MODEL_SLEEP)
		return processes * (size_t)config->threads;
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = 0;
	size_t each = limit.rlim_cur > DESCRIPTORS_BESIDE
			  ? limit.rlim_cur - DESCRIPTORS_BESIDE
			  : 0;
	size_t places = processes * each;
	size_t web_places = (size_t)config->web_places;
	return web_places > 0 && web_places < places ? web_places : places;
}

enum err
get_capacity(
    struct app *app, struct request *request, struct response *response)
{
	(void)request;
	const struct config *config = app->config;
	struct capacity_counts counts = capacity_read(app->capacity);
	response->content_type = json;
	return encode_capacity_body(
	    &(struct encode_capacity){
		.delay_model = config_delay_model_name(config->delay_model),
		.delay_s = (double)config->delay_ns / 1e9,
		.processes = counts.processes,
		.threads = (size_t)config->threads,
		.places = places_of(config, counts.processes),
		.parked = counts.parked,
		.most_parked = counts.most_parked },
	    &response->body, &response->body_length);
}

enum err
get_healthz(struct app *app, struct request *request, struct response *response)
{
	(void)request;
	enum err err = store_check(app->store);
	return err != ERR_OK
		   ? err
		   : put_text(response, json, "{\"status\":\"ok\"}\n");
}
