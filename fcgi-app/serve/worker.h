/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WORKER_H
#define DOCKING_WORKER_H

#include "answer/app.h"
#include "park/disconnects.h"
#include "park/queue.h"
#include "park/scoreboard.h"
#include "request/requestid.h"
#include "serve/exchange.h"
#include "settings/config.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * A thread of the process. serve.c starts and ends it; it runs one of the
 * functions below until there is nothing more to do.
 */
struct worker {
	pthread_t thread;
	struct serve *serve;
	struct app app; /* with a store of its own, or none */
};

/** All that the threads share. */
struct serve {
	const struct config *config;
	struct scoreboard *scoreboard;
	struct requestid_source ids;
	struct queue *queue;             /* for the answerers */
	struct queue *writes;            /* for the writer */
	struct disconnects *disconnects; /* of both queues */
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

/** Accept requests, and answer, park, or sleep and answer them. */
void *acceptor_run(void *worker);

/** Answer due requests, and send further pieces of answers that have begun. */
void *answerer_run(void *worker);

/** Carry out changes that are due. */
void *writer_run(void *worker);

/** End parked requests whose clients are gone. */
void *watcher_run(void *worker);

#endif
