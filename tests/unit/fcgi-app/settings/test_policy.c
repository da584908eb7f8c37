/*
 * test_policy.c: settings that say what is done to requests on purpose.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "settings/policy.h"

#include <string.h>

static const struct policy fresh = { .seed = 1,
	.max_delay_s = 60,
	.request_delays = true,
	.request_faults = true };

/* A bad word is refused in one line with its name, and what there is. */
static void
test_bad_words(void)
{
	static const char grammar[] = "is not " RULE_GRAMMAR;
	static const char routes[] =
	    "is not a route that is delayed; those are: /users /users/{id} "
	    "/users/{id}/customers /customers /customers/{id}";
	static const struct {
		const char *words, *named, *said;
	} rows[] = {
		{ "", "''", grammar },
		{ "soon", "'soon'", grammar },
		{ "0.5 soon", "'soon'", grammar },
		{ "0.5  1", "''", grammar },
		{ "1 ", "''", grammar },
		{ "/users=", "''", grammar },
		{ "/users=soon", "'soon'", grammar },
		{ "/users", "'/users'", grammar },
		{ "/userz=1", "'/userz'", routes },
		{ "/users/1=1", "'/users/1'", routes },
		{ "/healthz=1", "'/healthz'", routes },
		{ "/=1", "'/'", routes },
		{ "uniform:1..61", "'uniform:1..61'",
		    "is above --max-delay 60" },
		{ "/users=exponential:61", "'exponential:61'",
		    "is above --max-delay 60" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		char why[256] = "";
		CHECK(!policy_read_delays(&c, rows[i].words, why, sizeof(why)),
		    "'%s'", rows[i].words);
		CHECK(strncmp(why, "--delay (DOCKING_DELAY): ", 25) == 0 &&
			  strstr(why, rows[i].named) != NULL &&
			  strstr(why, rows[i].said) != NULL &&
			  strchr(why, '\n') == NULL,
		    "'%s' says '%s'", rows[i].words, why);
	}
	struct policy c = fresh;
	char why[32];
	CHECK(!policy_read_delays(&c, "/userz=1", why, sizeof(why)), "cut");
	CHECK_NUMBER((long long)strlen(why), sizeof(why) - 1, "cut");
}

/* Bad words for faults are refused as those for delays are. */
static void
test_bad_faults(void)
{
	static const struct {
		const char *words, *said;
	} rows[] = {
		{ "", "'' is not " FAULT_GRAMMAR },
		{ "/users=status:200", "'status:200' is not " FAULT_GRAMMAR },
		{ "abort crash", "'crash' is not " FAULT_GRAMMAR },
		{ "/healthz=abort",
		    "'/healthz' is not a route that is delayed; those are: "
		    "/users " },
		{ "drip:1,61", "'drip:1,61' is above --max-delay 60" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		char why[256] = "";
		CHECK(!policy_read_faults(&c, rows[i].words, why, sizeof(why)),
		    "'%s'", rows[i].words);
		CHECK(strncmp(why, "--fault (DOCKING_FAULT): ", 25) == 0 &&
			  strstr(why, rows[i].said) == why + 25,
		    "'%s' says '%s'", rows[i].words, why);
	}
}

/* Who waits for answers must know how long that can take. */
static void
test_longest(void)
{
	static const struct {
		const char *words;
		bool requests;
		double longest_s;
		const char *faults;
	} rows[] = {
		{ "0.5", false, 0.5, "abort" },
		{ "0.5", false, 60, "/users=drip:1,1" },
		{ "90", false, 90, "drip:1,1" },
		{ "0.5", true, 60, NULL },
		{ "0.5", false, 0.5, NULL },
		{ "90", true, 90, NULL },
		{ "0.5 /users=2", false, 2, NULL },
		{ "uniform:1..3", false, 3, NULL },
		{ "0 /customers/{id}=exponential:1", false, 60, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		char why[256] = "";
		c.request_delays = c.request_faults = rows[i].requests;
		CHECK(policy_read_delays(&c, rows[i].words, why, sizeof(why)),
		    "%s", why);
		if (rows[i].faults != NULL)
			CHECK(policy_read_faults(
				  &c, rows[i].faults, why, sizeof(why)),
			    "%s", why);
		CHECK(policy_longest_s(&c) == rows[i].longest_s, "row %zu: %g",
		    i, policy_longest_s(&c));
	}
}

CU_TestInfo choice_tests[] = {
	{ "bad words are refused by name", test_bad_words },
	{ "bad faults are refused by name", test_bad_faults },
	{ "the longest time is known", test_longest },
	CU_TEST_INFO_NULL,
};
