/*
 * remainder.c: sends the remainder of an answer that has begun, in pieces.
 *
 * A piece of a listing goes out as soon as there is room; a piece of a drip
 * also has its time. The thread parks the exchange until then: a drip occupies
 * no thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "serve/remainder.h"

#include <math.h>

/* A slow reader is checked again after 1 ms, then 2, 4 and so on up to this
 * power of 2. */
enum { LONGEST_WAIT = 7 };

/* Before breaking off: over HTTP/2 the web server drops what it has not passed
 * on when a stream breaks off, so give it time to pass it on. */
enum { BREAK_AFTER_NS = 20000000 };

void
remainder_drip(struct remainder *r, struct buffer *body,
    const struct fault_rule *fault, int64_t now_ns, int64_t most_ns)
{
	r->body = *body;
	*body = (struct buffer){ .bytes = NULL };
	r->bytes = (size_t)fault->number;
	r->every_ns = llround(fault->seconds * 1e9);
	r->due_ns = now_ns;
	r->hurry_ns = now_ns + most_ns;
}

void
remainder_break(struct remainder *r, int64_t now_ns)
{
	r->broken = true;
	r->due_ns = now_ns + BREAK_AFTER_NS;
}

/* Make the listing's next piece, as it is sent. */
static enum err
make_piece(struct remainder *r, struct store *store, struct gzip **gzip,
    struct buffer *piece, bool *ret_done)
{
	enum err err = listing_next(r->listing, store, piece, ret_done);
	if (err == ERR_OK && r->gzip.begun)
		err = gzip_piece(gzip, &r->gzip, *ret_done, piece);
	return err;
}

enum err
remainder_next(struct remainder *r, struct store *store, struct gzip **gzip,
    int64_t now_ns, struct buffer *piece, bool *ret_done)
{
	r->waits = 0;
	if (r->broken)
		return ERR_FAULT;
	if (r->bytes == 0)
		return make_piece(r, store, gzip, piece, ret_done);
	size_t made = r->body.length - r->sent;
	size_t length = made < r->bytes ? made : r->bytes;
	r->due_ns += r->every_ns;
	if (r->due_ns >= r->hurry_ns) {
		r->due_ns = now_ns;
		length = made;
	}
	buffer_add(piece, r->body.bytes + r->sent, length);
	r->sent += length;
	bool ended = r->listing == NULL;
	if (r->sent == r->body.length && !ended) {
		buffer_clear(&r->body);
		r->sent = 0;
		enum err err = make_piece(r, store, gzip, &r->body, &ended);
		if (err != ERR_OK)
			return err;
		if (ended) {
			listing_free(r->listing);
			r->listing = NULL;
		}
	}
	*ret_done = !remainder_is_left(r);
	return buffer_error(piece);
}

int64_t
remainder_retry_ns(struct remainder *r, int64_t now_ns)
{
	int64_t wait_ns = (int64_t)1000000 << r->waits;
	r->waits += r->waits < LONGEST_WAIT;
	return now_ns + wait_ns;
}

bool
remainder_is_left(const struct remainder *r)
{
	return r->broken || r->listing != NULL || r->sent < r->body.length;
}

void
remainder_done(struct remainder *r)
{
	listing_free(r->listing);
	buffer_free(&r->body);
	*r = (struct remainder){ .listing = NULL };
}
