/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SURVIVE_LOAD_H
#define DOCKING_SURVIVE_LOAD_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Clients that write and read all the time, each a thread with a connection of
 * its own. Every write that was acknowledged is noted in a file before the next
 * one is sent, so that what the server promised can be checked afterwards,
 * whatever became of it.
 */
struct load;

struct load_plan {
	int port;
	size_t writers;  /* POST /customers, each with a name of its own */
	size_t readers;  /* GET /users/1 */
	bool retries;    /* a write is sent, same key, until it is done */
	bool aborts;     /* every tenth request's client goes away instead */
	const char *log; /* file of acknowledged writes; it is added to */
};

/** What came of it. */
struct load_result {
	size_t requests;      /* that got an answer or none */
	size_t acknowledged;  /* writes, by a 2xx */
	size_t failed;        /* neither 2xx nor without an answer */
	size_t broken;        /* without an answer */
	size_t statuses[600]; /* of the answers */
	double slowest_s;     /* answer */
	double write_p999_s;  /* of the answers to writes */
	double read_p99_s;
	char first_failure[160]; /* of the answer; "" if there was none */
};

struct load *load_start(const struct load_plan *plan);

/** How many answers there were so far. */
size_t load_answers(const struct load *load);

/** Let each client finish its request, and end. */
void load_end(struct load *load);

/** The same, and wait until all have ended. */
void load_stop(struct load *load, struct load_result *ret);

/** What a log of acknowledged writes says of a database. */
struct load_check {
	size_t acknowledged; /* lines of the log */
	size_t missing;      /* that are not in the database as sent */
	size_t twice;        /* names that more than one record has */
	char fault[200];     /* "" if the database could be read */
};

struct load_check load_compare(const char *log, const char *database);

#endif
