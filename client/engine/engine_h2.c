/*
 * engine_h2.c: HTTP/2 over TLS: several requests at once on each of a few
 * connections, on the same event loop as engine_multi.c.
 *
 * A multi handle has one connection, and as many transfers as the connection
 * may have streams: so no request ever waits inside libcurl.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/loop.h"

static char *
run_h2(struct run *run)
{
	const struct loop_shape shape = {
		.shard_slots = run->streams,
		.multiplex = true,
	};
	/* Here a connection never belongs to one workflow. */
	run->shared = true;
	return loop_run(run, &shape, engine_in_flight(&engine_h2, run));
}

const struct engine engine_h2 = {
	.name = "h2",
	.summary = "HTTP/2 over TLS: several requests a connection at once",
	.run = run_h2,
	.multiplexes = true,
};
