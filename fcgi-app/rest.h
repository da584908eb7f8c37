/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REST_H
#define DOCKING_REST_H

#include "buffer.h"
#include "fault.h"
#include "gzip.h"
#include "listing.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * What has not been sent yet of an answer that has begun: a listing that is
 * still being made, or a body that drips. Zeroed is nothing.
 */
struct rest {
	bool begun;
	int waits;               /* one after another, for a slow reader */
	struct listing *listing; /* owned; NULL: no more than body */
	struct gzip_sum gzip;    /* begun: of what has been sent of it */
	struct buffer body;      /* of a drip: what is made; owned */
	size_t sent;             /* of body */
	size_t bytes;            /* of a drip's piece; 0: none drips */
	int64_t every_ns;        /* a piece */
	int64_t due_ns;          /* of the next one (CLOCK_MONOTONIC) */
	int64_t hurry_ns;        /* from then on nothing waits */
	bool broken;             /* there is no more, and no end */
};

/** Let body, and what the listing may add, drip as fault says, from now_ns on,
 * for most_ns at most: then what is left goes at once. Takes what is in body.
 */
void rest_drip(struct rest *rest, struct buffer *body,
    const struct fault_rule *fault, int64_t now_ns, int64_t most_ns);

/** Break off what was sent until now_ns. */
void rest_break(struct rest *rest, int64_t now_ns);

/**
 * Make the next piece of an empty buffer. *ret_done says that it was the last.
 * Errors are listing_next()'s and gzip_piece()'s, or ERR_FAULT: it is broken
 * off.
 */
enum err rest_next(struct rest *rest, struct store *store, struct gzip **gzip,
    int64_t now_ns, struct buffer *piece, bool *ret_done);

/** When to look again for room for the next piece, now that there is none. */
int64_t rest_retry_ns(struct rest *rest, int64_t now_ns);

/** Is there anything? */
bool rest_is_left(const struct rest *rest);

void rest_done(struct rest *rest);

#endif
