/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TRANSFER_H
#define DOCKING_TRANSFER_H

#include "engine/phase.h"
#include "engine/target.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A request to be made; everything is borrowed. */
struct transfer_request {
	const char *method;
	const char *path;           /* and query */
	const char *body;           /* NULL: none */
	bool body_is_json;          /* else it is a form, if nothing else is
				       said in the headers */
	struct curl_slist *headers; /* owned by the transfer from now on */
	bool keep_headers;          /* of the answer */
	bool fresh;                 /* on a new connection */
	bool last;                  /* close the connection afterwards */
};

enum { TRANSFER_BODY_MAX = 16 * 1024 * 1024 /* bytes of one answer */ };

/**
 * An easy handle and the answer that it receives. All engines use it, so that
 * options, limits and clocks are the same in each and only the way of driving
 * differs.
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
	char *headers; /* as they came, if the request asked to keep them */
	size_t headers_length;
	double delay_ms; /* the server's "delay" in Server-Timing; -1: none */
	double app_ms;   /* its "app"; -1: none */
	struct curl_slist *request_headers; /* of the last request; owned */
	bool keep_headers;

	/* Valid after transfer_end(). */
	long status; /* HTTP; 0: no complete answer */
	int64_t start_ns;
	int64_t end_ns;
	int64_t phase_ns[PHASE__MAX]; /* they add up to end - start */
	long connections; /* that the request opened: 0 or 1, or more if
			     addresses were tried */
};

/** Make an easy handle with the options common to all engines. t must outlive
 * the result. Ends the program when memory runs out. */
struct transfer *transfer_new(const struct target *t);

/** Let an interrupt end transfers that are driven by curl_easy_perform(), which
 * otherwise nothing could end: with CURLE_ABORTED_BY_CALLBACK, after a second
 * at most. */
void transfer_heed_interrupt(struct transfer *t);

/**
 * Prepare a request. Method, path and body must live until transfer_end(); r
 * itself need not. Starts the clock.
 */
void transfer_begin(struct transfer *t, const struct target *target,
    const struct transfer_request *r);

/** End the request after libcurl is done with easy and returned code. Stops the
 * clock. */
void transfer_end(struct transfer *t, CURLcode code);

/** GET path on a connection of its own. */
CURLcode transfer_get(
    struct transfer *t, const struct target *target, const char *path);

/** Return the answer's media type, or NULL. Valid until the next request. */
const char *transfer_media_type(const struct transfer *t);

/** Return the meaning of code, in libcurl's words or ours. Valid until the next
 * call. */
const char *transfer_error(const struct transfer *t, CURLcode code);

void transfer_free(struct transfer *t);

/** Connect to the server once. Returns NULL, or why it failed, which the caller
 * frees. */
char *transfer_connect(const struct target *target);

#endif
