/*
 * test_encode.c: what is no record, to the exact bytes of the contract.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "answer/encode.h"

#include <string.h>

/* Empties body. */
static void
check_body(enum err err, struct buffer *body, const char *expected)
{
	CHECK_NUMBER(err, ERR_OK, "%s", expected);
	CHECK(body->length == strlen(expected) &&
		  memcmp(body->bytes, expected, body->length) == 0,
	    "got '%.*s', expected '%s'", (int)body->length,
	    body->bytes == NULL ? "" : body->bytes, expected);
	buffer_free(body);
}

/* One error format: RFC 9457's members, then the original's message. */
static void
test_problem(void)
{
	static const struct {
		enum err err;
		const char *detail, *expected;
	} rows[] = {
		{ ERR_NOT_FOUND, "User ID 9 not found",
		    "{\"type\":\"ResourceNotFound\",\"title\":\"Not Found\","
		    "\"status\":404,\"detail\":\"User ID 9 not found\","
		    "\"message\":\"User ID 9 not found\"}\n" },
		{ ERR_BAD_REQUEST, "'\"'",
		    "{\"type\":\"BadRequest\",\"title\":\"Bad Request\","
		    "\"status\":400,\"detail\":\"'\\\"'\","
		    "\"message\":\"'\\\"'\"}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer body = { .bytes = NULL };
		enum err err = encode_problem_body(problem(rows[i].err),
		    rows[i].detail, &(struct body_errors){ .count = 0 }, &body);
		check_body(err, &body, rows[i].expected);
	}
}

/* All errors are told, behind the message; without any there is no member. */
static void
test_problem_errors(void)
{
#define BEFORE                                                                 \
	"{\"type\":\"Unprocessable\",\"title\":\"Unprocessable Content\","     \
	"\"status\":422,\"detail\":\"no\",\"message\":\"no\""
	static const char *const expected[] = { BEFORE "}\n",
		BEFORE ",\"errors\":[{\"pointer\":\"/name\",\"detail\":"
		       "\"is missing\"}]}\n",
		BEFORE ",\"errors\":[{\"pointer\":\"/name\",\"detail\":"
		       "\"is missing\"},{\"pointer\":\"\",\"detail\":"
		       "\"\\\"\"}]}\n" };
#undef BEFORE
	struct body_error items[] = { { (char[]){ "/name" },
					  (char[]){ "is missing" } },
		{ (char[]){ "" }, (char[]){ "\"" } } };
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		struct body_errors errors = { .items = items, .count = i };
		struct buffer body = { .bytes = NULL };
		enum err err = encode_problem_body(
		    problem(ERR_UNPROCESSABLE), "no", &errors, &body);
		check_body(err, &body, expected[i]);
	}
}

/* One delay is a number as well; rules are told by route. */
static void
test_capacity(void)
{
	static const struct encode_policy delays[] = { { "/users", "0.3" },
		{ "/users/{id}", "uniform:0.2..0.8" } };
	static const struct encode_policy faults[] = { { "/users", "abort" } };
	static const struct {
		struct encode_capacity capacity;
		const char *expected;
	} rows[] = {
		{ { "timer", 0.3, 4, 2, 18000, 1, 10, delays, 1, NULL, 0, 60,
		      1 },
		    "{\"delayModel\":\"timer\",\"delay\":0.3,"
		    "\"processes\":4,\"threads\":2,\"places\":18000,"
		    "\"parked\":1,\"mostParked\":10,"
		    "\"delays\":{\"/"
		    "users\":\"0.3\"},\"faults\":{},\"maxDelay\":60,"
		    "\"seed\":1}\n" },
		{ { "sleep", -1, 1, 1, 1, 0, 0, delays, 2, faults, 1, 0.25,
		      UINT64_MAX },
		    "{\"delayModel\":\"sleep\",\"processes\":1,"
		    "\"threads\":1,\"places\":1,\"parked\":0,"
		    "\"mostParked\":0,\"delays\":{\"/users\":\"0.3\","
		    "\"/users/{id}\":\"uniform:0.2..0.8\"},"
		    "\"faults\":{\"/users\":\"abort\"},"
		    "\"maxDelay\":0.25,\"seed\":18446744073709551615}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buffer body = { .bytes = NULL };
		check_body(encode_capacity_body(&rows[i].capacity, &body),
		    &body, rows[i].expected);
	}
}

CU_TestInfo encode_tests[] = {
	{ "a problem's bytes", test_problem },
	{ "a problem with errors", test_problem_errors },
	{ "the capacity's bytes", test_capacity },
	CU_TEST_INFO_NULL,
};
