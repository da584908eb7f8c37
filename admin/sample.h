/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_SAMPLE_H
#define DOCKING_ADMIN_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A server, asked over HTTP. */

/** What it is like, from GET /capacity. */
struct sample_server {
	double max_delay_s; /* of what a request asks for */
	size_t places;      /* requests that it holds at once */
};

/** Ask the server at url. Returns false, and puts one line into why (size
 * bytes), if it cannot be reached or says something else. */
bool sample_ask(
    const char *url, struct sample_server *ret_server, char *why, size_t size);

/** What to send. */
struct sample_plan {
	const char *url;
	const char *rule;   /* as Docking-Delay has it */
	size_t count;       /* of requests, each for another target */
	size_t at_once;     /* of them under way; at least 1 */
	int64_t longest_ns; /* of a delay */
};

/**
 * Send them all. drawn_ns[i] is then what the server says that it has waited
 * on purpose, and waited_ns[i] how long it was from the connection, with which
 * the request is sent, to the answer's first byte. Returns as sample_ask().
 */
bool sample_run(const struct sample_plan *plan, int64_t *drawn_ns,
    int64_t *waited_ns, char *why, size_t size);

#endif
