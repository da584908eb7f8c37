/*
 * send.c: an answer on its way to the web server: its head and first piece,
 * whole or with a fault, and a long one piece by piece. While its reader takes
 * none it is parked, and costs no thread (timer), or a thread waits (sleep).
 *
 * SPDX-License-Identifier: MIT
 */
#include "send.h"

#include "log.h"
#include "metrics.h"

#include <math.h>
#include <string.h>

/* When the next piece of the rest may be sent: now (0), when its time comes,
 * or, since its reader is slow, a little later. */
static int64_t
next_turn_ns(struct job *job, int64_t now_ns, bool parks)
{
	if (job->rest.due_ns > now_ns)
		return job->rest.due_ns;
	return job_has_room(job, parks ? 0 : -1)
		   ? 0
		   : rest_retry_ns(&job->rest, now_ns);
}

/* How it stands with the rest of an answer. */
enum rest_state {
	REST_GOES_ON,
	REST_PARKED,
	REST_SENT, /* or nobody takes it any more */
	REST_BROKEN,
};

/* Wait until the next piece may be sent, in the queue if there is one. */
static enum rest_state
wait_for_turn(struct serve *s, struct job *job, int64_t now_ns)
{
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	int64_t turn_ns = next_turn_ns(job, now_ns, parks);
	if (turn_ns == 0)
		return REST_GOES_ON;
	if (now_ns >= atomic_load(&s->limit_ns))
		return REST_BROKEN;
	if (parks && delay_queue_park(s->queue, job, 0, turn_ns) == ERR_OK)
		return REST_PARKED;
	delay_sleep_until(turn_ns);
	job_has_room(job, -1); /* late beats never */
	return REST_GOES_ON;
}

/* Read a piece, into memory that the one before it had, and send it. */
static enum rest_state
send_piece(struct worker *worker, struct job *job, int64_t now_ns,
    struct buffer *piece)
{
	struct store *store = worker->app.store;
	bool done = false;
	buffer_clear(piece);
	store_wanted_since(store, now_ns);
	enum err err = rest_next(
	    &job->rest, store, &worker->app.gzip, now_ns, piece, &done);
	if (err != ERR_OK) {
		if (err != ERR_FAULT)
			log_line("listing: cut off: %s",
			    err == ERR_NO_MEMORY ? "out of memory"
						 : store_error(store));
		metrics_count_error(worker->serve->board, err);
		return REST_BROKEN;
	}
	if (FCGX_PutStr(piece->bytes, (int)piece->length, job->fcgi.out) < 0 ||
	    (job->rest.bytes > 0 && FCGX_FFlush(job->fcgi.out) < 0))
		return REST_SENT;
	return done ? REST_SENT : REST_GOES_ON;
}

bool
send_rest(struct worker *worker, struct job *job)
{
	struct buffer piece = { .bytes = NULL };
	enum rest_state state =
	    rest_is_left(&job->rest) ? REST_GOES_ON : REST_SENT;
	while (state == REST_GOES_ON) {
		int64_t now_ns = delay_now_ns();
		state = wait_for_turn(worker->serve, job, now_ns);
		if (state == REST_GOES_ON)
			state = send_piece(worker, job, now_ns, &piece);
	}
	buffer_free(&piece);
	if (state == REST_SENT)
		job_finish(job);
	else if (state == REST_BROKEN)
		job_cut(job);
	return state != REST_PARKED;
}

/* Write r with at most so many bytes of its body. It is counted before the
 * client can have it. */
static void
respond(struct worker *worker, struct job *job, struct response *r, size_t most)
{
	char id[REQUESTID_NEW_SIZE];
	r->request_id =
	    requestid_of(&worker->serve->ids, job->request.request_id, id);
	metrics_count_answer(
	    worker->serve->board, &job->request, r->status, r->app_ns);
	response_write(r, most, &job->fcgi);
}

bool
send_answer(
    struct worker *worker, struct job *job, struct response *r, bool yields)
{
	const struct fault_rule *fault = &job->request.fault;
	bool head = strcmp(job->request.method, "HEAD") == 0;
	bool breaks = r->body.length > 0 && !head;
	size_t most = SIZE_MAX;
	if (breaks && fault->kind == FAULT_ABORT)
		most = r->body.length / 2;
	else if (breaks && fault->kind == FAULT_DRIP)
		most = 0;
	respond(worker, job, r, most);
	job->rest.begun = true;
	if (!head) {
		job->rest.listing = r->rest;
		job->rest.gzip = r->gzip;
		r->rest = NULL;
	}
	if (breaks && fault->kind == FAULT_ABORT) {
		FCGX_FFlush(job->fcgi.out);
		rest_break(&job->rest, delay_now_ns());
	} else if (breaks && fault->kind == FAULT_DRIP) {
		double max_s = worker->serve->config->choices.max_delay_s;
		rest_drip(&job->rest, &r->body, fault, delay_now_ns(),
		    llround(max_s * 1e9) - job->request.delay_ns);
	}
	response_done(r);
	if (yields && rest_is_left(&job->rest) &&
	    delay_queue_park(worker->serve->queue, job, 0, delay_now_ns()) ==
		ERR_OK)
		return false;
	return send_rest(worker, job);
}

void
send_refusal(struct worker *worker, struct job *job, enum err err)
{
	struct response r;
	response_init(&r);
	job->request.err = err;
	app_answer(&worker->app, &job->request, &r);
	respond(worker, job, &r, SIZE_MAX);
	response_done(&r);
	job_finish(job);
}
