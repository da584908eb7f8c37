/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_BAD_API_H
#define DOCKING_TESTS_BAD_API_H

#include "scripted_server.h"

#include <stdbool.h>

/**
 * A small Docking API, to be played by scripted_server.h, that misbehaves on
 * request and remembers what a client did. It answers
 *
 *   GET /users?role=sales      BAD_API_PEOPLE people, n1, n2...
 *   GET /users?name=nK         one of them, with the id K
 *   GET /customers?salesId=K   one customer of K's
 *
 * as the Python original does: \u escapes for what is not ASCII, and nothing
 * about its delay.
 */

enum {
	BAD_API_PEOPLE = 40,
	BAD_API_CONNECTIONS_MAX = 1024, /* of which it remembers the requests */
};

enum bad_fault {
	BAD_NOTHING,
	BAD_ANSWER,          /* status and body are the script's */
	BAD_STALL,           /* not a byte */
	BAD_STALL_IN_HEADER, /* half of it, then not a byte */
	BAD_CLOSE,           /* not a byte, and the connection ends */
	BAD_CLOSE_IN_BODY,   /* half of what Content-Length says */
	BAD_RESET,           /* TCP's RST */
	BAD_CLOSE_UNTOLD,    /* a good, kept-alive answer, then the end */
	BAD_CHUNKED,         /* good, in chunks of a byte */
	BAD_CHUNK_SIZE,      /* "zz" is not a size */
	BAD_ENDLESS_BODY,    /* and no length */
	BAD_LARGE_BODY,      /* 17 MiB, with its length */
	BAD_ENDLESS_HEADER,
	BAD_NOT_HTTP,
};

/** What it does to a client. */
struct bad_script {
	/* Faults befall only the requests whose target starts with this;
	 * NULL: none. */
	const char *target;
	enum bad_fault fault;
	int skip; /* so many of them are answered well before */

	/* For BAD_ANSWER; body_length 0 is that of a string. */
	int status;
	const char *body;
	size_t body_length;

	const char *server_timing; /* of every answer; NULL: no such header */
	int delay_ms;              /* of the two requests of a workflow */
};

/** What a client did. */
struct bad_seen {
	int requests;
	int lists;          /* of which for /users?role=sales */
	int capacities;     /* of which for /capacity, which it has not */
	int most_in_flight; /* requests, at any time */
	int connections;    /* with at least one request */
	int pairs;     /* of which with two requests: first a workflow's first,
			  then one's second */
	int own_pairs; /* of which with both of the same workflow */
};

/** A bad server's state. The caller sets the script; the rest begins as 0. */
struct bad_api {
	struct bad_script script;
	int befallen; /* requests that the script's target matched */
	struct bad_seen seen;
	struct {
		int requests;
		int found; /* whom the first request asked for */
		bool pair;
		bool own;
	} connections[BAD_API_CONNECTIONS_MAX];
};

/** The scripted_play of a struct bad_api. */
void bad_api_play(void *api, const struct scripted_request *request,
    struct scripted_answer *answer);

/** Tell what a client did, once the server has stopped with heard. */
struct bad_seen bad_api_seen(
    const struct bad_api *api, const struct scripted_seen *heard);

#endif
