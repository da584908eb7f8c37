/*
 * documents.c: the API's own description, and the answers to requests that the
 * web server refuses. The Makefile compiles them into the program, so they
 * always describe this build.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/documents.h"

#include "api.h" /* api/openapi.yaml and the other files as strings */
#include "request/etag.h"
#include "request/media.h"

#include <stddef.h>
#include <stdio.h>

const char *
document_refusal(int status)
{
	size_t count = sizeof(api_errors) / sizeof(api_errors[0]);
	for (size_t i = 0; i < count; i++)
		if (api_errors[i].status == status)
			return api_errors[i].text;
	return NULL;
}

/* Answer with a document, or with 304 if the client has it. The compressed form
 * (app.c) has an ETag of its own. */
static enum err
put_document(struct request *request, struct response *response,
    const char *content_type, const char *text, const char *hash)
{
	char tag[40];
	bool gzip = media_takes_gzip(request->accept_encoding);
	snprintf(tag, sizeof(tag), "%s%s", hash, gzip ? "-gzip" : "");
	if (request->if_match != NULL &&
	    !etag_list_has_text(request->if_match, tag, false))
		return request_refuse(request, ERR_CHANGED,
		    "the document's ETag is not what the request expects");
	response_header(response, "ETag: \"%s\"", tag);
	if (request->if_none_match != NULL &&
	    etag_list_has_text(request->if_none_match, tag, true)) {
		response->status = 304;
		return ERR_OK;
	}
	response->content_type = content_type;
	buffer_add_text(&response->body, text);
	return buffer_error(&response->body);
}

enum err
get_openapi(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	return put_document(request, response,
	    request->resolved.route->content_type, api_openapi_yaml,
	    api_openapi_yaml_hash);
}

enum err
get_blueprint(
    struct app *app, struct request *request, struct response *response)
{
	(void)app;
	return put_document(request, response,
	    "text/vnd.apiblueprint; charset=utf-8", api_docking_apib,
	    api_docking_apib_hash);
}
