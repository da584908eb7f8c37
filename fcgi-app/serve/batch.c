/*
 * batch.c: takes the requests that are due, and answers several of them in one
 * transaction.
 *
 * Beginning and ending a reading transaction takes half a dozen system calls,
 * and a writing one waits for the disk; so requests that are due together share
 * it. Nothing is sent before it ends: a client that does not read must not hold
 * a lock.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/batch.h"

#include "lib/clock.h"
#include "lib/log.h"
#include "serve/send.h"

#include <stdlib.h>

bool
batch_is_due(struct worker *worker, struct exchange *exchange)
{
	if (exchange->request.delay_ns > 0)
		scoreboard_remove_parked(worker->serve->scoreboard);
	if (clock_now_ns() >= exchange->due_ns)
		return true;
	send_refusal(worker, exchange, ERR_STOPPING);
	return false;
}

size_t
batch_take(struct worker *worker, struct queue *queue, int64_t until_ns,
    struct exchange *exchanges[], size_t most, struct exchange **ret_begun)
{
	size_t count = 0;
	*ret_begun = NULL;
	struct exchange *exchange = queue_take_until(queue, until_ns);
	while (exchange != NULL) {
		if (exchange->remainder.begun) {
			*ret_begun = exchange;
			break;
		}
		if (batch_is_due(worker, exchange))
			exchanges[count++] = exchange;
		else
			free(exchange);
		exchange = count < most ? queue_take_until(queue, 0) : NULL;
	}
	return count;
}

void
batch_free(struct exchange *exchanges[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(exchanges[i]);
}

/* Send all answers. A listing takes longer, so of several answers it sends only
 * its first piece here. */
static void
send_all(struct worker *worker, struct exchange *exchanges[],
    struct response responses[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!send_answer(
			worker, exchanges[i], &responses[i], count > 1))
			exchanges[i] = NULL;
}

static void
make_answer(
    struct worker *worker, struct exchange *exchange, struct response *r)
{
	int64_t start_ns = clock_now_ns();
	/* Read before there may be an error, which is not delayed. */
	int64_t delay_ns = request_is_delayed(&exchange->request)
			       ? exchange->request.delay_ns
			       : -1;
	response_init(r);
	app_answer(&worker->app, &exchange->request, r);
	r->delay_ns = delay_ns;
	r->app_ns = clock_now_ns() - start_ns;
}

void
batch_answer_reads(
    struct worker *worker, struct exchange *exchanges[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[BATCH_READS_MAX];
	store_wanted_since(store, exchanges[0]->due_ns);
	for (size_t i = 0; i < count; i++)
		make_answer(worker, exchanges[i], &responses[i]);
	store_end_reading(store);
	send_all(worker, exchanges, responses, count);
}

/* Replace an answer by the error that the whole group failed. */
static void
make_failed(struct worker *worker, struct exchange *exchange, enum err err,
    struct response *r)
{
	response_done(r);
	response_init(r);
	exchange->request.err = err;
	app_answer(&worker->app, &exchange->request, r);
}

void
batch_answer_writes(
    struct worker *worker, struct exchange *exchanges[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[BATCH_WRITES_MAX];
	int64_t start_ns = clock_now_ns();
	store_wanted_since(store, exchanges[0]->due_ns);
	enum err err = store_begin_group(store);
	for (size_t i = 0; i < count; i++) {
		response_init(&responses[i]);
		if (err == ERR_OK)
			app_answer(&worker->app, &exchanges[i]->request,
			    &responses[i]);
		else
			make_failed(worker, exchanges[i], err, &responses[i]);
	}
	if (err == ERR_OK && (err = store_end_group(store)) != ERR_OK) {
		log_line("database: %s", store_error(store));
		for (size_t i = 0; i < count; i++)
			if (responses[i].status < 400)
				make_failed(
				    worker, exchanges[i], err, &responses[i]);
	}
	int64_t app_ns = clock_now_ns() - start_ns;
	for (size_t i = 0; i < count; i++) {
		responses[i].delay_ns = exchanges[i]->request.delay_ns;
		responses[i].app_ns = app_ns;
	}
	send_all(worker, exchanges, responses, count);
}
