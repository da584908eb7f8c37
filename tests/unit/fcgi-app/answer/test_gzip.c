/*
 * test_gzip.c: pieces that are compressed, held against zlib's own reading.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "answer/gzip.h"

#include <string.h>
#include <zlib.h>

enum { MOST = 400000 };

/* What gzip makes of bytes, or a length that is none. */
static size_t
gunzip(const struct buffer *b, char *text)
{
	z_stream z = { .next_in = (Bytef *)b->bytes,
		.avail_in = (uInt)b->length,
		.next_out = (Bytef *)text,
		.avail_out = MOST };
	int code = inflateInit2(&z, MAX_WBITS + 16);
	if (code == Z_OK)
		code = inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return code == Z_STREAM_END && z.avail_in == 0 ? z.total_out : MOST + 1;
}

/* Pieces one behind another are one stream, which is what they were. */
static void
test_pieces(void)
{
	static const struct {
		size_t pieces[5]; /* lengths, up to the last that is not 0 */
		size_t count;
		int variety; /* of bytes */
	} rows[] = {
		{ { 0 }, 1, 1 },
		{ { 1 }, 1, 1 },
		{ { 5, 0 }, 2, 1 },
		{ { 0, 0, 3 }, 3, 1 },
		{ { 32768, 32768, 100 }, 3, 20 },
		{ { 100000, 1, 99999, 7, 60000 }, 5, 256 },
		{ { MOST }, 1, 2 },
	};
	static char text[MOST], back[MOST];
	struct gzip *gzip = NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct gzip_sum sum = { .begun = false };
		struct buffer all = { .bytes = NULL };
		struct buffer piece = { .bytes = NULL };
		size_t length = 0;
		uint32_t random = 1;
		for (size_t k = 0; k < rows[i].count; k++) {
			size_t begin = length;
			for (; length < begin + rows[i].pieces[k]; length++) {
				random = random * 1664525 + 1013904223;
				text[length] =
				    (char)((random >> 16) %
					   (unsigned)rows[i].variety);
			}
			buffer_clear(&piece);
			buffer_add(&piece, text + begin, length - begin);
			CHECK_NUMBER(gzip_piece(&gzip, &sum,
					 k == rows[i].count - 1, &piece),
			    ERR_OK, "row %zu, piece %zu", i, k);
			buffer_add(&all, piece.bytes, piece.length);
		}
		CHECK_NUMBER((long long)gunzip(&all, back), (long long)length,
		    "row %zu", i);
		CHECK(memcmp(text, back, length) == 0, "row %zu", i);
		CHECK(rows[i].variety > 2 || length < 1000 ||
			  all.length < length / 4,
		    "row %zu: %zu of %zu bytes", i, all.length, length);
		buffer_free(&piece);
		buffer_free(&all);
	}
	gzip_free(gzip);
	gzip_free(NULL);
}

CU_TestInfo gzip_tests[] = {
	{ "pieces are one stream", test_pieces },
	CU_TEST_INFO_NULL,
};
