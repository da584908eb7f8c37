/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_GZIP_H
#define DOCKING_GZIP_H

#include "lib/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * gzip (RFC 1952) of a body that is made in pieces. Each piece is compressed by
 * itself, so an answer that waits for its reader keeps no more than what is in
 * struct gzip_sum; the compressor, a quarter of a MB, is a thread's.
 */

/** Of less it makes no fewer packets. */
enum { GZIP_LEAST = 1024 };

/** What an answer remembers between its pieces; zeroed is the beginning. */
struct gzip_sum {
	bool begun;
	uint32_t crc;
	uint32_t length; /* modulo 2^32, as at the end of the format */
};

/** A thread's compressor; NULL before the first piece. */
struct gzip;

/**
 * Put the compressed form of a piece in its place. last: with the end of the
 * format. ERR_NO_MEMORY; piece is then of no use.
 */
enum err gzip_piece(
    struct gzip **gzip, struct gzip_sum *sum, bool last, struct buffer *piece);

/** NULL is allowed. */
void gzip_free(struct gzip *gzip);

#endif
