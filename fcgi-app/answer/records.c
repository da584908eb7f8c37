/*
 * records.c: the handlers of users and customers: they ask the store and encode
 * the result.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/records.h"

#include "answer/listing.h"
#include "contract/record_json.h"
#include "lib/text.h"
#include "request/etag.h"
#include "request/link.h"
#include "request/selection.h"

#include <inttypes.h>
#include <string.h>

static const char *const nouns[RECORD__MAX] = { "User", "Customer" };
static const char *const paths[RECORD__MAX] = { "/users", "/customers" };

/* --- listings ------------------------------------------------------------- */

/* Answer with a listing: the whole, or the first piece and a remainder. Takes
 * listing; NULL is a failure. */
static enum err
put_listing(struct app *app, const struct request *request,
    struct listing *listing, struct response *response)
{
	if (listing == NULL)
		return ERR_NO_MEMORY;
	bool done = false;
	enum err err =
	    listing_next(listing, app->store, &response->body, &done);
	const struct store_cursor *next = listing_next_page(listing);
	if (err == ERR_OK && next != NULL)
		link_write(&response->headers, request->target,
		    request->selection, next);
	response->content_type = request->resolved.route->content_type;
	if (err == ERR_OK && !done)
		response->listing = listing;
	else
		listing_free(listing);
	return err;
}

enum err
list_records(
    struct app *app, struct request *request, struct response *response)
{
	const struct selection *selection = request->selection;
	if (selection->total) {
		int64_t total = 0;
		enum err err = selection->none ? ERR_OK
					       : store_count(app->store,
						     &selection->query, &total);
		if (err != ERR_OK)
			return err;
		response_header(response, "X-Total-Count: %" PRId64, total);
	}
	return put_listing(app, request, listing_new(selection), response);
}

/* A store_record_fn that ignores the record. */
static enum err
ignore(void *arg, const struct record *record)
{
	(void)arg;
	(void)record;
	return ERR_OK;
}

enum err
list_customers_of(
    struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	enum err err = ERR_NOT_FOUND;
	if (text_parse_id(request->id, &id))
		err = store_find(app->store, RECORD_USER, id, ignore, NULL);
	if (err == ERR_NOT_FOUND)
		request_refuse(
		    request, err, "User ID %s not found", request->id);
	if (err == ERR_OK)
		err = selection_add_sales_id(request->selection, id);
	return err != ERR_OK ? err : list_records(app, request, response);
}

/* --- one record ----------------------------------------------------------- */

/* A request for one record. */
struct call {
	struct app *app;
	struct request *request;
	struct response *response;
};

static void
put_etag(const struct record *record, struct response *response)
{
	response_header(response, "ETag: \"%" PRId64 "\"", record->version);
}

static enum err
put_record(const struct record *record, const struct request *request,
    struct response *response)
{
	response->content_type = request->resolved.route->content_type;
	put_etag(record, response);
	record_json_add(&response->body, record);
	buffer_add_text(&response->body, "\n");
	return buffer_error(&response->body);
}

/* A store_record_fn that encodes the record. */
static enum err
give(void *arg, const struct record *record)
{
	const struct call *call = arg;
	const char *known = call->request->if_none_match;
	if (call->request->if_match != NULL &&
	    !etag_list_has(call->request->if_match, record->version, false))
		return ERR_CHANGED;
	if (known == NULL || !etag_list_has(known, record->version, true))
		return put_record(record, call->request, call->response);
	call->response->status = 304;
	put_etag(record, call->response);
	return ERR_OK;
}

/* A store_record_fn that encodes a user with customers. It sets no ETag: a
 * user's version tells nothing about the customers. */
static enum err
give_with_customers(void *arg, const struct record *record)
{
	struct listing **ret_listing = arg;
	*ret_listing = listing_new_user(record);
	return *ret_listing == NULL ? ERR_NO_MEMORY : ERR_OK;
}

/* Read the id in the path as a number. */
static enum err
read_id(struct request *request, int64_t *ret_id)
{
	return text_parse_id(request->id, ret_id) ? ERR_OK : ERR_NOT_FOUND;
}

