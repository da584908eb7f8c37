/*
 * answerer.c: the threads that take from the deadline queues what is due, and
 * what nobody waits for any more: answerers, the writer, and the watcher.
 *
 * One thread a process writes: those that read never wait behind it for the
 * database, and what is due together is one transaction.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer.h"
#include "send.h"

#include <stdlib.h>

static const int64_t writer_rests_after_ns = 1000000000; /* without work */

/* The requests whose turn it is: one that was waited for, until until_ns at
 * most, and others that are due as well, up to most. The rest of an answer
 * that has begun is *ret_rest, and ends the taking, as it may take long.
 * Returns how many; with *ret_rest NULL, 0 means that the queue is closed, or
 * it is until_ns. */
static size_t
take(struct worker *worker, struct delay_queue *queue, int64_t until_ns,
    struct job *jobs[], size_t most, struct job **ret_rest)
{
	size_t count = 0;
	*ret_rest = NULL;
	struct job *job = delay_queue_take_until(queue, until_ns);
	while (job != NULL) {
		if (job->rest.begun) {
			*ret_rest = job;
			break;
		}
		if (answer_is_due(worker, job))
			jobs[count++] = job;
		else
			free(job);
		job = count < most ? delay_queue_take_until(queue, 0) : NULL;
	}
	return count;
}

static void
free_all(struct job *jobs[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(jobs[i]);
}

void *
answerer_run(void *arg)
{
	struct worker *worker = arg;
	struct job *jobs[ANSWER_READS_MAX];
	struct job *rest;
	size_t count;
	do {
		count = take(worker, worker->serve->queue, INT64_MAX, jobs,
		    ANSWER_READS_MAX, &rest);
		if (count > 0)
			answer_reads(worker, jobs, count);
		free_all(jobs, count);
		if (rest != NULL && send_rest(worker, rest))
			free(rest);
	} while (count > 0 || rest != NULL);
	return NULL;
}

void *
writer_run(void *arg)
{
	struct worker *worker = arg;
	struct delay_queue *writes = worker->serve->writes;
	struct job *jobs[ANSWER_WRITES_MAX];
	struct job *rest; /* none is parked there */
	for (;;) {
		size_t count =
		    take(worker, writes, delay_now_ns() + writer_rests_after_ns,
			jobs, ANSWER_WRITES_MAX, &rest);
		if (count == 0) {
			store_idle(worker->app.store);
			count = take(worker, writes, INT64_MAX, jobs,
			    ANSWER_WRITES_MAX, &rest);
		}
		if (count == 0)
			return NULL;
		answer_writes(worker, jobs, count);
		free_all(jobs, count);
	}
}

void *
watcher_run(void *arg)
{
	struct worker *worker = arg;
	struct serve *s = worker->serve;
	struct job *job;
	while ((job = watch_take_abandoned(s->watch)) != NULL) {
		if (job->request.delay_ns > 0)
			board_remove_parked(s->board);
		/* It may still read. */
		send_refusal(worker, job, ERR_CLIENT_GONE);
		free(job);
	}
	return NULL;
}
