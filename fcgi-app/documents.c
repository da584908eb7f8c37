/*
 * documents.c: the API's own description, and what it says of requests that
 * the web server refuses. The Makefile made them a part of the program: what is
 * served is what this very build does.
 *
 * SPDX-License-Identifier: MIT
 */
#include "documents.h"

#include "api.h" /* api/openapi.yaml and the other files as strings */
#include "handlers.h"
#include "response.h"

#include <stddef.h>

const char *
document_refusal(int status)
{
	size_t count = sizeof(api_errors) / sizeof(api_errors[0]);
	for (size_t i = 0; i < count; i++)
		if (api_errors[i].status == status)
			return api_errors[i].text;
	return NULL;
}

static enum err
put_document(
    struct response *response, const char *content_type, const char *text)
{
	response->content_type = content_type;
	buffer_add_text(&response->body, text);
	return buffer_error(&response->body);
}

enum err
get_openapi(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	return put_document(response, "application/yaml", api_openapi_yaml);
}

enum err
get_blueprint(
    struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	return put_document(
	    response, "text/vnd.apiblueprint; charset=utf-8", api_docking_apib);
}
