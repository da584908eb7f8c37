/*
 * serve.c: starts and ends the threads of a process.
 *
 * timer model: acceptors read requests and park those that must wait; answerers
 * take the requests that are due, and a writer those that write. Thousands wait
 * at once. sleep model: acceptors only. A watcher ends parked requests whose
 * clients are gone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/serve.h"

#include "lib/clock.h"
#include "lib/log.h"
#include "serve/worker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Less than the default of 8 MB of address space; the deepest user is SQLite,
 * which needs less than a tenth of this. */
enum { STACK_BYTES = 256 * 1024 };

/* Start count workers, with a store each or without; *ret_running counts them.
 */
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
		workers[i].app.scoreboard = s->scoreboard;
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
	connection_init_library();
	struct serve *s = calloc(1, sizeof(*s));
	if (s != NULL) {
		s->config = config;
		requestid_init(&s->ids);
		s->queue = queue_new();
		s->writes = queue_new();
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
	s->disconnects = disconnects_new(s->queue, s->writes);
	s->scoreboard = scoreboard_open(config->board_file);
	if (s->disconnects == NULL || s->scoreboard == NULL) {
		log_line("%s: %s",
		    s->disconnects == NULL ? "epoll" : config->board_file,
		    strerror(errno));
		serve_free(s);
		return NULL;
	}
	if (!start_workers(s, &s->watcher, parks ? 1 : 0, watcher_run, false,
		&s->watchers_running) ||
	    !start_workers(s, s->writer, writes ? 1 : 0, writer_run, true,
		&s->writers_running) ||
	    !start_workers(s, s->answerers, parks ? config->threads : 0,
		answerer_run, true, &s->answerers_running) ||
	    !start_workers(s, s->acceptors, config->threads, acceptor_run, true,
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
	/* New connections are refused and go to another process; connections in
	 * the queue can still be accepted. libfcgi's own way to stop would drop
	 * them. */
	int64_t limit_ns = clock_now_ns() + s->config->drain_limit_ns;
	atomic_store(&s->limit_ns, limit_ns);
	atomic_store(&s->draining, true);
	scoreboard_set_draining(s->scoreboard);
	shutdown(0, SHUT_RD);
	for (int i = 0; i < s->acceptors_running; i++)
		pthread_join(s->acceptors[i].thread, NULL);
	/* The writer may hand an answer that has begun over to the answerers.
	 */
	queue_close(s->writes, limit_ns);
	for (int i = 0; i < s->writers_running; i++)
		pthread_join(s->writer[i].thread, NULL);
	queue_close(s->queue, limit_ns);
	for (int i = 0; i < s->answerers_running; i++)
		pthread_join(s->answerers[i].thread, NULL);
	disconnects_close(s->disconnects);
	for (int i = 0; i < s->watchers_running; i++)
		pthread_join(s->watcher.thread, NULL);
}

static void
free_workers(struct worker *workers, int count)
{
	for (int i = 0; workers != NULL && i < count; i++) {
		store_close(workers[i].app.store);
		cache_clear(&workers[i].app.cache);
		gzip_free(workers[i].app.gzip);
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
	disconnects_free(s->disconnects);
	queue_free(s->queue);
	queue_free(s->writes);
	scoreboard_close(s->scoreboard);
	free(s);
}
