/*
 * serve.c: the threads: accept, park or sleep, answer, finish.
 *
 * timer model: acceptors read a request and park it; answerers take what is
 * due. Thousands wait at once. What is not delayed is answered where it was
 * accepted, without a hand-over.
 * sleep model: acceptors only; each sleeps for its request, so the threads
 * are the places, as in the original.
 *
 * libfcgi allows a request to be accepted in one thread and finished in
 * another, and several threads in FCGX_Accept_r on one socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve.h"

#include "app.h"
#include "capacity.h"
#include "delay.h"
#include "log.h"
#include "request.h"
#include "response.h"
#include "route.h"

#include <errno.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* One request, from its acceptance to its end. */
struct job {
	FCGX_Request fcgi;
	struct request request;
	int64_t due_ns; /* CLOCK_MONOTONIC; when its delay is over */
};

struct worker {
	pthread_t thread;
	struct serve *serve;
	struct app app;
};

struct serve {
	const struct config *config;
	struct capacity *capacity;
	struct delay_queue *queue;
	struct worker *acceptors;
	struct worker *answerers;
	int acceptors_running;
	int answerers_running;
	atomic_bool draining;
	_Atomic int64_t next_complaint_ns; /* at most one a second */
};

/* Fewer stack pages than the default's 8 MB of address space; the deepest
 * user is SQLite, which asks for less than a tenth of it. */
enum { STACK_BYTES = 256 * 1024 };

static struct job *
job_new(void)
{
	struct job *job = calloc(1, sizeof(*job));
	if (job != NULL)
		FCGX_InitRequest(&job->fcgi, 0, 0);
	return job;
}

static void
answer(struct app *app, struct job *job, int64_t delay_ns)
{
	struct response response;
	response_init(&response);
	int64_t start_ns = delay_now_ns();
	app_answer(app, &job->request, &response);
	response.delay_ns = delay_ns;
	response.app_ns = delay_now_ns() - start_ns;
	response_write(&response, &job->fcgi);
	/* The input was read to its end, so there is no need to wait, up to
	 * 2 s, for the web server to close first. */
	FCGX_Detach(&job->fcgi);
	FCGX_Finish_r(&job->fcgi);
	response_done(&response);
	request_done(&job->request);
}

static void *
run_answerer(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job;
	while ((job = delay_queue_take(s->queue)) != NULL) {
		capacity_remove_parked(s->capacity);
		answer(&worker->app, job, s->config->delay_ns);
		free(job);
	}
	return NULL;
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
	int64_t delay_ns = s->config->delay_ns;
	route_resolve(&job->request);
	if (!route_is_delayed(&job->request)) {
		answer(&worker->app, job, -1);
		return job;
	}
	if (delay_ns > 0) {
		job->due_ns = delay_now_ns() + delay_ns;
		capacity_add_parked(s->capacity);
		if (s->config->delay_model == DELAY_MODEL_TIMER &&
		    delay_queue_park(s->queue, job, job->due_ns) == ERR_OK)
			return NULL;
		/* Also if the queue could not grow: late beats never. */
		delay_sleep_until(job->due_ns);
		capacity_remove_parked(s->capacity);
	}
	answer(&worker->app, job, delay_ns);
	return job;
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
		workers[i].app.capacity = s->capacity;
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
	int answerers =
	    config->delay_model == DELAY_MODEL_TIMER && config->delay_ns > 0
		? config->threads
		: 0;
	FCGX_Init();
	struct serve *s = calloc(1, sizeof(*s));
	if (s != NULL) {
		s->config = config;
		s->queue = delay_queue_new();
		s->acceptors = calloc(threads, sizeof(*s->acceptors));
		s->answerers = calloc(threads, sizeof(*s->answerers));
	}
	if (s == NULL || s->queue == NULL || s->acceptors == NULL ||
	    s->answerers == NULL) {
		log_line("out of memory");
		serve_free(s);
		return NULL;
	}
	s->capacity = capacity_open(config->capacity_file);
	if (s->capacity == NULL) {
		log_line("%s: %s", config->capacity_file, strerror(errno));
		serve_free(s);
		return NULL;
	}
	if (!start_workers(s, s->answerers, answerers, run_answerer,
		&s->answerers_running) ||
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
	shutdown(0, SHUT_RD);
	for (int i = 0; i < s->acceptors_running; i++)
		pthread_join(s->acceptors[i].thread, NULL);
	delay_queue_close(s->queue);
	for (int i = 0; i < s->answerers_running; i++)
		pthread_join(s->answerers[i].thread, NULL);
}

static void
free_workers(struct worker *workers, int count)
{
	for (int i = 0; workers != NULL && i < count; i++)
		store_close(workers[i].app.store);
	free(workers);
}

void
serve_free(struct serve *s)
{
	if (s == NULL)
		return;
	free_workers(s->acceptors, s->config->threads);
	free_workers(s->answerers, s->config->threads);
	delay_queue_free(s->queue);
	capacity_close(s->capacity);
	free(s);
}
