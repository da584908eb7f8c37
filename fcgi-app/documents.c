/*
 * documents.c: the API's own description, which the Makefile made a part of
 * the program: what is served is what this very build does.
 *
 * SPDX-License-Identifier: MIT
 */
#include "handlers.h"

#include "api.h" /* api/openapi.yaml and api/docking.apib as strings */
#include "response.h"

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
