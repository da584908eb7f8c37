/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TRANSFER_H
#define DOCKING_TRANSFER_H

#include "target.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRANSFER_BODY_MAX = 16 * 1024 * 1024 /* bytes of one answer */ };

/**
 * One easy handle and the answer that it receives. All engines use it, so
 * that options, limits and clocks are the same in each and only the way of
 * driving differs.
 *
 * Life cycle: transfer_new(); for each request transfer_begin(), let libcurl
 * run easy, transfer_end(); transfer_free().
 */
struct transfer {
	CURL *easy;
	char error[CURL_ERROR_SIZE];

	/* The answer so far. */
	char *body;
	size_t body_length;
	size_t body_size; /* of the buffer */
	bool too_large;
	double delay_ms; /* the server's "delay" in Server-Timing; -1: none */

	/* Valid after transfer_end(). */
	long status; /* HTTP; 0: no complete answer */
	int64_t start_ns;
	int64_t end_ns;
	long connections; /* that the request opened: 0 or 1, or more if
			     addresses were tried */
};

/** The options common to all engines. t must outlive the result. Ends the
 * program when memory runs out. */
struct transfer *transfer_new(const struct target *t);

/**
 * Prepare GET base_url + path. fresh: on a new connection; last: close the
 * connection afterwards. Starts the clock.
 */
void transfer_begin(struct transfer *t, const struct target *target,
    const char *path, bool fresh, bool last);

/** libcurl is done with easy and gave code. Stops the clock. */
void transfer_end(struct transfer *t, CURLcode code);

/** What code means, in libcurl's words or ours. Valid until the next call. */
const char *transfer_error(const struct transfer *t, CURLcode code);

void transfer_free(struct transfer *t);

#endif
