/*
 * acceptor.c: the threads that accept requests, and then refuse, answer or park
 * them, or sleep and answer.
 *
 * timer model: a request that must wait is parked; a request without delay is
 * answered here, without a hand-over. sleep model: each thread sleeps for its
 * request, so threads are places, as in the original.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/clock.h"
#include "lib/log.h"
#include "park/capacity.h"
#include "request/admit.h"
#include "request/request.h"
#include "serve/batch.h"
#include "serve/send.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOOK_EVERY_NS = 100000000 /* sleepers check whether draining is over */
};

/* Wait after a failure to accept. Running out of descriptors or memory must not
 * end the process; some will be free again. */
static void
wait_after_failed_accept(struct serve *s, int error)
{
	int64_t now_ns = clock_now_ns();
	int64_t next_ns = atomic_load(&s->next_complaint_ns);
	if (now_ns >= next_ns &&
	    atomic_compare_exchange_strong(
		&s->next_complaint_ns, &next_ns, now_ns + 1000000000))
		log_line("accept: %s", strerror(error));
	clock_sleep_until(now_ns + 10000000);
}

/* Sleep until the delay is over, or until draining is. */
static void
sleep_until_due(struct serve *s, const struct exchange *exchange)
{
	int64_t look_ns = clock_now_ns();
	while (
	    look_ns < exchange->due_ns && look_ns < atomic_load(&s->limit_ns)) {
		look_ns += LOOK_EVERY_NS;
		clock_sleep_until(
		    look_ns < exchange->due_ns ? look_ns : exchange->due_ns);
	}
}

/* Answer now, park, or sleep and answer. Returns the exchange for the next
 * request: the same one, or NULL if it was parked. */
static struct exchange *
dispatch(struct worker *worker, struct exchange *exchange)
{
	struct serve *s = worker->serve;
	admit(&exchange->request, s->config);
	int64_t delay_ns = exchange->request.delay_ns;
	exchange->due_ns = clock_now_ns();
	bool delayed = request_is_delayed(&exchange->request);
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	bool writes = delayed && parks && exchange->request.resolved.writes;
	if (delayed && (delay_ns > 0 || writes)) {
		exchange->due_ns += delay_ns;
		if (!capacity_take_place(s->config, s->scoreboard, delay_ns > 0,
			connection_fd(&exchange->connection))) {
			send_refusal(worker, exchange, ERR_NO_PLACE);
			return exchange;
		}
		if (parks && disconnects_park(s->disconnects,
				 writes ? s->writes : s->queue,
				 connection_fd(&exchange->connection), exchange,
				 exchange->due_ns) == ERR_OK)
			return NULL;
		/* Also taken if the queue could not grow: a late answer beats
		 * none. */
		sleep_until_due(s, exchange);
		if (!batch_is_due(worker, exchange))
			return exchange;
	}
	batch_answer_reads(worker, &exchange, 1);
	return exchange;
}

void *
acceptor_run(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct exchange *exchange = NULL;
	for (;;) {
		if (exchange == NULL && (exchange = exchange_new()) == NULL) {
			wait_after_failed_accept(s, ENOMEM);
			continue;
		}
		int error = exchange_accept(exchange);
		if (error == 0) {
			exchange = dispatch(worker, exchange);
		} else if (atomic_load(&s->draining)) {
			break;
		} else {
			wait_after_failed_accept(s, error);
		}
	}
	free(exchange);
	return NULL;
}
