/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REMAINDER_H
#define DOCKING_REMAINDER_H

#include "answer/gzip.h"
#include "answer/listing.h"
#include "lib/buffer.h"
#include "settings/fault.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * The part of an answer that is still to be sent: a listing that is still being
 * made, or a body that drips. Zeroed: nothing.
 */
struct remainder {
	bool begun;              /* the answer is on its way */
	int waits;               /* so far in a row for a slow reader */
	struct listing *listing; /* owned; NULL: body is everything */
	struct gzip_sum gzip;    /* if begun, of the part sent so far */
	struct buffer body;      /* of a drip: the part made so far; owned */
	size_t sent;             /* of body */
	size_t bytes;            /* of a drip's piece; 0: it does not drip */
	int64_t every_ns;        /* a piece */
	int64_t due_ns;          /* of the next piece (CLOCK_MONOTONIC) */
	int64_t hurry_ns;        /* deadline: after this, send all at once */
	bool broken; /* cut off on purpose: omit FastCGI's end record */
};

/** Let body, and the listing behind it, drip as fault says, from now_ns on, for
 * at most most_ns: then everything is sent at once. Takes body's bytes. */
void remainder_drip(struct remainder *r, struct buffer *body,
    const struct fault_rule *fault, int64_t now_ns, int64_t most_ns);

/** Break off the answer, whose first bytes were sent until now_ns. */
void remainder_break(struct remainder *r, int64_t now_ns);

/**
 * Make the next piece in an empty buffer. *ret_done is true after the last
 * piece. Errors are listing_next()'s and gzip_piece()'s, or ERR_FAULT: the
 * answer is broken off.
 */
enum err remainder_next(struct remainder *r, struct store *store,
    struct gzip **gzip, int64_t now_ns, struct buffer *piece, bool *ret_done);

/** Return when to check again for room for the next piece, now that there is no
 * room. */
int64_t remainder_retry_ns(struct remainder *r, int64_t now_ns);

/** Return true if anything is left to send. */
bool remainder_is_left(const struct remainder *r);

void remainder_done(struct remainder *r);

#endif
