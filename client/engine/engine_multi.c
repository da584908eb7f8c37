/*
 * engine_multi.c: the fast form of concurrency with libcurl: as many
 * connections as workflows in flight, on one event loop.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/loop.h"

static char *
run_multi(struct run *run)
{
	static const struct loop_shape shape = {
		.shard_slots = 32, /* measured: 16 to 64 do not differ */
	};
	return loop_run(run, &shape, run->concurrency);
}

const struct engine engine_multi = {
	.name = "multi",
	.summary = "many transfers at once in one thread, on an event loop",
	.run = run_multi,
};
