/*
 * request.c: from FastCGI parameters to a struct request.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
request_init(struct request *r, const char *method, const char *target)
{
	memset(r, 0, sizeof(*r));
	r->method = method;
	r->target = target;
}

void
request_read(struct request *r, FCGX_Request *fcgi)
{
	const char *method = FCGX_GetParam("REQUEST_METHOD", fcgi->envp);
	const char *target = FCGX_GetParam("REQUEST_URI", fcgi->envp);
	const char *length = FCGX_GetParam("CONTENT_LENGTH", fcgi->envp);
	request_init(
	    r, method != NULL ? method : "", target != NULL ? target : "");

	char discarded[4096];
	unsigned long long total = 0;
	int n;
	while ((n = FCGX_GetStr(discarded, sizeof(discarded), fcgi->in)) > 0)
		total += (unsigned)n;
	/* libfcgi ends a truncated body like a complete one. */
	if (FCGX_GetError(fcgi->in) != 0 ||
	    (length != NULL && *length != '\0' &&
		strtoull(length, NULL, 10) != total))
		request_refuse(r, ERR_BAD_REQUEST,
		    "the body ended after %llu bytes, not at its "
		    "Content-Length",
		    total);
}

enum err
request_refuse(struct request *r, enum err err, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int length = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	free(r->detail);
	r->detail = length < 0 ? NULL : malloc((size_t)length + 1);
	if (r->detail != NULL) {
		va_start(ap, format);
		vsnprintf(r->detail, (size_t)length + 1, format, ap);
		va_end(ap);
	}
	return r->err = err;
}

void
request_done(struct request *r)
{
	free(r->detail);
	free(r->decoded);
	memset(r, 0, sizeof(*r));
}
