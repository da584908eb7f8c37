/*
 * serve.c: the threads: accept, park or sleep, answer, finish.
 *
 * timer model: acceptors read a request and park it; answerers take what is
 * due, and a writer what writes. Thousands wait at once. What is not delayed is
 * answered where it was accepted, without a hand-over. A long answer goes out
 * in pieces; while its reader takes none it is parked as well. sleep model:
 * acceptors only; each sleeps for its request, so the threads are the places,
 * as in the original. A watcher ends parked requests whose clients are gone.
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
#include "capacity.h"
#include "delay.h"
#include "job.h"
#include "log.h"
#include "metrics.h"
#include "request.h"
#include "requestid.h"
#include "response.h"
#include "route.h"
#include "watch.h"

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
	struct watch *watch;        /* of both */
	struct worker *acceptors;
	struct worker *answerers;
	struct worker *writer;
	struct worker watcher; /* without a store */
	int acceptors_running;
	int answerers_running;
	int writers_running;
	int watchers_running;
	atomic_bool draining;
	_Atomic int64_t limit_ns;          /* of draining; CLOCK_MONOTONIC */
	_Atomic int64_t next_complaint_ns; /* at most one a second */
};

/* Fewer stack pages than the default's 8 MB of address space; the deepest
 * user is SQLite, which asks for less than a tenth of it. */
enum { STACK_BYTES = 256 * 1024 };

enum { GROUP_MAX = 64 /* changes in a transaction */ };
enum { LOOK_EVERY_NS = 100000000 /* whoever sleeps: is draining over? */ };
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
 * finished; else it waits in the queue for its next turn. When draining is
 * over, the answer breaks off. */
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
		if (turn_ns > 0 && now_ns >= atomic_load(&s->limit_ns)) {
			job_cut(job);
			return true;
		}
		if (turn_ns > 0) {
			if (parks && delay_queue_park(
					 s->queue, job, 0, turn_ns) == ERR_OK)
				return false;
			delay_sleep_until(turn_ns);
			job_has_room(job, -1); /* late beats never */
		}
		buffer_clear(piece);
		store_wanted_since(worker->app.store, now_ns);
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
	store_wanted_since(worker->app.store, job->due_ns);
	app_answer(&worker->app, &job->request, &r);
	r.delay_ns = delay_ns;
	r.app_ns = delay_now_ns() - start_ns;
	return send_answer(worker, job, &r);
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

/* End a request that could not be waited for. */
static void
refuse(struct worker *worker, struct job *job, enum err err)
{
	struct response r;
	response_init(&r);
	answer_failed(worker, job, err, &r);
	respond(worker, job, &r, SIZE_MAX);
	response_done(&r);
	job_finish(job);
}

/* A parked request's turn has come, and its place is free. False, and it is
 * refused, if that is not because its delay is over. */
static bool
is_due(struct worker *worker, struct job *job)
{
	if (job->request.delay_ns > 0)
		board_remove_parked(worker->serve->board);
	if (delay_now_ns() >= job->due_ns)
		return true;
	refuse(worker, job, ERR_STOPPING);
	return false;
}

static void *
run_watcher(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job;
	while ((job = watch_take_abandoned(s->watch)) != NULL) {
		if (job->request.delay_ns > 0)
			board_remove_parked(s->board);
		refuse(worker, job, ERR_CLIENT_GONE); /* it may still read */
		free(job);
	}
	return NULL;
}

