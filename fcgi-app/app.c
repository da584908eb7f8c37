/*
 * app.c: request -> answer. The only file that turns an error into one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app.h"

#include "encode.h"
#include "log.h"
#include "route.h"

#include <stdlib.h>

static void
answer_problem(
    enum err err, const struct request *request, struct response *response)
{
	const struct errcode *code = errcode(err);
	free(response->body);
	response->body = NULL;
	response->body_length = 0;
	response->status = code->status;
	response->retry_after_s = code->retry_after_s;
	/* Without memory for the sentence, the status alone must do. */
	response->content_type = NULL;
	if (encode_problem_body(err,
		request->detail != NULL ? request->detail : code->detail,
		&response->body, &response->body_length) == ERR_OK)
		response->content_type = "application/problem+json";
}

void
app_answer(struct app *app, struct request *request, struct response *response)
{
	const struct route *route = request->route;
	enum err err = request->err;
	if (route != NULL && (err == ERR_METHOD || route_is_options(request)))
		response->allow = route->allow;
	if (err == ERR_OK && route_is_options(request))
		return;
	if (err == ERR_OK)
		err = route != NULL ? route->get(app, request, response)
				    : ERR_NOT_FOUND;
	if (err == ERR_STORE)
		log_line("database: %s", store_error(app->store));
	if (err != ERR_OK)
		answer_problem(err, request, response);
}
