/*
 * admit.c: checks everything about a request that needs no data, before its
 * delay.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/admit.h"

#include "request/choose.h"
#include "request/etag.h"
#include "request/media.h"
#include "request/resolve.h"

#include <stdlib.h>
#include <string.h>

enum { IDEMPOTENCY_KEY_MAX = 255 /* characters */ };

/* Must the sender of this request authenticate first? lighttpd/passwords.conf
 * has the same methods: the web server checks Authorization. */
static bool
lacks_password(const struct request *r, const struct config *config)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH",
		"DELETE" };
	if (!config->passwords || !r->protected || r->user != NULL ||
	    r->authorization != NULL)
		return false;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(r->method, methods[i]) == 0)
			return true;
	return false;
}

static enum err
check_writer(struct request *r, const struct config *config)
{
	if (!config->passwords)
		return request_refuse(r, ERR_WRITING_OFF,
		    "writing is off: start the server with --passwords FILE; "
		    "bash run.sh passwd NAME makes one");
	if (!r->protected)
		return request_refuse(r, ERR_WRITING_OFF,
		    "who writes needs a password, and passwords are only "
		    "taken over TLS, or from 127.0.0.0/8 and ::1");
	if (r->user != NULL)
		return ERR_OK;
	return request_refuse(r, ERR_WRITING_OFF,
	    "the web server has not said who sent this; see --passwords");
}

static enum err
check_conditions(struct request *r)
{
	if (r->if_match != NULL && !etag_list_is_good(r->if_match))
		return request_refuse(r, ERR_BAD_REQUEST,
		    "If-Match is not * or a list of entity-tags, such as "
		    "\"1\"");
	if (r->if_none_match != NULL && !etag_list_is_good(r->if_none_match))
		return request_refuse(r, ERR_BAD_REQUEST,
		    "If-None-Match is not * or a list of entity-tags, such as "
		    "\"1\"");
	/* If-None-Match: * cannot overwrite an existing record. */
	if (r->if_match == NULL && !etag_is_any(r->if_none_match) &&
	    r->id != NULL && r->resolved.writes)
		return r->err = ERR_NO_PRECONDITION;
	return ERR_OK;
}

static enum err
check_key(struct request *r)
{
	if (r->idempotency_key == NULL)
		return ERR_OK;
	size_t length = strlen(r->idempotency_key);
	for (const char *p = r->idempotency_key; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			length = IDEMPOTENCY_KEY_MAX + 1;
	if (length > IDEMPOTENCY_KEY_MAX)
		return request_refuse(r, ERR_BAD_REQUEST,
		    "Idempotency-Key is not 1 to %d visible ASCII characters",
		    IDEMPOTENCY_KEY_MAX);
	return ERR_OK;
}

static enum err
read_change(struct request *r)
{
	bool patch = strcmp(r->method, "PATCH") == 0;
	if (!media_is_identity(r->content_encoding))
		return request_refuse(r, ERR_MEDIA_TYPE,
		    "the body is encoded (Content-Encoding); send it as it "
		    "is");
	/* Plain JSON is accepted for PATCH too: a part of a record has only one
	 * meaning. */
	if (!media_is(r->content_type, MEDIA_JSON) &&
	    !(patch && media_is(r->content_type, MEDIA_MERGE_PATCH)))
		return request_refuse(r, ERR_MEDIA_TYPE,
		    "%s takes a body of type %s" MEDIA_JSON ", in UTF-8",
		    r->method, patch ? MEDIA_MERGE_PATCH " or " : "");
	enum err err = decode_change(r->resolved.route->kind,
	    patch ? DECODE_PATCH : DECODE_WHOLE, r->id,
	    r->body != NULL ? r->body : "", r->body_length, &r->change,
	    &r->errors, &r->detail);
	/* While the request waits, the decoded members are enough. */
	free(r->body);
	r->body = NULL;
	return r->err = err;
}

enum err
admit(struct request *r, const struct config *config)
{
	if (r->err == ERR_OK && lacks_password(r, config))
		return r->err = ERR_UNAUTHORIZED;
	if (resolve(r) != ERR_OK || choose(r, &config->policy) != ERR_OK ||
	    r->resolved.operation == OP_GET_OPTIONS)
		return r->err;
	if (!media_is_accepted(r->accept, r->resolved.route->content_type))
		return request_refuse(r, ERR_NOT_ACCEPTABLE,
		    "this is %s, which Accept does not allow",
		    r->resolved.route->content_type);
	enum err err = ERR_OK;
	if (r->resolved.writes)
		err = check_writer(r, config);
	if (err == ERR_OK)
		err = check_conditions(r);
	if (err == ERR_OK && strcmp(r->method, "POST") == 0)
		err = check_key(r);
	if (err == ERR_OK && r->method[0] == 'P')
		err = read_change(r);
	return err;
}
