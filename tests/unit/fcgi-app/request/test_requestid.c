/*
 * test_requestid.c: whose id a request has.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/requestid.h"

#include <stdint.h>
#include <string.h>

#define TEN     "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* A client's id is taken as it is if it is harmless wherever it is written;
 * else the request gets one. */
static void
test_taken(void)
{
	static const struct {
		const char *sent;
		bool taken;
	} rows[] = {
		{ "a", true },
		{ "7f3b9a52-0c5e-4a6b-9f3e-2d1c0b9a8f7e", true },
		{ "Root=1-67891233:Self_x.y~z+/@", true },
		{ "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
		    true },
		{ HUNDRED TEN TEN "12345678", true },
		{ HUNDRED TEN TEN "123456789", false },
		{ NULL, false },
		{ "", false },
		{ " ", false },
		{ "a b", false },
		{ "a,b", false },
		{ "a\"b", false },
		{ "a\\b", false },
		{ "a'b", false },
		{ "a;b", false },
		{ "a%0d%0ab", false },
		{ "a\r\nX-Evil: yes", false },
		{ "a\n", false },
		{ "a\x7f", false },
		{ "\xc3\xa4", false },
		{ "<script>", false },
		{ "{\"a\":1}", false },
	};
	struct requestid_source source;
	requestid_init(&source);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char made[REQUESTID_NEW_SIZE] = "";
		const char *id = requestid_of(&source, rows[i].sent, made);
		CHECK((id == rows[i].sent) == rows[i].taken, "row %zu: '%s'", i,
		    id);
		CHECK((id == made) == !rows[i].taken, "row %zu", i);
	}
}

/* New ones differ, also between processes, and would themselves be taken. */
static void
test_new(void)
{
	struct requestid_source sources[2];
	char made[4][REQUESTID_NEW_SIZE];
	char again[REQUESTID_NEW_SIZE];
	for (size_t i = 0; i < 2; i++) {
		requestid_init(&sources[i]);
		requestid_of(&sources[i], NULL, made[2 * i]);
		requestid_of(&sources[i], NULL, made[2 * i + 1]);
	}
	for (size_t i = 0; i < 4; i++) {
		CHECK(requestid_of(&sources[0], made[i], again) == made[i],
		    "'%s'", made[i]);
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(made[i], made[k]) != 0, "'%s'", made[i]);
	}
	atomic_store(&sources[0].count, INT64_MAX);
	requestid_of(&sources[0], NULL, again);
	CHECK_NUMBER(
	    (long long)strlen(again), REQUESTID_NEW_SIZE - 1, "'%s'", again);
}

CU_TestInfo requestid_tests[] = {
	{ "a harmless one is taken", test_taken },
	{ "a new one is nobody else's", test_new },
	CU_TEST_INFO_NULL,
};
