/*
 * engine_sync.c: one easy handle, one request after another: the textbook
 * form, and what every other engine is compared with.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/engine.h"

#include "engine/schedule.h"
#include "lib/interrupt.h"

static char *
run_sync(struct run *run)
{
	struct transfer *t = transfer_new(run->target);
	transfer_heed_interrupt(t);
	for (size_t i = 0; i < run->workflows_count; i++) {
		if (!schedule_wait(run, i))
			break;
		while (run->workflows[i].state == WORKFLOW_NEXT &&
		       !interrupt_requested()) {
			engine_begin(run, i, t);
			engine_end(run, i, t, curl_easy_perform(t->easy));
		}
	}
	transfer_free(t);
	return NULL;
}

const struct engine engine_sync = {
	.name = "sync",
	.summary = "one easy handle, one request after another",
	.run = run_sync,
	.one_at_a_time = true,
};
