/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_WORKER_H
#define DOCKING_WORKER_H

#include "app.h"
#include "board.h"
#include "config.h"
#include "delay.h"
#include "job.h"
#include "requestid.h"
#include "watch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * What the threads of a process share. serve.c starts and ends them; each of
 * them runs one of the functions below until there is nothing more to do.
 */
struct worker {
	pthread_t thread;
	struct serve *serve;
	struct app app; /* with a store of its own, or none */
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

/** Accept requests, and answer, park, or sleep and answer them. */
void *acceptor_run(void *worker);

/** Answer what is due, and send what is left of answers that have begun. */
void *answerer_run(void *worker);

/** Carry out the changes that are due. */
void *writer_run(void *worker);

/** End parked requests whose clients are gone. */
void *watcher_run(void *worker);

#endif
