/*
 * serve.c: the threads: accept, park or sleep, answer, finish.
 *
 * timer model: acceptors read a request and park it; answerers take what is
 * due, and a writer what writes. Thousands wait at once. What is not delayed is
 * answered where it was accepted, without a hand-over. A long answer goes out
 * in pieces; while its reader takes none it is parked as well. sleep model:
 * acceptors only; each sleeps for its request, so the threads are the places,
 * as in the original.
 *
 * libfcgi allows a request to be accepted in one thread and finished in
 * another, and several threads in FCGX_Accept_r on one socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve.h"

#include "admit.h"
#include "app.h"
#include "board.h"
#include "delay.h"
#include "job.h"
#include "log.h"
#include "metrics.h"
#include "request.h"
#include "requestid.h"
#include "response.h"
#include "route.h"

#include <errno.h>
#include <fcgiapp.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct worker {
	pthread_t thread;
	struct serve *serve;
	struct app app;
	struct buffer piece; /* of a rest; kept for the next one */
};

struct serve {
	const struct config *config;
	struct board *board;
	struct requestid_source ids;
	struct delay_queue *queue;  /* for the answerers */
	struct delay_queue *writes; /* for the writer */
	struct worker *acceptors;
	struct worker *answerers;
	struct worker *writer;
	int acceptors_running;
	int answerers_running;
	int writers_running;
	atomic_bool draining;
	_Atomic int64_t next_complaint_ns; /* at most one a second */
};

/* Fewer stack pages than the default's 8 MB of address space; the deepest
 * user is SQLite, which asks for less than a tenth of it. */
enum { STACK_BYTES = 256 * 1024 };

enum { GROUP_MAX = 64 /* changes in a transaction */ };

static const int64_t writer_rests_after_ns = 1000000000; /* without work */

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

/* Send what may be sent of the rest. Returns true when the request is
 * finished; else it waits in the queue for its next turn. */
static bool
send_rest(struct worker *worker, struct job *job)
{
	struct serve *s = worker->serve;
	struct buffer *piece = &worker->piece;
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	bool done = !rest_is_left(&job->rest);
	while (!done) {
		int64_t now_ns = delay_now_ns();
		int64_t turn_ns = next_turn_ns(job, now_ns, parks);
		if (turn_ns > 0) {
			if (parks &&
			    delay_queue_park(s->queue, job, turn_ns) == ERR_OK)
				return false;
			delay_sleep_until(turn_ns);
			job_has_room(job, -1); /* late beats never */
		}
		buffer_clear(piece);
		enum err err = rest_next(
		    &job->rest, worker->app.store, now_ns, piece, &done);
		if (err != ERR_OK) {
			if (err != ERR_FAULT)
				log_line("listing: cut off: %s",
				    err == ERR_NO_MEMORY
					? "out of memory"
					: store_error(worker->app.store));
			metrics_count_error(s->board, err);
			job_cut(job);
			return true;
		}
		if (FCGX_PutStr(
			piece->bytes, (int)piece->length, job->fcgi.out) < 0 ||
		    (job->rest.bytes > 0 && FCGX_FFlush(job->fcgi.out) < 0))
			break; /* the client is gone */
	}
	job_finish(job);
	return true;
}

/* Write r, the answer to job, with at most so many bytes of its body. It is
 * counted before the client can have it. */
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

/* Send r, as the request's fault has it. Returns as send_rest(). */
static bool
send_answer(struct worker *worker, struct job *job, struct response *r)
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
	return send_rest(worker, job);
}

/* Returns as send_rest(). */
static bool
answer(struct worker *worker, struct job *job, int64_t delay_ns)
{
	struct response r;
	response_init(&r);
	int64_t start_ns = delay_now_ns();
	app_answer(&worker->app, &job->request, &r);
	r.delay_ns = delay_ns;
	r.app_ns = delay_now_ns() - start_ns;
	return send_answer(worker, job, &r);
}

static void *
run_answerer(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job;
	while ((job = delay_queue_take(s->queue)) != NULL) {
		bool finished;
		if (job->rest.begun) {
			finished = send_rest(worker, job);
		} else {
			board_remove_parked(s->board);
			finished = answer(worker, job, job->request.delay_ns);
		}
		if (finished)
			free(job);
	}
	return NULL;
}

