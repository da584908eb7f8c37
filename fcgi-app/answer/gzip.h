/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_GZIP_H
#define DOCKING_GZIP_H

#include "lib/buffer.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * gzip (RFC 1952) of a body that is made in pieces. Pieces are compressed
 * independently, so an answer that waits for its reader keeps only a struct
 * gzip_sum; the compressor, a quarter of a MB, belongs to the thread.
 */

/** The shortest body, in bytes, for which compression saves packets. */
enum { GZIP_LEAST = 1024 };

/** The state of an answer between its pieces; zeroed before the first. */
struct gzip_sum {
	bool begun;
	uint32_t crc;
	uint32_t length; /* modulo 2^32, as at the end of the format */
};

/** A thread's compressor; NULL before its first use. */
struct gzip;

/**
 * Replace piece by its compressed form; last adds the end of the format. On
 * ERR_NO_MEMORY piece is useless.
 */
enum err gzip_piece(
    struct gzip **gzip, struct gzip_sum *sum, bool last, struct buffer *piece);

/** Free a compressor; NULL is allowed. */
void gzip_free(struct gzip *gzip);

#endif
