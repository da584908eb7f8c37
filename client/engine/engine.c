/*
 * engine.c: the table of engines, and the start and end of a request, which all
 * engines share: so they differ in nothing but the way of waiting.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/engine.h"

#include "lib/alloc.h"
#include "lib/clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct engine *const engines[] = { &engine_sync, &engine_threads,
	&engine_poll, &engine_multi, &engine_h2, NULL };

const struct engine *
engine_find(const char *name)
{
	for (size_t i = 0; engines[i] != NULL; i++)
		if (strcmp(engines[i]->name, name) == 0)
			return engines[i];
	return NULL;
}

char *
engine_run(const struct engine *engine, struct run *run)
{
	run->samples = alloc_zeroed(
	    run->workflows_count * run->workflows[0].plan->steps_count,
	    sizeof(*run->samples));
	pthread_mutex_init(&run->lock, NULL);
	run->started_ns = clock_calendar_ns();
	run->start_ns = clock_now_ns();
	char *why = engine->run(run);
	run->wall_ns = clock_now_ns() - run->start_ns;
	run->cut = run->ended < run->workflows_count;
	pthread_mutex_destroy(&run->lock);
	return why;
}

void
engine_begin(struct run *run, size_t index, struct transfer *t)
{
	const struct workflow *w = &run->workflows[index];
	struct curl_slist *headers = NULL;
	char *line;
	for (size_t i = 0; (line = workflow_header(w, i)) != NULL; i++) {
		/* libcurl omits a header "Name:", but sends "Name;" as an empty
		 * one. */
		char *colon = strchr(line, ':');
		if (colon != NULL &&
		    colon[1 + strspn(colon + 1, " \t")] == '\0')
			memcpy(colon, ";", sizeof(";"));
		headers = alloc_checked(curl_slist_append(headers, line));
		free(line);
	}
	transfer_begin(t, run->target,
	    &(struct transfer_request){ .method = w->method,
		.path = w->target,
		.body = w->body,
		.body_is_json = w->body_is_json,
		.headers = headers,
		.keep_headers = workflow_needs_headers(w),
		.fresh = !run->shared && w->step == 0,
		.last = !run->shared && workflow_is_last_step(w) });
}

size_t
engine_in_flight(const struct engine *engine, const struct run *run)
{
	if (engine->one_at_a_time)
		return 1;
	size_t streams =
	    engine->multiplexes ? run->connections_max * run->streams : 0;
	return streams > 0 && streams < run->concurrency ? streams
							 : run->concurrency;
}

void
engine_end(struct run *run, size_t index, struct transfer *t, CURLcode code)
{
	struct workflow *w = &run->workflows[index];
	transfer_end(t, code); /* stops the clock: before any waiting */
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return;
	struct sample sample = {
		.workflow = index,
		.step = w->step,
		.start_ns = t->start_ns - run->start_ns,
		.duration_ns = t->end_ns - t->start_ns,
		.delay_ns = t->delay_ms < 0 ? -1 : llround(t->delay_ms * 1e6),
		.status = t->status,
		.bytes = t->body_length,
	};
	memcpy(sample.phase_ns, t->phase_ns, sizeof(sample.phase_ns));
	if (run->keep_targets) {
		const char *type = transfer_media_type(t);
		sample.target = alloc_string(w->target);
		sample.type = type != NULL ? alloc_string(type) : NULL;
	}
	if (code == CURLE_OK)
		workflow_feed(w, &(struct workflow_answer){ .status = t->status,
				     .body = t->body,
				     .body_length = t->body_length,
				     .headers = t->headers,
				     .headers_length = t->headers_length });
	else
		workflow_fail(w, "%s %s: %s", w->method, w->target,
		    transfer_error(t, code));

	pthread_mutex_lock(&run->lock);
	run->samples[run->samples_count++] = sample;
	run->connections += (size_t)t->connections;
	run->ended += w->state != WORKFLOW_NEXT;
	if (run->progress != NULL)
		run->progress(run->progress_arg, run->samples_count);
	pthread_mutex_unlock(&run->lock);
}

void
run_done(struct run *run)
{
	for (size_t i = 0; i < run->samples_count; i++) {
		free(run->samples[i].target);
		free(run->samples[i].type);
	}
	free(run->samples);
	run->samples = NULL;
	run->samples_count = 0;
}
