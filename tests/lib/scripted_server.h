/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_SCRIPTED_SERVER_H
#define DOCKING_TESTS_SCRIPTED_SERVER_H

#include <stddef.h>
#include <stdint.h>

/**
 * An HTTP/1.1 server on a free port of 127.0.0.1 that answers what a function
 * of the test says, when it says: to the microsecond, for thousands of
 * requests at once, so that what a client measures has an oracle. It runs in
 * one thread of the test program's.
 */

/** A request; valid during the call. */
struct scripted_request {
	char method[16];
	char target[1024];
	const char *head; /* header lines, each with its CR LF */
	size_t head_length;
	const char *body; /* NUL-terminated */
	int number;       /* of all requests, from 1, as they came */
	int connection;   /* from 1, by their first requests */
};

/** What becomes of the connection after an answer. */
enum scripted_end {
	SCRIPTED_KEEP, /* the next request; it may never be answered */
	SCRIPTED_CLOSE,
	SCRIPTED_RESET, /* TCP's RST */
};

/** An answer, 200 and empty unless the script fills it in. */
struct scripted_answer {
	char interim[256]; /* headers of a 103 before it; empty: no 103 */
	int status;
	char headers[256]; /* each line with its CR LF */
	char body[4096];
	int64_t after_us;      /* from the request to the answer's head */
	int64_t body_after_us; /* from the head to the body */

	/* What is no good HTTP: these bytes, which the server frees, instead of
	 * all that; those from endless_from on, if that is not 0, again and
	 * again. */
	char *bytes;
	size_t length;
	size_t endless_from;
	enum scripted_end end;
};

/** What is answered. Called in the server's thread, and nowhere else. */
typedef void (*scripted_play)(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer);

/** What a client did. */
struct scripted_seen {
	int requests;
	int most_in_flight; /* at any time */
	int connections;    /* with at least one request */
	/* So late was the server itself, in 99 of 100 answers: what the
	 * machine adds to a script. */
	int64_t late_p99_us;
};

struct scripted_server;

/** Starts. Ends the program if it cannot be done. */
struct scripted_server *scripted_server_start(scripted_play play, void *arg);

int scripted_server_port(const struct scripted_server *server);

/** The value of a request's header as a new string, or NULL. */
char *scripted_header(const struct scripted_request *request, const char *name);

/** Ends all connections and the thread, and frees server. */
struct scripted_seen scripted_server_stop(struct scripted_server *server);

#endif
