/*
 * test_fault.c: faults as text, and bodies that drip.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../fcgi-app/fault.h"
#include "../../fcgi-app/rest.h"
#include "../lib/harness.h"

#include <stdlib.h>
#include <string.h>

/* A fault is read to its end, and printed as it can be read again. */
static void
test_good(void)
{
	static const struct {
		const char *text;
		struct fault_rule fault;
		const char *printed;
	} rows[] = {
		{ "status:503", { FAULT_STATUS, 503, 0, 1 }, "status:503" },
		{ "status:400,p=0", { FAULT_STATUS, 400, 0, 0 },
		    "status:400,p=0" },
		{ "status:599,p=0.10", { FAULT_STATUS, 599, 0, 0.1 },
		    "status:599,p=0.1" },
		{ "status:429,p=1", { FAULT_STATUS, 429, 0, 1 }, "status:429" },
		{ "abort", { FAULT_ABORT, 0, 0, 1 }, "abort" },
		{ "abort,p=0.25", { FAULT_ABORT, 0, 0, 0.25 }, "abort,p=0.25" },
		{ "drip:1,0", { FAULT_DRIP, 1, 0, 1 }, "drip:1,0" },
		{ "drip:65536,3600,p=.5", { FAULT_DRIP, 65536, 3600, 0.5 },
		    "drip:65536,3600,p=0.5" },
		{ "drip:10,0.123456789,p=0.123456789",
		    { FAULT_DRIP, 10, 0.123456789, 0.123456789 },
		    "drip:10,0.123456789,p=0.123456789" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fault_rule f = { .number = -1 };
		char printed[FAULT_TEXT_MAX];
		if (!CHECK(fault_read(rows[i].text, &f), "%s", rows[i].text))
			continue;
		CHECK(f.kind == rows[i].fault.kind &&
			  f.number == rows[i].fault.number &&
			  f.seconds == rows[i].fault.seconds &&
			  f.p == rows[i].fault.p,
		    "%s: %d %d %g %g", rows[i].text, f.kind, f.number,
		    f.seconds, f.p);
		fault_print(&f, printed);
		CHECK_TEXT(printed, rows[i].printed, "%s", rows[i].text);
	}
}

/* What is not a fault is none, and leaves the one that is there. */
static void
test_bad(void)
{
	static const char *const rows[] = { "", "none", "status",
		"status:", "status:399", "status:600", "status:503.5",
		"status:503,", "status:503,0.1",
		"status:503,p=", "status:503,p=1.1", "status:503,p=-0.1",
		"status:503,p=nan", "status:503,p=0.1,",
		"status:503,p=0.1,p=0.1", "status:503 ", " status:503",
		"Status:503", "abort:", "abort,", "abort,0.1", "aborted",
		"abort,p=", "abort,p=2", "drip", "drip:", "drip:10", "drip:10,",
		"drip:,1", "drip:0,1", "drip:65537,1", "drip:1.5,1",
		"drip:10,-1", "drip:10,3601", "drip:10,1,", "drip:10,1,0.1",
		"drip:10,1,p=", "drip:10,p=0.1", "abort, abort",
		"status:503, status:503" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fault_rule f = { .number = -1 };
		CHECK(!fault_read(rows[i], &f), "'%s'", rows[i]);
		CHECK_NUMBER(f.number, -1, "untouched by '%s'", rows[i]);
	}
}

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
		struct rest rest = { .begun = true };
		struct fault_rule f = { .number = -1 };
		struct buffer body = { .bytes = NULL };
		struct buffer piece = { .bytes = NULL };
		CHECK(fault_read(rows[i].fault, &f), "row %zu", i);
		buffer_add_text(&body, "abcdefghij");
		rest_drip(
		    &rest, &body, &f, START, (int64_t)(rows[i].most_s * 1e9));
		bool done = false;
		size_t k = 0;
		for (; !done && k < 8; k++) {
			const char *expected = rows[i].pieces[k];
			CHECK(rest_is_left(&rest), "row %zu, piece %zu", i, k);
			CHECK_NUMBER(rest.due_ns,
			    START + (int64_t)(rows[i].due_s[k] * 1e9),
			    "row %zu, piece %zu", i, k);
			buffer_clear(&piece);
			CHECK_NUMBER(rest_next(&rest, NULL, NULL, rest.due_ns,
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
		CHECK(!rest_is_left(&rest), "row %zu", i);
		rest_done(&rest);
		buffer_free(&piece);
	}
}

/* What is broken off has no end, and nothing more; what it was of is not
 * needed any more. */
static void
test_break(void)
{
	struct rest rest = { .begun = true };
	struct buffer piece = { .bytes = NULL };
	bool done = false;
	CHECK(!rest_is_left(&rest), "nothing");
	rest_break(&rest, 5);
	CHECK(rest_is_left(&rest), "no end");
	CHECK(rest.due_ns > 5, "not at once");
	CHECK_NUMBER(rest_next(&rest, NULL, NULL, rest.due_ns, &piece, &done),
	    ERR_FAULT, "no end");
	CHECK(!done && piece.length == 0, "no end");
	rest_done(&rest);
	CHECK(!rest.begun && !rest_is_left(&rest), "as new");
}

/* A reader that takes nothing is looked after less and less often, up to
 * every 128 ms. */
static void
test_retry(void)
{
	struct rest rest = { .begun = true };
	for (int i = 0; i < 12; i++)
		CHECK_NUMBER(rest_retry_ns(&rest, 5),
		    5 + ((int64_t)1000000 << (i < 7 ? i : 7)), "try %d", i);
}

CU_TestInfo fault_tests[] = {
	{ "faults are read and printed", test_good },
	{ "what is no fault is refused", test_bad },
	{ "a body drips", test_drip },
	{ "an answer is broken off", test_break },
	{ "a slow reader is waited for", test_retry },
	CU_TEST_INFO_NULL,
};