/* Add the details of a failure that the error alone does not tell. */
static enum err
explain(struct request *request, enum err err, int64_t customers)
{
	if (err == ERR_NOT_FOUND) {
		bool adds = request->resolved.writes &&
			    etag_is_any(request->if_none_match);
		request_refuse(request, err, "%s ID %s not found%s%s",
		    nouns[request->resolved.route->kind], request->id,
		    adds ? "; the server gives ids: add one by POST " : "",
		    adds ? paths[request->resolved.route->kind] : "");
	} else if (err == ERR_HAS_CUSTOMERS)
		request_refuse(request, err,
		    "User ID %s has %" PRId64 " customer%s; each needs a user "
		    "with role sales",
		    request->id, customers, customers == 1 ? "" : "s");
	else if (err == ERR_NO_SALESPERSON &&
		 body_errors_add(&request->errors, "/salesId",
		     "is not the id of a user with role sales") != ERR_OK)
		return ERR_NO_MEMORY;
	return err;
}

enum err
get_record(struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	enum err err = read_id(request, &id);
	if (err == ERR_OK && request->embed) {
		struct listing *listing = NULL;
		err = store_find(app->store, request->resolved.route->kind, id,
		    give_with_customers, &listing);
		if (err == ERR_OK)
			return put_listing(app, request, listing, response);
	} else if (err == ERR_OK) {
		err = store_find(app->store, request->resolved.route->kind, id,
		    give, &(struct call){ app, request, response });
	}
	return explain(request, err, 0);
}

/* Apply the members of the request's body to a record. */
static void
apply(const struct change *change, struct record *to)
{
	if (change->name != NULL)
		to->name = change->name;
	if (change->role != NULL)
		to->role = change->role;
	if (change->sales_id >= 0)
		to->sales_id = change->sales_id;
}

enum err
create_record(
    struct app *app, struct request *request, struct response *response)
{
	struct record record = { .kind = request->resolved.route->kind,
		.id = -1 };
	apply(&request->change, &record);
	/* A request is the same if it asks for the same record at the same
	 * place. */
	struct buffer asked = { .bytes = NULL };
	buffer_add_text(&asked, paths[record.kind]);
	record_json_add(&asked, &record);
	buffer_add(&asked, "", 1);
	struct store_idempotency once = { .who = request->user,
		.key = request->idempotency_key,
		.request = asked.bytes };
	enum err err = buffer_error(&asked);
	if (err == ERR_OK)
		err = store_create(
		    app->store, &record, once.key == NULL ? NULL : &once);
	buffer_free(&asked);
	if (err != ERR_OK)
		return explain(request, err, 0);
	response->status = 201;
	response_header(
	    response, "Location: %s/%" PRId64, paths[record.kind], record.id);
	return put_record(&record, request, response);
}

/* Check the conditions of a request that changes a record. */
static enum err
check_version(const struct request *request, const struct record *now)
{
	if (request->if_match != NULL &&
	    !etag_list_has(request->if_match, now->version, false))
		return ERR_CHANGED;
	return request->if_none_match != NULL &&
		       etag_list_has(request->if_none_match, now->version, true)
		   ? ERR_CHANGED
		   : ERR_OK;
}

/* A store_change_fn that edits the record. */
static enum err
decide_change(void *arg, const struct record *now, struct record *wanted)
{
	const struct call *call = arg;
	enum err err = check_version(call->request, now);
	if (err != ERR_OK)
		return err;
	apply(&call->request->change, wanted);
	return put_record(wanted, call->request, call->response);
}

/* A store_change_fn that agrees to a removal. */
static enum err
decide_removal(void *arg, const struct record *now, struct record *wanted)
{
	const struct call *call = arg;
	(void)wanted;
	return check_version(call->request, now);
}

/* Handle PUT and PATCH: admit.c has made sure that PUT has every member. */
enum err
change_record(
    struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	int64_t customers = 0;
	enum err err = read_id(request, &id);
	if (err == ERR_OK)
		err = store_change(app->store, request->resolved.route->kind,
		    id, decide_change, &(struct call){ app, request, response },
		    &customers);
	return explain(request, err, customers);
}

enum err
delete_record(
    struct app *app, struct request *request, struct response *response)
{
	int64_t id;
	int64_t customers = 0;
	enum err err = read_id(request, &id);
	if (err == ERR_OK)
		err = store_remove(app->store, request->resolved.route->kind,
		    id, decide_removal,
		    &(struct call){ app, request, response }, &customers);
	response->status = 204;
	return explain(request, err, customers);
}
