/*
 * engine_poll.c: one multi handle and curl_multi_poll(): the textbook form of
 * concurrency with libcurl. It is a third of engine_multi.c's length, and
 * walks all transfers at every turn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine.h"

#include "alloc.h"

#include <stdlib.h>

enum { POLL_MS = 1000 /* libcurl's own time-outs end the wait earlier */ };

/* Runs one workflow at a time. */
struct slot {
	struct transfer *transfer;
	size_t workflow;
};

static void
begin(struct run *run, CURLM *multi, struct slot *slot)
{
	engine_begin(run, slot->workflow, slot->transfer);
	curl_multi_add_handle(multi, slot->transfer->easy);
}

static char *
run_poll(struct run *run)
{
	CURLM *multi = alloc_checked(curl_multi_init());
	/* Else libcurl closes kept-alive connections to make room. */
	curl_multi_setopt(
	    multi, CURLMOPT_MAXCONNECTS, (long)(2 * run->concurrency));
	struct slot *slots = alloc_zeroed(run->concurrency, sizeof(*slots));
	size_t next = 0; /* workflow not yet begun */
	for (; next < run->concurrency; next++) {
		slots[next].transfer = transfer_new(run->target);
		slots[next].workflow = next;
		curl_easy_setopt(
		    slots[next].transfer->easy, CURLOPT_PRIVATE, &slots[next]);
		begin(run, multi, &slots[next]);
	}
	while (run->ended < run->workflows_count) {
		int left;
		curl_multi_perform(multi, &left);
		CURLMsg *message;
		while ((message = curl_multi_info_read(multi, &left)) != NULL) {
			CURLcode code = message->data.result;
			struct slot *slot;
			curl_easy_getinfo(
			    message->easy_handle, CURLINFO_PRIVATE, &slot);
			curl_multi_remove_handle(multi, slot->transfer->easy);
			engine_end(run, slot->workflow, slot->transfer, code);
			if (run->workflows[slot->workflow].state ==
			    WORKFLOW_NEXT) {
				begin(run, multi, slot);
			} else if (next < run->workflows_count) {
				slot->workflow = next++;
				begin(run, multi, slot);
			}
		}
		if (run->ended < run->workflows_count)
			curl_multi_poll(multi, NULL, 0, POLL_MS, NULL);
	}
	for (size_t i = 0; i < run->concurrency; i++)
		transfer_free(slots[i].transfer);
	curl_multi_cleanup(multi);
	free(slots);
	return NULL;
}

const struct engine engine_poll = {
	.name = "poll",
	.summary = "one multi handle and curl_multi_poll(), the textbook form",
	.run = run_poll,
};
