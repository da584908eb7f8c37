/*
 * gzip.c: the only file that uses zlib.
 *
 * Each piece is deflated (RFC 1951) by itself, without reference to earlier
 * pieces, and ends at a byte boundary. So a sequence of pieces is one stream,
 * with gzip's header in front and the checksum of the content at the end.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct gzip {
	z_stream stream;
	struct buffer out; /* its memory is kept */
};

/* Takes half the time of the default level, for a tenth more bytes. */
enum { LEVEL = 2 };

static struct gzip *
gzip_new(void)
{
	enum { RAW = -MAX_WBITS, MEMORY = 8 /* zlib's own choice */ };
	struct gzip *g = calloc(1, sizeof(*g));
	if (g != NULL && deflateInit2(&g->stream, LEVEL, Z_DEFLATED, RAW,
			     MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

static void
add_deflated(struct gzip *g, const struct buffer *piece, bool last)
{
	char bytes[16384];
	z_stream *z = &g->stream;
	deflateReset(z);
	z->next_in = (Bytef *)piece->bytes;
	z->avail_in = (uInt)piece->length;
	do {
		z->next_out = (Bytef *)bytes;
		z->avail_out = sizeof(bytes);
		deflate(z, last ? Z_FINISH : Z_FULL_FLUSH);
		buffer_add(&g->out, bytes, sizeof(bytes) - z->avail_out);
	} while (z->avail_out == 0);
}

static void
add_little_endian(struct buffer *b, uint32_t number)
{
	for (int i = 0; i < 4; i++, number >>= 8)
		buffer_add(b, &(char){ (char)(number & 0xff) }, 1);
}

enum err
gzip_piece(
    struct gzip **gzip, struct gzip_sum *sum, bool last, struct buffer *piece)
{
	/* Method deflate; no file name, no time, no particular system. */
	static const char header[10] = "\x1f\x8b\x08\0\0\0\0\0\0\xff";
	if (*gzip == NULL && (*gzip = gzip_new()) == NULL)
		return ERR_NO_MEMORY;
	struct gzip *g = *gzip;
	buffer_clear(&g->out);
	if (!sum->begun) {
		sum->begun = true;
		buffer_add(&g->out, header, sizeof(header));
	}
	sum->crc = (uint32_t)crc32(
	    sum->crc, (const Bytef *)piece->bytes, (uInt)piece->length);
	sum->length += (uint32_t)piece->length;
	add_deflated(g, piece, last);
	if (last) {
		add_little_endian(&g->out, sum->crc);
		add_little_endian(&g->out, sum->length);
	}
	struct buffer plain = *piece;
	*piece = g->out;
	g->out = plain;
	return buffer_error(piece);
}

void
gzip_free(struct gzip *g)
{
	if (g == NULL)
		return;
	deflateEnd(&g->stream);
	buffer_free(&g->out);
	free(g);
}
