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
	int waits;               /* one after another, for a slow reader */
	struct listing *listing; /* owned; NULL: no more than body */
	struct gzip_sum gzip;    /* begun: of the part that has been sent */
	struct buffer body;      /* of a drip: the part that is made; owned */
	size_t sent;             /* of body */
	size_t bytes;            /* of a drip's piece; 0: it does not drip */
	int64_t every_ns;        /* a piece */
	int64_t due_ns;          /* of the next piece (CLOCK_MONOTONIC) */
	int64_t hurry_ns;        /* deadline: then send the rest at once */
	bool broken; /* cut off on purpose: do not send FastCGI's end */
};

/** Let body, and what the listing may add, drip as fault says, from now_ns on,
 * for most_ns at most: then the rest goes at once. Takes body's bytes. */
void remainder_drip(struct remainder *r, struct buffer *body,
    const struct fault_rule *fault, int64_t now_ns, int64_t most_ns);

/** Break off the answer, of which the first bytes were sent until now_ns. */
void remainder_break(struct remainder *r, int64_t now_ns);

/**
 * Make the next piece of an empty buffer. *ret_done says that it was the last.
 * Errors are listing_next()'s and gzip_piece()'s, or ERR_FAULT: the answer is
 * broken off.
 */
enum err remainder_next(struct remainder *r, struct store *store,
    struct gzip **gzip, int64_t now_ns, struct buffer *piece, bool *ret_done);

/** Return when to look again for room for the next piece, now that there is
 * none. */
int64_t remainder_retry_ns(struct remainder *r, int64_t now_ns);

/** Is there anything left to send? */
bool remainder_is_left(const struct remainder *r);

void remainder_done(struct remainder *r);

#endif
