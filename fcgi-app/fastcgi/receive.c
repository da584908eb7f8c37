/*
 * receive.c: from FastCGI parameters and input to a struct request.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fastcgi/receive.h"

#include "lib/buffer.h"

#include <stdlib.h>
#include <string.h>

/* The FastCGI parameters that are read. Shorter names come first, so that most
 * other parameters are skipped quickly. */
enum parameter {
	HTTPS,
	HTTP_ACCEPT,
	REMOTE_ADDR,
	REMOTE_USER,
	REQUEST_URI,
	CONTENT_TYPE,
	HTTP_IF_MATCH,
	CONTENT_LENGTH,
	REQUEST_METHOD,
	REDIRECT_STATUS,
	HTTP_X_REQUEST_ID,
	HTTP_DOCKING_DELAY,
	HTTP_DOCKING_FAULT,
	HTTP_AUTHORIZATION,
	HTTP_IF_NONE_MATCH,
	HTTP_ACCEPT_ENCODING,
	HTTP_IDEMPOTENCY_KEY,
	HTTP_CONTENT_ENCODING,
	PARAMETERS
};

#define NAME(name) [name] = { #name, sizeof(#name) - 1 }
static const struct {
	const char *text;
	size_t length;
} names[PARAMETERS] = { NAME(HTTPS), NAME(HTTP_ACCEPT), NAME(REMOTE_ADDR),
	NAME(REMOTE_USER), NAME(REQUEST_URI), NAME(CONTENT_TYPE),
	NAME(HTTP_IF_MATCH), NAME(CONTENT_LENGTH), NAME(REQUEST_METHOD),
	NAME(REDIRECT_STATUS), NAME(HTTP_X_REQUEST_ID),
	NAME(HTTP_DOCKING_DELAY), NAME(HTTP_DOCKING_FAULT),
	NAME(HTTP_AUTHORIZATION), NAME(HTTP_IF_NONE_MATCH),
	NAME(HTTP_ACCEPT_ENCODING), NAME(HTTP_IDEMPOTENCY_KEY),
	NAME(HTTP_CONTENT_ENCODING) };
#undef NAME

/* Read all parameters in one pass: FCGX_GetParam() makes a pass for each, and
 * compares bytes even where lengths differ. An empty value counts as missing,
 * and the first of several counts. */
static void
read_parameters(const FCGX_Request *fcgi, const char *values[PARAMETERS])
{
	for (char **p = fcgi->envp; *p != NULL; p++) {
		const char *end = strchr(*p, '=');
		if (end == NULL || end[1] == '\0')
			continue;
		size_t length = (size_t)(end - *p);
		for (size_t i = 0; i < PARAMETERS && names[i].length <= length;
		     i++)
			if (names[i].length == length && values[i] == NULL &&
			    memcmp(names[i].text, *p, length) == 0)
				values[i] = end + 1;
	}
}

/* Tell whether the request was safe on its way: passwords and the data behind
 * them must not be read by others. */
static bool
is_protected(const char *https, const char *from)
{
	if (https != NULL && strcmp(https, "on") == 0)
		return true;
	if (from == NULL)
		return false;
	if (strncmp(from, "::ffff:", 7) == 0)
		from += 7;
	return strncmp(from, "127.", 4) == 0 || strcmp(from, "::1") == 0;
}

/* Read the whole body, and keep at most REQUEST_BODY_MAX bytes. Returns the
 * number of bytes that came. */
static unsigned long long
read_body(struct request *r, FCGX_Stream *in, bool wanted)
{
	char piece[4096];
	struct buffer body = { .bytes = NULL };
	unsigned long long total = 0;
	int n;
	while ((n = FCGX_GetStr(piece, sizeof(piece), in)) > 0) {
		total += (unsigned)n;
		if (wanted && total <= REQUEST_BODY_MAX)
			buffer_add(&body, piece, (size_t)n);
	}
	if (buffer_error(&body) != ERR_OK)
		r->err = ERR_NO_MEMORY;
	r->body = body.bytes;
	r->body_length = body.length;
	return total;
}

/* Return the status with which the web server refuses a request that it hands
 * on only for an answer (lighttpd's server.error-handler); 0 for a request that
 * is to be handled. No header of a client can set this variable. */
static int
read_refusal(const char *redirect_status)
{
	int status = redirect_status == NULL ? 0 : atoi(redirect_status);
	return status >= 400 && status <= 599 ? status : 0;
}

void
receive_request(struct connection *c, struct request *r)
{
	const char *values[PARAMETERS] = { NULL };
	read_parameters(&c->fcgi, values);
	const char *method = values[REQUEST_METHOD];
	const char *target = values[REQUEST_URI];
	const char *length = values[CONTENT_LENGTH];
	request_init(
	    r, method != NULL ? method : "", target != NULL ? target : "");
	r->content_type = values[CONTENT_TYPE];
	r->content_encoding = values[HTTP_CONTENT_ENCODING];
	r->accept = values[HTTP_ACCEPT];
	r->accept_encoding = values[HTTP_ACCEPT_ENCODING];
	r->authorization = values[HTTP_AUTHORIZATION];
	r->if_match = values[HTTP_IF_MATCH];
	r->if_none_match = values[HTTP_IF_NONE_MATCH];
	r->idempotency_key = values[HTTP_IDEMPOTENCY_KEY];
	r->request_id = values[HTTP_X_REQUEST_ID];
	r->delay_choice = values[HTTP_DOCKING_DELAY];
	r->fault_choice = values[HTTP_DOCKING_FAULT];
	r->refused = read_refusal(values[REDIRECT_STATUS]);
	r->user = values[REMOTE_USER];
	r->protected = is_protected(values[HTTPS], values[REMOTE_ADDR]);

	bool wanted = r->method[0] == 'P'; /* POST, PUT, PATCH */
	unsigned long long total = read_body(r, c->fcgi.in, wanted);
	if (r->refused != 0)
		r->err = ERR_REFUSED;
	/* libfcgi ends a truncated body like a complete one. */
	else if (FCGX_GetError(c->fcgi.in) != 0 ||
		 (length != NULL && strtoull(length, NULL, 10) != total))
		request_refuse(r, ERR_BAD_REQUEST,
		    "the body ended after %llu bytes, not at its "
		    "Content-Length",
		    total);
	else if (wanted && total > REQUEST_BODY_MAX)
		request_refuse(r, ERR_BODY_TOO_LARGE,
		    "the body has %llu bytes; %d are allowed", total,
		    REQUEST_BODY_MAX);
}
