/*
 * send.c: sends an answer to the web server: header and first piece, whole or
 * with a fault, and a long body piece by piece. While the reader accepts no
 * more, the exchange is parked and occupies no thread (timer model), or a
 * thread waits (sleep model).
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/send.h"

#include "answer/metrics.h"
#include "fastcgi/transmit.h"
#include "lib/clock.h"
#include "lib/log.h"

#include <math.h>
#include <string.h>

/* Return when the next piece may be sent: now (0), at its time, or, if the
 * reader is slow, a little later. */
static int64_t
next_turn_ns(struct exchange *exchange, int64_t now_ns, bool parks)
{
	if (exchange->remainder.due_ns > now_ns)
		return exchange->remainder.due_ns;
	return connection_has_room(&exchange->connection, parks ? 0 : -1)
		   ? 0
		   : remainder_retry_ns(&exchange->remainder, now_ns);
}

/* Progress of a partially sent answer. */
enum send_state {
	SEND_GOES_ON,
	SEND_PARKED,
	SEND_DONE, /* or the client is gone */
	SEND_BROKEN,
};

/* Wait until the next piece may be sent, in the queue if there is one. */
static enum send_state
wait_for_turn(struct serve *s, struct exchange *exchange, int64_t now_ns)
{
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	int64_t turn_ns = next_turn_ns(exchange, now_ns, parks);
	if (turn_ns == 0)
		return SEND_GOES_ON;
	if (now_ns >= atomic_load(&s->limit_ns))
		return SEND_BROKEN;
	if (parks && queue_park(s->queue, exchange, 0, turn_ns) == ERR_OK)
		return SEND_PARKED;
	clock_sleep_until(turn_ns);
	connection_has_room(&exchange->connection, -1); /* late beats never */
	return SEND_GOES_ON;
}

/* Make the next piece, reusing the memory of the last one, and send it. */
static enum send_state
send_piece(struct worker *worker, struct exchange *exchange, int64_t now_ns,
    struct buffer *piece)
{
	struct store *store = worker->app.store;
	bool done = false;
	buffer_clear(piece);
	store_wanted_since(store, now_ns);
	enum err err = remainder_next(&exchange->remainder, store,
	    &worker->app.gzip, now_ns, piece, &done);
	if (err != ERR_OK) {
		if (err != ERR_FAULT)
			log_line("listing: cut off: %s",
			    err == ERR_NO_MEMORY ? "out of memory"
						 : store_error(store));
		metrics_count_error(worker->serve->scoreboard, err);
		return SEND_BROKEN;
	}
	if (!transmit_piece(&exchange->connection, piece) ||
	    (exchange->remainder.bytes > 0 &&
		!transmit_flush(&exchange->connection)))
		return SEND_DONE;
	return done ? SEND_DONE : SEND_GOES_ON;
}

bool
send_remainder(struct worker *worker, struct exchange *exchange)
{
	struct buffer piece = { .bytes = NULL };
	enum send_state state =
	    remainder_is_left(&exchange->remainder) ? SEND_GOES_ON : SEND_DONE;
	while (state == SEND_GOES_ON) {
		int64_t now_ns = clock_now_ns();
		state = wait_for_turn(worker->serve, exchange, now_ns);
		if (state == SEND_GOES_ON)
			state = send_piece(worker, exchange, now_ns, &piece);
	}
	buffer_free(&piece);
	if (state == SEND_DONE)
		exchange_finish(exchange);
	else if (state == SEND_BROKEN)
		exchange_cut(exchange);
	return state != SEND_PARKED;
}

/* Write r with at most so many bytes of its body. Count it before the client
 * can have it. */
static void
respond(struct worker *worker, struct exchange *exchange, struct response *r,
    size_t most)
{
	char id[REQUESTID_NEW_SIZE];
	r->request_id =
	    requestid_of(&worker->serve->ids, exchange->request.request_id, id);
	metrics_count_answer(worker->serve->scoreboard, &exchange->request,
	    r->status, r->app_ns);
	transmit_response(&exchange->connection, r, most);
}

bool
send_answer(struct worker *worker, struct exchange *exchange,
    struct response *r, bool yields)
{
	const struct fault_rule *fault = &exchange->request.fault;
	bool head = strcmp(exchange->request.method, "HEAD") == 0;
	bool breaks = r->body.length > 0 && !head;
	size_t most = SIZE_MAX;
	if (breaks && fault->kind == FAULT_ABORT)
		most = r->body.length / 2;
	else if (breaks && fault->kind == FAULT_DRIP)
		most = 0;
	respond(worker, exchange, r, most);
	exchange->remainder.begun = true;
	if (!head) {
		exchange->remainder.listing = r->listing;
		exchange->remainder.gzip = r->gzip;
		r->listing = NULL;
	}
	if (breaks && fault->kind == FAULT_ABORT) {
		(void)transmit_flush(&exchange->connection);
		remainder_break(&exchange->remainder, clock_now_ns());
	} else if (breaks && fault->kind == FAULT_DRIP) {
		double max_s = worker->serve->config->policy.max_delay_s;
		remainder_drip(&exchange->remainder, &r->body, fault,
		    clock_now_ns(),
		    llround(max_s * 1e9) - exchange->request.delay_ns);
	}
	response_done(r);
	if (yields && remainder_is_left(&exchange->remainder) &&
	    queue_park(worker->serve->queue, exchange, 0, clock_now_ns()) ==
		ERR_OK)
		return false;
	return send_remainder(worker, exchange);
}

void
send_refusal(struct worker *worker, struct exchange *exchange, enum err err)
{
	struct response r;
	response_init(&r);
	exchange->request.err = err;
	app_answer(&worker->app, &exchange->request, &r);
	respond(worker, exchange, &r, SIZE_MAX);
	response_done(&r);
	exchange_finish(exchange);
}
