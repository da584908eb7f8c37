/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUESTID_H
#define DOCKING_REQUESTID_H

#include <stdatomic.h>
#include <stddef.h>

/** The id of a request in its answer and in the access log: the client's
 * (X-Request-Id), or a new one. */

enum {
	REQUESTID_MAX = 128,        /* characters of a client's id */
	REQUESTID_PREFIX_SIZE = 18, /* 64 bits in hexadecimal, and a dash */
	REQUESTID_NEW_SIZE = 37,    /* bytes of a new one, with its NUL */
};

/** A source of unique ids: random bits of this process, and a counter. */
struct requestid_source {
	char prefix[REQUESTID_PREFIX_SIZE];
	atomic_int_fast64_t count;
};

void requestid_init(struct requestid_source *source);

/**
 * Return the id of a request: sent, if it has 1 to REQUESTID_MAX letters,
 * digits and . _ ~ + / = : @ -, which are harmless wherever an id is written;
 * otherwise, or if sent is NULL, a new id, in made. Thread-safe.
 */
const char *requestid_of(struct requestid_source *source, const char *sent,
    char made[REQUESTID_NEW_SIZE]);

#endif
