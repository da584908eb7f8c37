/*
 * app.c: request -> answer. Only this file turns an error into an answer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/app.h"
#include "contract/problem.h"

#include "answer/dispatch.h"
#include "answer/documents.h"
#include "answer/encode.h"
#include "answer/metrics.h"
#include "answer/service.h"
#include "lib/log.h"
#include "request/media.h"

/* Return the row of err, with the status that this request gets instead. */
static struct problem
problem_of(enum err err, const struct request *request)
{
	struct problem code = *problem(err);
	if (err == ERR_REFUSED)
		code.status = request->refused;
	if (err == ERR_FAULT) {
		code.status = request->fault.number;
		/* 429, Too Many Requests: RFC 6585, 4. */
		if (code.status != 503 && code.status != 429)
			code.retry_after_s = 0;
	}
	return code;
}

static void
add_problem_headers(enum err err, const struct problem *code,
    const struct request *request, struct response *response)
{
	if (err == ERR_METHOD)
		service_allow(request->resolved.route, response);
	if (err == ERR_UNAUTHORIZED)
		response_header(response,
		    "WWW-Authenticate: Basic realm=\"Docking API\", "
		    "charset=\"UTF-8\"");
	if (err == ERR_MEDIA_TYPE) {
		if (media_is_identity(request->content_encoding))
			service_accept_patch(request->resolved.route, response);
		else
			response_header(response, "Accept-Encoding: identity");
	}
	if (code->retry_after_s > 0)
		response_header(
		    response, "Retry-After: %d", code->retry_after_s);
}

static enum err
put_problem(const struct problem *code, const struct request *request,
    struct buffer *body)
{
	const char *whole = document_refusal(request->refused);
	if (whole == NULL)
		return encode_problem_body(code,
		    request->detail != NULL ? request->detail : code->detail,
		    &request->errors, body);
	buffer_add_text(body, whole);
	return buffer_error(body);
}

static void
answer_problem(
    enum err err, const struct request *request, struct response *response)
{
	struct problem code = problem_of(err, request);
	buffer_clear(&response->body);
	buffer_clear(&response->headers);
	response->status = code.status;
	add_problem_headers(err, &code, request, response);
	response->content_type = "application/problem+json";
	/* Without memory for a body, the status alone must do. */
	if (put_problem(&code, request, &response->body) != ERR_OK) {
		buffer_clear(&response->body);
		response->content_type = NULL;
	}
}

/* Name the fault in a header. */
static enum err
fail_on_purpose(struct request *request)
{
	char fault[FAULT_TEXT_MAX];
	fault_print(&request->fault, fault);
	return request_refuse(
	    request, ERR_FAULT, "this was to fail on purpose: %s", fault);
}

/* The longest transaction for reading. Readers keep writers from committing,
 * and would starve them if the pauses between readings were short. */
static const int64_t longest_reading_ns = 1000000;

/* Answer with data: from the cache if nothing has changed since, otherwise from
 * the store. */
static enum err
read_data(struct app *app, struct request *request, struct response *response)
{
	uint32_t version;
	/* Without conditions, everybody gets the same answer to the same
	 * request. */
	bool for_all =
	    request->if_match == NULL && request->if_none_match == NULL;
	if (for_all && store_version(app->store, &version) &&
	    cache_find(&app->cache, request->target, version, response)) {
		metrics_count_cache_hit(app->scoreboard);
		return buffer_error(&response->body);
	}
	(void)store_begin_reading(app->store, longest_reading_ns);
	enum err err = dispatch_handler(request->resolved.operation)(
	    app, request, response);
	if (for_all && err == ERR_OK &&
	    store_version_read(app->store, &version))
		cache_keep(&app->cache, request->target, version, response);
	return err;
}

/* Answer a request that was not refused. */
static enum err
fulfil(struct app *app, struct request *request, struct response *response)
{
	if (request->fault.kind == FAULT_STATUS)
		return fail_on_purpose(request);
	if (request->resolved.delayed && !request->resolved.writes)
		return read_data(app, request, response);
	return dispatch_handler(request->resolved.operation)(
	    app, request, response);
}

/* Compress the answer if the client accepts that; Vary says that it may be. */
static enum err
compress(struct app *app, const struct request *request, struct response *r)
{
	if ((request->resolved.route->flags & ROUTE_GZIP) == 0 ||
	    request->resolved.operation == OP_GET_OPTIONS ||
	    request->resolved.writes)
		return ERR_OK;
	buffer_add_text(&r->headers, "Vary: Accept-Encoding\r\n");
	if (!media_takes_gzip(request->accept_encoding) ||
	    (r->body.length < GZIP_LEAST && r->listing == NULL))
		return ERR_OK;
	response_header(r, "Content-Encoding: gzip");
	return gzip_piece(&app->gzip, &r->gzip, r->listing == NULL, &r->body);
}

void
app_answer(struct app *app, struct request *request, struct response *response)
{
	enum err err = request->err;
	if (err == ERR_OK)
		err = fulfil(app, request, response);
	if (err == ERR_OK)
		err = compress(app, request, response);
	if (err == ERR_OK)
		err = buffer_error(&response->headers);
	if (err == ERR_STORE || err == ERR_STORE_READ_ONLY ||
	    err == ERR_STORE_DAMAGED || err == ERR_STORE_FULL)
		log_line("database: %s", store_error(app->store));
	metrics_count_error(app->scoreboard, err);
	if (err != ERR_OK)
		answer_problem(err, request, response);
}
