/*
 * test_remainder.c: what is sent of an answer that has begun, and when.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "serve/remainder.h"
#include "settings/fault.h"

#include <string.h>

/* A body drips in pieces, each at its time, the first one at once; but for no
 * longer than it may, and then all that is left comes. */
static void
test_drip(void)
{
	static const struct {
		const char *fault;
		double most_s;
		const char *pieces[8];
		double due_s[8]; /* of the piece */
	} rows[] = {
		{ "drip:4,1", 60, { "abcd", "efgh", "ij" }, { 0, 1, 2 } },
		{ "drip:5,0.5", 60, { "abcde", "fghij" }, { 0, 0.5 } },
		{ "drip:10,1", 60, { "abcdefghij" }, { 0 } },
		{ "drip:100,1", 60, { "abcdefghij" }, { 0 } },
		{ "drip:4,0", 60, { "abcd", "efgh", "ij" }, { 0, 0, 0 } },
		{ "drip:2,1", 2.5, { "ab", "cd", "efghij" }, { 0, 1, 2 } },
		{ "drip:2,1", 0, { "abcdefghij" }, { 0 } },
		{ "drip:2,1", -1, { "abcdefghij" }, { 0 } },
	};
	enum { START = 1000000000 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct remainder r = { .begun = true };
		struct fault_rule f = { .number = -1 };
		struct buffer body = { .bytes = NULL };
		struct buffer piece = { .bytes = NULL };
		CHECK(fault_read(rows[i].fault, &f), "row %zu", i);
		buffer_add_text(&body, "abcdefghij");
		remainder_drip(
		    &r, &body, &f, START, (int64_t)(rows[i].most_s * 1e9));
		bool done = false;
		size_t k = 0;
		for (; !done && k < 8; k++) {
			const char *expected = rows[i].pieces[k];
			CHECK(
			    remainder_is_left(&r), "row %zu, piece %zu", i, k);
			CHECK_NUMBER(r.due_ns,
			    START + (int64_t)(rows[i].due_s[k] * 1e9),
			    "row %zu, piece %zu", i, k);
			buffer_clear(&piece);
			CHECK_NUMBER(remainder_next(&r, NULL, NULL, r.due_ns,
					 &piece, &done),
			    ERR_OK, "row %zu, piece %zu", i, k);
			CHECK(expected != NULL &&
				  piece.length == strlen(expected) &&
				  memcmp(piece.bytes, expected, piece.length) ==
				      0,
			    "row %zu, piece %zu: '%.*s'", i, k,
			    (int)piece.length, piece.bytes);
		}
		CHECK(
		    k == 8 || rows[i].pieces[k] == NULL, "row %zu: %zu", i, k);
		CHECK(!remainder_is_left(&r), "row %zu", i);
		remainder_done(&r);
		buffer_free(&piece);
	}
}

/* What is broken off has no end, and nothing more; what it was of is not
 * needed any more. */
static void
test_break(void)
{
	struct remainder r = { .begun = true };
	struct buffer piece = { .bytes = NULL };
	bool done = false;
	CHECK(!remainder_is_left(&r), "nothing");
	remainder_break(&r, 5);
	CHECK(remainder_is_left(&r), "no end");
	CHECK(r.due_ns > 5, "not at once");
	CHECK_NUMBER(remainder_next(&r, NULL, NULL, r.due_ns, &piece, &done),
	    ERR_FAULT, "no end");
	CHECK(!done && piece.length == 0, "no end");
	remainder_done(&r);
	CHECK(!r.begun && !remainder_is_left(&r), "as new");
}

/* A reader that takes nothing is looked after less and less often, up to
 * every 128 ms. */
static void
test_retry(void)
{
	struct remainder r = { .begun = true };
	for (int i = 0; i < 12; i++)
		CHECK_NUMBER(remainder_retry_ns(&r, 5),
		    5 + ((int64_t)1000000 << (i < 7 ? i : 7)), "try %d", i);
}

CU_TestInfo remainder_tests[] = {
	{ "a body drips", test_drip },
	{ "an answer is broken off", test_break },
	{ "a slow reader is waited for", test_retry },
	CU_TEST_INFO_NULL,
};
