/*
 * problem.c: the table of errors: the status and the words that a client gets
 * for each. Only answer/app.c turns a row into an answer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/problem.h"

/* clang-format off */
static const struct problem problems[ERR__MAX] = {
	/*                        status type                  title                    detail, Retry-After */
	[ERR_OK]              = { 200, "about:blank",          "OK",                    "", 0 },
	[ERR_BAD_REQUEST]     = { 400, "BadRequest",           "Bad Request",           "the request cannot be understood", 0 },
	[ERR_UNAUTHORIZED]    = { 401, "Unauthorized",         "Unauthorized",          "writing needs the Authorization header (Basic) with the name and password of a user that bash run.sh passwd NAME made", 0 },
	[ERR_WRITING_OFF]     = { 403, "Forbidden",            "Forbidden",             "writing is off", 0 },
	[ERR_CHOICE_OFF]      = { 403, "ChoiceOff",            "Forbidden",             "no request may choose what is done to it", 0 },
	[ERR_NOT_FOUND]       = { 404, "ResourceNotFound",     "Not Found",             "there is nothing at this path", 0 },
	[ERR_METHOD]          = { 405, "MethodNotAllowed",     "Method Not Allowed",    "this method is not allowed here; see Allow", 0 },
	[ERR_NOT_ACCEPTABLE]  = { 406, "NotAcceptable",        "Not Acceptable",        "there is no form of this that Accept allows", 0 },
	[ERR_HAS_CUSTOMERS]   = { 409, "HasCustomers",         "Conflict",              "the user has customers", 0 },
	[ERR_CHANGED]         = { 412, "Changed",              "Precondition Failed",   "the record has changed; its ETag is not what the request expects", 0 },
	[ERR_BODY_TOO_LARGE]  = { 413, "ContentTooLarge",      "Content Too Large",     "the body is too large", 0 },
	[ERR_TARGET_TOO_LONG] = { 414, "TargetTooLong",        "URI Too Long",          "the request target is too long", 0 },
	[ERR_MEDIA_TYPE]      = { 415, "UnsupportedMediaType", "Unsupported Media Type", "the body's media type is not one that this method takes", 0 },
	[ERR_UNPROCESSABLE]   = { 422, "Unprocessable",        "Unprocessable Content", "the body does not describe a record", 0 },
	[ERR_NO_SALESPERSON]  = { 422, "NoSalesperson",        "Unprocessable Content", "salesId is not the id of a user with role sales", 0 },
	[ERR_KEY_REUSED]      = { 422, "KeyReused",            "Unprocessable Content", "this Idempotency-Key was sent with another request within 24 hours", 0 },
	[ERR_NO_PRECONDITION] = { 428, "PreconditionRequired", "Precondition Required", "send If-Match with the record's ETag, as GET gives it", 0 },
	[ERR_CLIENT_GONE]     = { 499, "ClientGone",           "Client Closed Request", "the client closed its side of the connection before it was answered", 0 },
	[ERR_INTERNAL]        = { 500, "InternalError",        "Internal Server Error", "the server failed; its log says why", 0 },
	[ERR_NO_MEMORY]       = { 500, "OutOfMemory",          "Internal Server Error", "the server is out of memory", 0 },
	[ERR_STORE]           = { 503, "StoreUnavailable",     "Service Unavailable",   "the database cannot be read or written; the server's log says why", 5 },
	[ERR_BUSY]            = { 503, "StoreBusy",            "Service Unavailable",   "the database is in use by another program", 1 },
	[ERR_NOT_READY]       = { 503, "NotReady",             "Service Unavailable",   "the service takes no more requests now", 1 },
	[ERR_STORE_READ_ONLY] = { 503, "StoreReadOnly",        "Service Unavailable",   "the database cannot be written, only read", 5 },
	[ERR_STORE_DAMAGED]   = { 503, "StoreDamaged",         "Service Unavailable",   "the database is damaged, or is not one any more", 60 },
	[ERR_STORE_FULL]      = { 507, "StoreFull",            "Insufficient Storage",  "the disk is full; nothing was changed", 0 },
	[ERR_NO_PLACE]        = { 503, "NoPlace",              "Service Unavailable",   "as many requests wait as the server holds", 1 },
	[ERR_STOPPING]        = { 503, "Stopping",             "Service Unavailable",   "the server stops before the delay is over", 1 },
	/* The fault's own status replaces this one; the web server adds the
	 * text. */
	[ERR_FAULT]           = { 503, "Fault",                "Chosen Fault",          "this was to fail on purpose", 1 },
	[ERR_REFUSED]         = { 400, "Refused",              "Refused",               "the web server refused the request", 0 },
};
/* clang-format on */

const struct problem *
problem(enum err err)
{
	return &problems[err < ERR__MAX ? err : ERR_INTERNAL];
}
