/*
 * test_operations_delays.c: an audit of the delays, over HTTP: does a server
 * draw them as the rule says, and wait for them?
 *
 * The delays that the server says it drew depend on its seed only, so they are
 * judged strictly. The time waited has the machine in it: it may be late, but
 * never early.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/crowd.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"

#include "settings/rule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	REQUESTS = 2000,
	REQUESTS_A_SECOND = 500, /* also a busy machine answers them in time */
	LIMIT_S = 90,            /* the longest delay, and half of it more */
};

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The delay that an answer's Server-Timing tells; -1: none. */
static int64_t
told_ns(const struct client *client)
{
	struct http_answer answer;
	double ms = -1e-6;
	if (client->status != 200 ||
	    http_parse(client->bytes, client->used, false, &answer) == 0)
		return -1;
	char *timing = http_header(&answer, "Server-Timing");
	if (timing != NULL)
		sscanf(timing, "delay;dur=%lf", &ms);
	free(timing);
	return llround(ms * 1e6);
}

/* Ask for delays by the rule, each for another target, as those of one target
 * are the same. */
static void
sample(
    int port, const char *rule, int64_t *ret_drawn_ns, int64_t *ret_waited_ns)
{
	static char requests[REQUESTS][128];
	struct crowd *crowd = crowd_new(port, REQUESTS);
	double start_s = clock_now_s();
	for (size_t i = 0; i < REQUESTS; i++) {
		snprintf(requests[i], sizeof(requests[i]),
		    "GET /users?name=audit%zu HTTP/1.1\r\nHost: a\r\n"
		    "Docking-Delay: %s\r\n\r\n",
		    i, rule);
		crowd_send(crowd, 1, requests[i], 0);
		crowd_wait(crowd,
		    start_s + (double)(i + 1) / (double)REQUESTS_A_SECOND);
	}
	crowd_wait(crowd, clock_now_s() + LIMIT_S);
	for (size_t i = 0; i < REQUESTS; i++) {
		const struct client *client = crowd_client(crowd, i);
		ret_drawn_ns[i] = told_ns(client);
		ret_waited_ns[i] =
		    llround((client->answered_s - client->sent_s) * 1e9);
	}
	crowd_free(crowd);
}

/* Over HTTP, what is drawn has the rule's distribution, and so has what a
 * client waits, unless the machine is too slow to tell. */
static void
test_rules(void)
{
	static const char *const rules[] = { "uniform:0.1..0.5",
		"exponential:0.3", "lognormal:0.3,0.4", "0.1" };
	static int64_t drawn_ns[REQUESTS], waited_ns[REQUESTS];
	/* Chance alone is above that once in 300 seeds. */
	double limit = 1.79 / sqrt(REQUESTS);
	struct stack stack;
	if (!stack_start(&stack, (const char *const[]){ NULL }))
		exit(EXIT_FAILURE);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct rule rule;
		int untold = 0, early = 0;
		CHECK(rule_read(rules[i], &rule) && rule_cap(&rule, 60), "%s",
		    rules[i]);
		sample(stack.port, rules[i], drawn_ns, waited_ns);
		for (size_t k = 0; k < REQUESTS; k++) {
			untold += drawn_ns[k] < 0;
			early += waited_ns[k] < drawn_ns[k];
		}
		CHECK_NUMBER(untold, 0, "%s: 200 with a delay", rules[i]);
		CHECK_NUMBER(early, 0, "%s: too early", rules[i]);
		qsort(drawn_ns, REQUESTS, sizeof(drawn_ns[0]), compare);
		qsort(waited_ns, REQUESTS, sizeof(waited_ns[0]), compare);
		double drawn = rule_distance(&rule, drawn_ns, REQUESTS);
		double waited = rule_distance(&rule, waited_ns, REQUESTS);
		CHECK(drawn < limit, "%s: %g", rules[i], drawn);
		/* A fixed delay is one value, and nothing waits exactly that.
		 */
		CHECK(rule.kind == RULE_FIXED ||
			  waited < (program_is_slow() ? 0.5 : 0.15),
		    "%s: %g", rules[i], waited);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server's end");
}

CU_TestInfo operations_delays_tests[] = {
	{ "delays have their rule's distribution", test_rules },
	CU_TEST_INFO_NULL,
};
