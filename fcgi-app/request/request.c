/*
 * request.c: the start, the refusal and the end of a request.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/request.h"

#include "request/selection.h"

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
	r->change.sales_id = -1;
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

bool
request_is_delayed(const struct request *r)
{
	return r->err == ERR_OK && r->resolved.delayed;
}

void
request_done(struct request *r)
{
	free(r->body);
	free(r->detail);
	free(r->decoded);
	selection_free(r->selection);
	change_done(&r->change);
	body_errors_done(&r->errors);
	memset(r, 0, sizeof(*r));
}
