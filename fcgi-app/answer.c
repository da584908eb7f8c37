/*
 * answer.c: the answers to requests whose turn it is, several in a transaction.
 *
 * To begin and to end one that reads takes half a dozen system calls, and one
 * that writes waits for the disk; so what is due together shares it. Nothing is
 * sent before it ends: a client that does not read must hold no lock.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer.h"

#include "log.h"
#include "send.h"

bool
answer_is_due(struct worker *worker, struct job *job)
{
	if (job->request.delay_ns > 0)
		board_remove_parked(worker->serve->board);
	if (delay_now_ns() >= job->due_ns)
		return true;
	send_refusal(worker, job, ERR_STOPPING);
	return false;
}

/* Send all. Those with a rest take longer, so others do not wait for them. */
static void
send_all(struct worker *worker, struct job *jobs[], struct response responses[],
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!send_answer(worker, jobs[i], &responses[i], count > 1))
			jobs[i] = NULL;
}

static void
make_answer(struct worker *worker, struct job *job, struct response *r)
{
	int64_t start_ns = delay_now_ns();
	/* Before there may be an error, which is not delayed. */
	int64_t delay_ns =
	    request_is_delayed(&job->request) ? job->request.delay_ns : -1;
	response_init(r);
	app_answer(&worker->app, &job->request, r);
	r->delay_ns = delay_ns;
	r->app_ns = delay_now_ns() - start_ns;
}

void
answer_reads(struct worker *worker, struct job *jobs[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[ANSWER_READS_MAX];
	store_wanted_since(store, jobs[0]->due_ns);
	for (size_t i = 0; i < count; i++)
		make_answer(worker, jobs[i], &responses[i]);
	store_end_reading(store);
	send_all(worker, jobs, responses, count);
}

/* An answer that says what has failed, in place of the one that is there. */
static void
make_failed(
    struct worker *worker, struct job *job, enum err err, struct response *r)
{
	response_done(r);
	response_init(r);
	job->request.err = err;
	app_answer(&worker->app, &job->request, r);
}

void
answer_writes(struct worker *worker, struct job *jobs[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[ANSWER_WRITES_MAX];
	int64_t start_ns = delay_now_ns();
	store_wanted_since(store, jobs[0]->due_ns);
	enum err err = store_begin_group(store);
	for (size_t i = 0; i < count; i++) {
		response_init(&responses[i]);
		if (err == ERR_OK)
			app_answer(
			    &worker->app, &jobs[i]->request, &responses[i]);
		else
			make_failed(worker, jobs[i], err, &responses[i]);
	}
	if (err == ERR_OK && (err = store_end_group(store)) != ERR_OK) {
		log_line("database: %s", store_error(store));
		for (size_t i = 0; i < count; i++)
			if (responses[i].status < 400)
				make_failed(
				    worker, jobs[i], err, &responses[i]);
	}
	int64_t app_ns = delay_now_ns() - start_ns;
	for (size_t i = 0; i < count; i++) {
		responses[i].delay_ns = jobs[i]->request.delay_ns;
		responses[i].app_ns = app_ns;
	}
	send_all(worker, jobs, responses, count);
}
