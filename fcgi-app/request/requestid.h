/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUESTID_H
#define DOCKING_REQUESTID_H

#include <stdatomic.h>
#include <stddef.h>

/** What a request is called in its answer and in the access log: the client's
 * name for it (X-Request-Id), or a new one. */

enum {
	REQUESTID_MAX = 128,        /* characters of a client's */
	REQUESTID_PREFIX_SIZE = 18, /* 64 bits in hexadecimal, and a dash */
	REQUESTID_NEW_SIZE = 37,    /* bytes of a new one, with its NUL */
};

/** Makes ids that nobody else makes: random bits, which are this process's,
 * and a number. */
struct requestid_source {
	char prefix[REQUESTID_PREFIX_SIZE];
	atomic_int_fast64_t count;
};

void requestid_init(struct requestid_source *source);

/**
 * The id of a request: sent, if it is 1 to REQUESTID_MAX letters, digits and
 * . _ ~ + / = : @ -, which are harmless wherever an id is written; else (also
 * for NULL) a new one, in made. Thread-safe.
 */
const char *requestid_of(struct requestid_source *source, const char *sent,
    char made[REQUESTID_NEW_SIZE]);

#endif