/* --- writing ---------------------------------------------------------------
 *
 * One thread a process writes: those that read never wait behind it for the
 * database, and what is due together is one transaction, since it is the end
 * of a transaction, when all must be on the disk, that takes the time.
 */

/* The requests whose turn it is: one that was waited for, and all others that
 * are due. Returns how many; 0 when the queue is closed, or it is until_ns. */
static size_t
take_group(struct serve *s, struct job *jobs[GROUP_MAX], int64_t until_ns)
{
	size_t count = 0;
	struct job *job = delay_queue_take_until(s->writes, until_ns);
	while (job != NULL) {
		if (job->request.delay_ns > 0)
			board_remove_parked(s->board);
		jobs[count++] = job;
		job = count < GROUP_MAX ? delay_queue_take_until(s->writes, 0)
					: NULL;
	}
	return count;
}

/* An answer that says what has failed, in place of the one that is there. */
static void
answer_failed(
    struct worker *worker, struct job *job, enum err err, struct response *r)
{
	response_done(r);
	response_init(r);
	job->request.err = err;
	app_answer(&worker->app, &job->request, r);
}

static void
answer_group(struct worker *worker, struct job *jobs[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[GROUP_MAX];
	int64_t start_ns = delay_now_ns();
	enum err err = store_begin_group(store);
	for (size_t i = 0; i < count; i++) {
		response_init(&responses[i]);
		if (err == ERR_OK)
			app_answer(
			    &worker->app, &jobs[i]->request, &responses[i]);
		else
			answer_failed(worker, jobs[i], err, &responses[i]);
	}
	if (err == ERR_OK && (err = store_end_group(store)) != ERR_OK) {
		log_line("database: %s", store_error(store));
		for (size_t i = 0; i < count; i++)
			if (responses[i].status < 400)
				answer_failed(
				    worker, jobs[i], err, &responses[i]);
	}
	int64_t app_ns = delay_now_ns() - start_ns;
	for (size_t i = 0; i < count; i++) {
		struct response *r = &responses[i];
		r->delay_ns = jobs[i]->request.delay_ns;
		r->app_ns = app_ns;
		if (send_answer(worker, jobs[i], r))
			free(jobs[i]);
	}
}

static void *
run_writer(void *arg)
{
	struct worker *worker = arg;
	struct job *jobs[GROUP_MAX];
	struct serve *s = worker->serve;
	for (;;) {
		size_t count =
		    take_group(s, jobs, delay_now_ns() + writer_rests_after_ns);
		if (count == 0) {
			store_rest(worker->app.store);
			count = take_group(s, jobs, INT64_MAX);
		}
		if (count == 0)
			return NULL;
		answer_group(worker, jobs, count);
	}
}

/* FCGX_Accept_r failed with error. Out of descriptors or memory must not end
 * the process: wait until some are free again. */
static void
wait_after_failed_accept(struct serve *s, int error)
{
	int64_t now_ns = delay_now_ns();
	int64_t next_ns = atomic_load(&s->next_complaint_ns);
	if (now_ns >= next_ns &&
	    atomic_compare_exchange_strong(
		&s->next_complaint_ns, &next_ns, now_ns + 1000000000))
		log_line("accept: %s", strerror(error));
	delay_sleep_until(now_ns + 10000000);
}

/* Answer now, or park, or sleep and answer. Returns the job to use for the
 * next request: the same, or NULL if it is parked. */
static struct job *
dispatch(struct worker *worker, struct job *job)
{
	struct serve *s = worker->serve;
	admit(&job->request, s->config);
	int64_t delay_ns = job->request.delay_ns;
	if (!route_is_delayed(&job->request))
		return answer(worker, job, -1) ? job : NULL;
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	bool writes = parks && route_writes(&job->request);
	if (delay_ns > 0 || writes) {
		job->due_ns = delay_now_ns() + delay_ns;
		if (delay_ns > 0)
			board_add_parked(s->board);
		if (parks && delay_queue_park(writes ? s->writes : s->queue,
				 job, job->due_ns) == ERR_OK)
			return NULL;
		/* Also if the queue could not grow: late beats never. */
		delay_sleep_until(job->due_ns);
		if (delay_ns > 0)
			board_remove_parked(s->board);
	}
	return answer(worker, job, delay_ns) ? job : NULL;
}

static void *
run_acceptor(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job = NULL;
	for (;;) {
		if (job == NULL && (job = job_new()) == NULL) {
			wait_after_failed_accept(s, ENOMEM);
			continue;
		}
		int result = FCGX_Accept_r(&job->fcgi);
		if (result >= 0) {
			request_read(&job->request, &job->fcgi);
			job = dispatch(worker, job);
		} else if (atomic_load(&s->draining)) {
			break;
		} else {
			wait_after_failed_accept(s, -result);
		}
	}
	free(job);
	return NULL;
}

/* Start count workers with a store each; *ret_running counts them. */
static bool
start_workers(struct serve *s, struct worker *workers, int count,
    void *(*run)(void *), int *ret_running)
{
	pthread_attr_t attr;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	bool started = true;
	for (int i = 0; started && i < count; i++) {
		char why[256];
		int error;
		workers[i].serve = s;
		workers[i].app.config = s->config;
		workers[i].app.board = s->board;
		if (store_open(s->config->db, &workers[i].app.store, why,
			sizeof(why)) != ERR_OK) {
			log_line("%s: %s", s->config->db, why);
			started = false;
		} else if ((error = pthread_create(&workers[i].thread, &attr,
				run, &workers[i])) != 0) {
			log_line("thread: %s", strerror(error));
			started = false;
		} else {
			*ret_running = i + 1;
		}
	}
	pthread_attr_destroy(&attr);
	return started;
}

struct serve *
serve_start(const struct config *config)
{
	size_t threads = (size_t)config->threads;
	bool parks = config->delay_model == DELAY_MODEL_TIMER;
	bool writes = parks && config->passwords; /* else nobody may */
	FCGX_Init();
	struct serve *s = calloc(1, sizeof(*s));
	if (s != NULL) {
		s->config = config;
		requestid_init(&s->ids);
		s->queue = delay_queue_new();
		s->writes = delay_queue_new();
		s->acceptors = calloc(threads, sizeof(*s->acceptors));
		s->answerers = calloc(threads, sizeof(*s->answerers));
		s->writer = calloc(1, sizeof(*s->writer));
	}
	if (s == NULL || s->queue == NULL || s->writes == NULL ||
	    s->acceptors == NULL || s->answerers == NULL || s->writer == NULL) {
		log_line("out of memory");
		serve_free(s);
		return NULL;
	}
	s->board = board_open(config->board_file);
	if (s->board == NULL) {
		log_line("%s: %s", config->board_file, strerror(errno));
		serve_free(s);
		return NULL;
	}
	if (!start_workers(s, s->writer, writes ? 1 : 0, run_writer,
		&s->writers_running) ||
	    !start_workers(s, s->answerers, parks ? config->threads : 0,
		run_answerer, &s->answerers_running) ||
	    !start_workers(s, s->acceptors, config->threads, run_acceptor,
		&s->acceptors_running)) {
		serve_drain(s);
		serve_free(s);
		return NULL;
	}
	return s;
}

void
serve_drain(struct serve *s)
{
	/* New connects are refused and go to another process; what is in the
	 * socket's queue can still be accepted. FCGX_ShutdownPending() would
	 * drop it. */
	atomic_store(&s->draining, true);
	board_set_draining(s->board);
	shutdown(0, SHUT_RD);
	for (int i = 0; i < s->acceptors_running; i++)
		pthread_join(s->acceptors[i].thread, NULL);
	/* The writer may leave the rest of an answer to the answerers. */
	delay_queue_close(s->writes);
	for (int i = 0; i < s->writers_running; i++)
		pthread_join(s->writer[i].thread, NULL);
	delay_queue_close(s->queue);
	for (int i = 0; i < s->answerers_running; i++)
		pthread_join(s->answerers[i].thread, NULL);
}

static void
free_workers(struct worker *workers, int count)
{
	for (int i = 0; workers != NULL && i < count; i++) {
		store_close(workers[i].app.store);
		buffer_free(&workers[i].piece);
	}
	free(workers);
}

void
serve_free(struct serve *s)
{
	if (s == NULL)
		return;
	free_workers(s->acceptors, s->config->threads);
	free_workers(s->answerers, s->config->threads);
	free_workers(s->writer, 1);
	delay_queue_free(s->queue);
	delay_queue_free(s->writes);
	board_close(s->board);
	free(s);
}
