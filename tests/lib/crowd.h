/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_CROWD_H
#define DOCKING_TESTS_CROWD_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Many clients at once in one thread: each has a connection of its own to a
 * port of 127.0.0.1, sends one request and notes when the whole answer was
 * there.
 */
struct crowd;

/** What became of one client. Times are clock_now_s(). */
struct client {
	double sent_s;     /* the request; 0: not yet */
	double answered_s; /* the whole answer; 0: none yet */
	int status;        /* of the answer; 0: none (yet) */
	bool retry_after;  /* the answer has this header */
	bool broken;       /* the connection ended without an answer */
	char bytes[768];   /* of the answer */
	size_t used;       /* so many of them */
	/* The rest is crowd.c's. */
	int fd;
	bool connected;
	bool greets;         /* its next answer is that to a greeting */
	const char *request; /* or NULL */
};

struct crowd *crowd_new(int port, size_t count);
void crowd_free(struct crowd *c); /* resets what is still open */

/**
 * Begin count more clients, evenly over over_s seconds, and look after all of
 * them meanwhile. request is what each sends; it must stay. With NULL they
 * connect and stay silent.
 */
void crowd_send(
    struct crowd *c, size_t count, const char *request, double over_s);

/** Begin count clients that send this request, and wait until it is answered;
 * their connections stay. */
void crowd_greet(struct crowd *c, size_t count, const char *greeting);

/** Every client that was greeted sends this request. */
void crowd_send_on(struct crowd *c, const char *request);

/** Who begins from now on takes little at a time: a small receive buffer,
 * and small segments. */
void crowd_read_slowly(struct crowd *c);

/** Look after the clients until all have an answer or are broken, or it is
 * until_s. */
void crowd_wait(struct crowd *c, double until_s);

/** End these clients' connections: with FIN, or a reset. */
void crowd_leave(struct crowd *c, size_t from, size_t count, bool reset);

const struct client *crowd_client(const struct crowd *c, size_t i);

/** How many of the clients so far have this status; 0: no answer. */
size_t crowd_count(const struct crowd *c, int status);

/** The quantile q (0 to 1) of the seconds from sending to answer, of the
 * clients with this status; 0 if there are none. */
double crowd_latency_s(const struct crowd *c, int status, double q);

/** The quantile q of these values, which it sorts; 0 if there are none. */
double crowd_quantile(double *values, size_t count, double q);

#endif
