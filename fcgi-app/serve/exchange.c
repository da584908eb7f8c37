/*
 * exchange.c: a request and its answer on their connection, and their two ends.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/exchange.h"

#include "fastcgi/receive.h"

#include <stdlib.h>

struct exchange *
exchange_new(void)
{
	struct exchange *x = calloc(1, sizeof(*x));
	if (x != NULL)
		connection_init(&x->connection);
	return x;
}

int
exchange_accept(struct exchange *x)
{
	int error = connection_accept(&x->connection);
	if (error == 0)
		receive_request(&x->connection, &x->request);
	return error;
}

static void
clear(struct exchange *x)
{
	remainder_done(&x->remainder);
	request_done(&x->request);
}

void
exchange_finish(struct exchange *x)
{
	connection_finish(&x->connection);
	clear(x);
}

void
exchange_cut(struct exchange *x)
{
	connection_cut(&x->connection);
	clear(x);
}
