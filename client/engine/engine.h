/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ENGINE_H
#define DOCKING_ENGINE_H

#include "engine/target.h"
#include "engine/transfer.h"
#include "plan/workflow.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

/** A measured request. */
struct sample {
	size_t workflow;              /* its index, from 0 */
	size_t step;                  /* of the workflow, from 0 */
	int64_t start_ns;             /* from the engine's start */
	int64_t duration_ns;          /* from start to the end of the answer */
	int64_t delay_ns;             /* the server's wait on purpose; -1: it
					 did not say */
	long status;                  /* HTTP; 0: no complete answer */
	int64_t phase_ns[PHASE__MAX]; /* adding up to duration_ns */
	size_t bytes;                 /* of the answer's body */
	/* Only with run.keep_targets; otherwise NULL. */
	char *target; /* path and query */
	char *type;   /* of the answer; NULL: none */
};

/** The task of an engine, and its results. */
struct run {
	/* The task. The workflows are fresh from workflow_init(). */
	const struct target *target;
	struct workflow *workflows;
	size_t workflows_count;
	size_t concurrency; /* at most so many workflows in flight; from 1 to
			       workflows_count */
	bool shared;        /* connections serve one workflow after another */
	size_t streams;     /* h2: at most so many requests a connection */
	size_t connections_max; /* h2: at most so many; 0: as needed */
	double rate;       /* workflows begun a second, on schedule; 0: each as
			      soon as concurrency allows */
	bool keep_targets; /* in the samples */
	void (*progress)(void *arg, size_t requests_ended);
	void *progress_arg;

	/* The results. */
	struct sample *samples; /* in the order in which they ended */
	size_t samples_count;
	size_t connections;   /* opened */
	size_t ended;         /* workflows, done or failed */
	pthread_mutex_t lock; /* of the results; for engine_end() only */
	int64_t start_ns;     /* CLOCK_MONOTONIC */
	int64_t started_ns;   /* the same moment by the calendar, since 1970 */
	int64_t wall_ns;
	bool cut; /* an interrupt came before all workflows had ended */
};

/**
 * A way to drive many workflows. Unless run.shared, every workflow opens one
 * connection, keeps it alive, and closes it with its last request. Where many
 * workflows run in one multi handle, libcurl may give a workflow a connection
 * that another has just left.
 */
struct engine {
	const char *name;
	const char *summary;
	/* Ends all workflows, unless there is an interrupt. Returns NULL, or
	 * why the engine could not run at all, which the caller frees. */
	char *(*run)(struct run *run);
	bool one_at_a_time; /* whatever the concurrency */
	bool multiplexes;   /* several requests a connection, at run.streams;
			       needs https */
};

extern const struct engine engine_sync;
extern const struct engine engine_threads;
extern const struct engine engine_poll;
extern const struct engine engine_multi;
extern const struct engine engine_h2;

/** All engines, in the order of the report; NULL ends the list. */
extern const struct engine *const engines[];

/** Return the engine of this name, or NULL. */
const struct engine *engine_find(const char *name);

/** Run run with engine and measure the time. Returns NULL, or why it could not
 * run at all, which the caller frees. */
char *engine_run(const struct engine *engine, struct run *run);

/* For engines: the start and the end of a request of workflow number index.
 * Threads may call them at once for different workflows. */

/** Prepare t for the workflow's next request. */
void engine_begin(struct run *run, size_t index, struct transfer *t);

/** Return how many requests engine has in flight at most, by its nature and the
 * settings of run. */
size_t engine_in_flight(const struct engine *engine, const struct run *run);

/** End a request: keep the sample, feed the workflow. A request that an
 * interrupt has ended is dropped. */
void engine_end(
    struct run *run, size_t index, struct transfer *t, CURLcode code);

/** Free the samples and reset the results. */
void run_done(struct run *run);

#endif
