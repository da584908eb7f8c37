/*
 * watcher.c: the thread that ends parked requests whose clients are gone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/send.h"

#include <stdlib.h>

void *
watcher_run(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct exchange *exchange;
	while ((exchange = disconnects_take(s->disconnects)) != NULL) {
		if (exchange->request.delay_ns > 0)
			scoreboard_remove_parked(s->scoreboard);
		/* The client may have shut down only its half, and still read.
		 */
		send_refusal(worker, exchange, ERR_CLIENT_GONE);
		free(exchange);
	}
	return NULL;
}
