/*
 * acceptor.c: the threads that accept requests: refuse, answer, park, or sleep
 * and answer.
 *
 * timer model: a request that must wait is parked; what is not delayed is
 * answered here, without a hand-over. sleep model: each thread sleeps for its
 * request, so the threads are the places, as in the original.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admit.h"
#include "answer.h"
#include "capacity.h"
#include "log.h"
#include "request.h"
#include "send.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_EVERY_NS = 100000000 /* whoever sleeps: is draining over? */ };

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
 * the same, or NULL if it was parked. */
static struct job *
dispatch(struct worker *worker, struct job *job)
{
	struct serve *s = worker->serve;
	admit(&job->request, s->config);
	int64_t delay_ns = job->request.delay_ns;
	job->due_ns = delay_now_ns();
	bool delayed = request_is_delayed(&job->request);
	bool parks = s->config->delay_model == DELAY_MODEL_TIMER;
	bool writes = delayed && parks && job->request.resolved.writes;
	if (delayed && (delay_ns > 0 || writes)) {
		job->due_ns += delay_ns;
		if (!capacity_take_place(
			s->config, s->board, delay_ns > 0, job->fcgi.ipcFd)) {
			send_refusal(worker, job, ERR_NO_PLACE);
			return job;
		}
		if (parks && watch_park(s->watch, writes ? s->writes : s->queue,
				 job->fcgi.ipcFd, job, job->due_ns) == ERR_OK)
			return NULL;
		/* Also if the queue could not grow: late beats never. */
		sleep_until_due(s, job);
		if (!answer_is_due(worker, job))
			return job;
	}
	answer_reads(worker, &job, 1);
	return job;
}

void *
acceptor_run(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job = NULL;
	for (;;) {
		if (job == NULL && (job = job_new()) == NULL) {
			wait_after_failed_accept(s, ENOMEM);
			continue;
		}
		int error = job_accept(job);
		if (error == 0) {
			request_read(&job->request, &job->fcgi);
			job = dispatch(worker, job);
		} else if (atomic_load(&s->draining)) {
			break;
		} else {
			wait_after_failed_accept(s, error);
		}
	}
	free(job);
	return NULL;
}
