/*
 * response.c: from a struct response to the bytes that the web server reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "response.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
response_init(struct response *r)
{
	*r = (struct response){ .status = 200, .delay_ns = -1 };
}

void
response_write(const struct response *r, FCGX_Request *fcgi)
{
	/* At most six lines; the longest, Allow, is a row of the route table,
	 * so the sum stays far below this size. */
	char head[512];
	size_t used = 0;

#define ADD(...)                                                               \
	(used +=                                                               \
	    (size_t)snprintf(head + used, sizeof(head) - used, __VA_ARGS__))
	ADD("Status: %d\r\n", r->status);
	if (r->content_type != NULL)
		ADD("Content-Type: %s\r\n", r->content_type);
	ADD("Content-Length: %zu\r\n", r->body_length);
	if (r->allow != NULL)
		ADD("Allow: %s\r\n", r->allow);
	if (r->retry_after_s > 0)
		ADD("Retry-After: %d\r\n", r->retry_after_s);
	if (r->delay_ns >= 0)
		ADD("Server-Timing: delay;dur=%.10g, app;dur=%.3f\r\n",
		    (double)r->delay_ns / 1e6, (double)r->app_ns / 1e6);
	ADD("\r\n");
#undef ADD

	FCGX_PutStr(head, (int)used, fcgi->out);
	if (r->body_length > 0)
		FCGX_PutStr(r->body, (int)r->body_length, fcgi->out);
}

void
response_done(struct response *r)
{
	free(r->body);
	r->body = NULL;
}
