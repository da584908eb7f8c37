/*
 * rest.c: what is left to send of an answer that has begun, in pieces.
 *
 * A piece of a listing goes out as soon as there is room; one of a drip also
 * has its time. Who sends it parks until then: a drip holds no thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "rest.h"

#include <math.h>

/* A slow reader is looked after when 1 ms has gone by, then 2, 4 and so on up
 * to this power of 2. */
enum { LONGEST_WAIT = 7 };

/* Over HTTP/2 the web server forgets what it has not passed on yet when a
 * stream breaks off: time for it to do so. */
enum { BREAK_AFTER_NS = 20000000 };

void
rest_drip(struct rest *rest, struct buffer *body,
    const struct fault_rule *fault, int64_t now_ns, int64_t most_ns)
{
	rest->body = *body;
	*body = (struct buffer){ .bytes = NULL };
	rest->bytes = (size_t)fault->number;
	rest->every_ns = llround(fault->seconds * 1e9);
	rest->due_ns = now_ns;
	rest->hurry_ns = now_ns + most_ns;
}

void
rest_break(struct rest *rest, int64_t now_ns)
{
	rest->broken = true;
	rest->due_ns = now_ns + BREAK_AFTER_NS;
}

/* The listing's next piece, as it is sent. */
static enum err
make_piece(struct rest *rest, struct store *store, struct gzip **gzip,
    struct buffer *piece, bool *ret_done)
{
	enum err err = listing_next(rest->listing, store, piece, ret_done);
	if (err == ERR_OK && rest->gzip.begun)
		err = gzip_piece(gzip, &rest->gzip, *ret_done, piece);
	return err;
}

enum err
rest_next(struct rest *rest, struct store *store, struct gzip **gzip,
    int64_t now_ns, struct buffer *piece, bool *ret_done)
{
	rest->waits = 0;
	if (rest->broken)
		return ERR_FAULT;
	if (rest->bytes == 0)
		return make_piece(rest, store, gzip, piece, ret_done);
	size_t made = rest->body.length - rest->sent;
	size_t length = made < rest->bytes ? made : rest->bytes;
	rest->due_ns += rest->every_ns;
	if (rest->due_ns >= rest->hurry_ns) {
		rest->due_ns = now_ns;
		length = made;
	}
	buffer_add(piece, rest->body.bytes + rest->sent, length);
	rest->sent += length;
	bool ended = rest->listing == NULL;
	if (rest->sent == rest->body.length && !ended) {
		buffer_clear(&rest->body);
		rest->sent = 0;
		enum err err =
		    make_piece(rest, store, gzip, &rest->body, &ended);
		if (err != ERR_OK)
			return err;
		if (ended) {
			listing_free(rest->listing);
			rest->listing = NULL;
		}
	}
	*ret_done = !rest_is_left(rest);
	return buffer_error(piece);
}

int64_t
rest_retry_ns(struct rest *rest, int64_t now_ns)
{
	int64_t wait_ns = (int64_t)1000000 << rest->waits;
	rest->waits += rest->waits < LONGEST_WAIT;
	return now_ns + wait_ns;
}

bool
rest_is_left(const struct rest *rest)
{
	return rest->broken || rest->listing != NULL ||
	       rest->sent < rest->body.length;
}

void
rest_done(struct rest *rest)
{
	listing_free(rest->listing);
	buffer_free(&rest->body);
	*rest = (struct rest){ .listing = NULL };
}