static void *
run_answerer(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job;
	while ((job = delay_queue_take(s->queue)) != NULL) {
		bool finished;
		if (job->rest.begun)
			finished = send_rest(worker, job);
		else
			finished = !is_due(worker, job) ||
				   answer(worker, job, job->request.delay_ns);
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
take_group(struct worker *worker, struct job *jobs[GROUP_MAX], int64_t until_ns)
{
	struct delay_queue *writes = worker->serve->writes;
	size_t count = 0;
	struct job *job = delay_queue_take_until(writes, until_ns);
	while (job != NULL) {
		if (is_due(worker, job))
			jobs[count++] = job;
		else
			free(job);
		job = count < GROUP_MAX ? delay_queue_take_until(writes, 0)
					: NULL;
	}
	return count;
}

static void
answer_group(struct worker *worker, struct job *jobs[], size_t count)
{
	struct store *store = worker->app.store;
	struct response responses[GROUP_MAX];
	int64_t start_ns = delay_now_ns();
	store_wanted_since(store, jobs[0]->due_ns);
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
	for (;;) {
		size_t count = take_group(
		    worker, jobs, delay_now_ns() + writer_rests_after_ns);
		if (count == 0) {
			store_rest(worker->app.store);
			count = take_group(worker, jobs, INT64_MAX);
		}
		if (count == 0)
			return NULL;
		answer_group(worker, jobs, count);
	}
}

/* No request was accepted. Out of descriptors or memory must not end
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

/* Sleep until the delay is over, or draining is. */
static void
sleep_until_due(struct serve *s, const struct job *job)
{
	int64_t look_ns = delay_now_ns();
	while (look_ns < job->due_ns && look_ns < atomic_load(&s->limit_ns)) {
		look_ns += LOOK_EVERY_NS;
		delay_sleep_until(
		    look_ns < job->due_ns ? look_ns : job->due_ns);
	}
}

/* Answer now, park, or sleep and answer. Returns the job for the next request:
 * the same, or NULL if it is parked. */
static struct job *
dispatch(struct worker *worker, struct job *job)
{
	struct serve *s = worker->serve;
	admit(&job->request, s->config);
	int64_t delay_ns = job->request.delay_ns;
	job->due_ns = delay_now_ns();
	if (!route_is_delayed(&job->request))
		return answer(worker, job, -1) ? job : NULL;
	job->due_ns += delay_ns;
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	bool writes = parks && route_writes(&job->request);
	if (delay_ns > 0 || writes) {
		if (!capacity_take_place(
			s->config, s->board, delay_ns > 0, job->fcgi.ipcFd)) {
			refuse(worker, job, ERR_NO_PLACE);
			return job;
		}
		if (parks && watch_park(s->watch, writes ? s->writes : s->queue,
				 job->fcgi.ipcFd, job, job->due_ns) == ERR_OK)
			return NULL;
		/* Also if the queue could not grow: late beats never. */
		sleep_until_due(s, job);
		if (!is_due(worker, job))
			return job;
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
		int result = job_accept(job);
		if (result == 0) {
			request_read(&job->request, &job->fcgi);
			job = dispatch(worker, job);
		} else if (atomic_load(&s->draining)) {
			break;
		} else {
			wait_after_failed_accept(s, result);
		}
	}
	free(job);
	return NULL;
}

/* Start count workers, with a store each or none; *ret_running counts them. */
static bool
start_workers(struct serve *s, struct worker *workers, int count,
    void *(*run)(void *), bool stores, int *ret_running)
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
		if (stores &&
		    store_open_existing(s->config->db, &workers[i].app.store,
			why, sizeof(why)) != ERR_OK) {
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
		s->limit_ns = INT64_MAX;
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
	s->watch = watch_new(s->queue, s->writes);
	s->board = board_open(config->board_file);
	if (s->watch == NULL || s->board == NULL) {
		log_line("%s: %s",
		    s->watch == NULL ? "epoll" : config->board_file,
		    strerror(errno));
		serve_free(s);
		return NULL;
	}
	if (!start_workers(s, &s->watcher, parks ? 1 : 0, run_watcher, false,
		&s->watchers_running) ||
	    !start_workers(s, s->writer, writes ? 1 : 0, run_writer, true,
		&s->writers_running) ||
	    !start_workers(s, s->answerers, parks ? config->threads : 0,
		run_answerer, true, &s->answerers_running) ||
	    !start_workers(s, s->acceptors, config->threads, run_acceptor, true,
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
	/* New connects are refused and go to another process; what is queued
	 * can still be accepted. FCGX_ShutdownPending() would drop it. */
	int64_t limit_ns = delay_now_ns() + s->config->drain_limit_ns;
	atomic_store(&s->limit_ns, limit_ns);
	atomic_store(&s->draining, true);
	board_set_draining(s->board);
	shutdown(0, SHUT_RD);
	for (int i = 0; i < s->acceptors_running; i++)
		pthread_join(s->acceptors[i].thread, NULL);
	/* The writer may leave the rest of an answer to the answerers. */
	delay_queue_close(s->writes, limit_ns);
	for (int i = 0; i < s->writers_running; i++)
		pthread_join(s->writer[i].thread, NULL);
	delay_queue_close(s->queue, limit_ns);
	for (int i = 0; i < s->answerers_running; i++)
		pthread_join(s->answerers[i].thread, NULL);
	watch_close(s->watch);
	for (int i = 0; i < s->watchers_running; i++)
		pthread_join(s->watcher.thread, NULL);
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
	watch_free(s->watch);
	delay_queue_free(s->queue);
	delay_queue_free(s->writes);
	board_close(s->board);
	free(s);
}
