/*
 * engine_poll.c: one multi handle and curl_multi_poll(): the textbook form of
 * concurrency with libcurl. It is a third of engine_multi.c's length, and
 * walks all transfers at every turn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/engine.h"

#include "engine/schedule.h"
#include "lib/alloc.h"
#include "lib/interrupt.h"

#include <stdlib.h>
#include <unistd.h>

enum { POLL_MS = 1000 /* libcurl's own time-outs end the wait earlier */ };

struct slot {
	struct transfer *transfer;
	size_t workflow;
};

struct pool {
	struct run *run;
	CURLM *multi;
	struct slot *slots;
	struct slot **idle; /* those that run no workflow */
	size_t idle_count;
	size_t next;  /* workflow not yet begun */
	int timer_fd; /* readable when that is due */
};

static void
begin(struct pool *pool, struct slot *slot)
{
	engine_begin(pool->run, slot->workflow, slot->transfer);
	curl_multi_add_handle(pool->multi, slot->transfer->easy);
}

/* Begin the workflows that are due, as far as slots are idle. */
static void
begin_due(struct pool *pool)
{
	struct run *run = pool->run;
	while (pool->next < run->workflows_count && pool->idle_count > 0) {
		if (!schedule_is_due(run, pool->next)) {
			schedule_timer_set(pool->timer_fd, run, pool->next);
			return;
		}
		struct slot *slot = pool->idle[--pool->idle_count];
		if (slot->transfer == NULL) {
			slot->transfer = transfer_new(run->target);
			curl_easy_setopt(
			    slot->transfer->easy, CURLOPT_PRIVATE, slot);
		}
		slot->workflow = pool->next++;
		begin(pool, slot);
	}
	if (run->rate > 0)
		schedule_timer_stop(pool->timer_fd);
}

/* Handle finished requests: begin their workflows' next ones, or mark the slots
 * idle. */
static void
end_finished(struct pool *pool)
{
	int left;
	CURLMsg *message;
	while ((message = curl_multi_info_read(pool->multi, &left)) != NULL) {
		CURLcode code = message->data.result;
		struct slot *slot;
		curl_easy_getinfo(
		    message->easy_handle, CURLINFO_PRIVATE, &slot);
		curl_multi_remove_handle(pool->multi, slot->transfer->easy);
		engine_end(pool->run, slot->workflow, slot->transfer, code);
		if (pool->run->workflows[slot->workflow].state == WORKFLOW_NEXT)
			begin(pool, slot);
		else
			pool->idle[pool->idle_count++] = slot;
	}
}

static char *
run_poll(struct run *run)
{
	struct pool pool = { .run = run,
		.multi = alloc_checked(curl_multi_init()),
		.slots = alloc_zeroed(run->concurrency, sizeof(struct slot)),
		.idle = alloc_zeroed(run->concurrency, sizeof(struct slot *)),
		.timer_fd = schedule_timer_new() };
	/* Otherwise libcurl closes kept-alive connections to make room. */
	curl_multi_setopt(
	    pool.multi, CURLMOPT_MAXCONNECTS, (long)(2 * run->concurrency));
	while (pool.idle_count < run->concurrency) {
		size_t last = run->concurrency - 1 - pool.idle_count;
		pool.idle[pool.idle_count++] = &pool.slots[last];
	}
	begin_due(&pool);
	while (run->ended < run->workflows_count && !interrupt_requested()) {
		struct curl_waitfd beside[] = {
			{ .fd = pool.timer_fd, .events = CURL_WAIT_POLLIN },
			{ .fd = interrupt_fd(), .events = CURL_WAIT_POLLIN },
		};
		int left;
		curl_multi_perform(pool.multi, &left);
		end_finished(&pool);
		begin_due(&pool);
		if (run->ended < run->workflows_count)
			curl_multi_poll(pool.multi, beside, 2, POLL_MS, NULL);
	}
	for (size_t i = 0; i < run->concurrency; i++)
		transfer_free(pool.slots[i].transfer);
	curl_multi_cleanup(pool.multi);
	close(pool.timer_fd);
	free(pool.idle);
	free(pool.slots);
	return NULL;
}

const struct engine engine_poll = {
	.name = "poll",
	.summary = "one multi handle and curl_multi_poll(), the textbook form",
	.run = run_poll,
};
