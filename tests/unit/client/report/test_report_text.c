/*
 * test_report_text.c: the report that a person reads, to the byte.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "report_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MS = 1000000 };

static const char good_table[] =
    "engine     wall    bound  efficiency         binds  requests  failed"
    "  connections       p50       max\n"
    "sync    1.002 s  1.000 s      99.8 %  client limit         2       0"
    "            1  501.0 ms  501.0 ms\n"
    "multi   1.002 s  0.500 s      99.9 %         chain         2       0"
    "            1    0.0 ms  500.0 ms\n";

/* The report that a person reads. */
static void
test_text(void)
{
	char expected[4096];
	struct report_fixture f;
	report_fixture_init(&f);
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7, delay "
	    "0.5 s (Server-Timing)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	report_fixture_check(&f, report_text, expected, "all is well");

	/* The heading says what was asked for. */
	f.inputs = (struct inputs){ .count = 1 };
	f.setting.concurrency = 4;
	f.setting.capacity = 8;
	f.summary.engines[0].bound.source = DELAY_FROM_OPTION;
	f.summary.engines[0].bound.delay_ns = 50 * MS;
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 1 workflow of 2 requests, at most 4 in "
	    "flight, delay 0.05 s (--delay), 8 places (--places)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	report_fixture_check(&f, report_text, expected, "other options");

	report_fixture_init(&f);
	f.setting.capacity = 8;
	f.setting.capacity_source = CAPACITY_FROM_SERVER;
	f.plan.steps_count = 1;
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 2 workflows of 1 request, seed 7, delay "
	    "0.5 s (Server-Timing), 8 places (/capacity)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	report_fixture_check(&f, report_text, expected, "what the server told");
}

/* Overhead is split, for the engine that has it. */
static void
test_text_overhead(void)
{
	struct report_fixture f;
	report_fixture_init(&f);
	f.summary.engines_count = 1;
	f.summary.compared = false;
	f.summary.speedup = 0;
	f.summary.engines[0].bound.binds = BINDS_OVERHEAD;
	f.summary.engines[0].bound.efficiency = 0.5;
	report_fixture_check(&f, report_text,
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7, delay "
	    "0.5 s (Server-Timing)\n\n"
	    "engine     wall    bound  efficiency     binds  requests  failed"
	    "  connections       p50       max\n"
	    "sync    1.002 s  1.000 s      50.0 %  overhead         2       0"
	    "            1  501.0 ms  501.0 ms\n\n"
	    "sync: beside the delay, a request spent on average 0.10 ms in "
	    "client queue, 0.20 ms in connect, 0.40 ms in wait for the server, "
	    "0.30 ms in server work, 0.00 ms in transfer.\n",
	    "overhead");
}

/* What is not known is said to be; failures and the first difference are
 * named. */
static void
test_text_bad(void)
{
	struct report_fixture f;
	report_fixture_init(&f);
	report_fixture_forget_delay(&f);
	report_fixture_let_multi_fail(&f);
	report_fixture_check(&f, report_text,
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7\n"
	    "\n"
	    "engine     wall  bound  efficiency  binds  requests  failed"
	    "  connections       p50       max\n"
	    "sync    1.002 s      ?           ?      ?         2       0"
	    "            1  501.0 ms  501.0 ms\n"
	    "multi   0.500 s      ?           ?      ?         2       1"
	    "            2         -         -\n"
	    "\n"
	    "multi, workflow 1 (Bruce): it \"broke\"\n"
	    "multi is 2.00 x as fast as sync; the results DIFFER, first in "
	    "multi, workflow 1 (Bruce):\n"
	    "  sync: [2]\n"
	    "  multi: it \"broke\"\n"
	    "The server does not tell its delay (Server-Timing): give it with "
	    "--delay to get a bound.\n",
	    "multi failed");
}

/* Nothing that a server sent can steer a terminal, or be cut in a character. */
static void
test_text_harmless(void)
{
	char *name[] = { TEXT("J\xc3\xbcrgen\x1b[2J") };
	struct workflow a = { .values = name,
		.state = WORKFLOW_DONE,
		.result = TEXT("\x1b]0;x\a\xc2\x9b\xff"
			       "12345678901234567890123456789012345678901234"
			       "56789012345678901234567890\xc3\xbc!") };
	struct workflow b = { .values = name,
		.state = WORKFLOW_FAILED,
		.error = TEXT("no\r\x1b[31m") };
	struct run of_a = { .workflows = &a, .workflows_count = 1 };
	struct run of_b = { .workflows = &b, .workflows_count = 1 };
	struct report_fixture f;
	report_fixture_init(&f);
	f.summary.engines[0].runs = &of_a;
	f.summary.engines[1].runs = &of_b;
	f.summary.engines[1].failed = 1;
	f.summary.difference =
	    (struct summary_difference){ &f.summary.engines[0],
		    &f.summary.engines[1], 0, 0, 0 };
	char *text = printed(report_text, &f.summary);
	CHECK_TEXT(strstr(text, "multi, workflow"),
	    "multi, workflow 0 (J\xc3\xbcrgen [2J): no  [31m\n"
	    "multi is 2.00 x as fast as sync; the results DIFFER, first in "
	    "multi, workflow 0 (J\xc3\xbcrgen [2J):\n"
	    "  sync:  ]0;x   ?12345678901234567890123456789012345678901234"
	    "56789012345678901234567890...\n"
	    "  multi: no  [31m\n",
	    "control characters");
	free(text);
}

/* Ten failures are shown, the others counted. */
static void
test_text_failures(void)
{
	char *name[] = { TEXT("n") };
	struct workflow workflows[13];
	struct run run = { .workflows = workflows, .workflows_count = 13 };
	for (size_t i = 0; i < 13; i++)
		workflows[i] = (struct workflow){ .values = name,
			.state = WORKFLOW_FAILED,
			.error = TEXT("no") };
	workflows[5].state = WORKFLOW_DONE;
	struct report_fixture f;
	report_fixture_init(&f);
	f.summary.engines_count = 1;
	f.summary.compared = false;
	f.summary.speedup = 0;
	f.summary.engines[0].runs = &run;
	f.summary.engines[0].failed = 12;
	char *text = printed(report_text, &f.summary);
	const char *failures = strstr(text, "sync, workflow 0");
	CHECK_TEXT(failures,
	    "sync, workflow 0 (n): no\nsync, workflow 1 (n): no\n"
	    "sync, workflow 2 (n): no\nsync, workflow 3 (n): no\n"
	    "sync, workflow 4 (n): no\nsync, workflow 6 (n): no\n"
	    "sync, workflow 7 (n): no\nsync, workflow 8 (n): no\n"
	    "sync, workflow 9 (n): no\nsync, workflow 10 (n): no\n"
	    "sync: 2 more failed\n",
	    "12 of 13 failed");
	free(text);
}

/* A bar is the wall time, in it as '#' what had to be. */
static void
test_text_sweep(void)
{
	struct report_fixture f;
	report_fixture_init_sweep(&f);
	report_fixture_check(&f, report_text,
	    "http://127.0.0.1:5000: customers, engine multi, seed 7, delay "
	    "0.5 s (Server-Timing)\n\n"
	    "concurrency  workflows       wall      bound  efficiency  held\n"
	    "          1          2    2.010 s    2.000 s      99.5 %     1  "
	    "################\n"
	    "         16         32    4.020 s    2.000 s      49.8 %     8  "
	    "################++++++++++++++++\n\n"
	    "The knee is at 8: the server holds 8 requests at once, and more "
	    "in flight only wait.\n",
	    "a knee");

	f.sweep.knee = 0;
	f.sweep.points[1].failed = 3;
	f.sweep.points[0].held = 0;
	f.sweep.points[0].bound = f.sweep.points[1].bound =
	    (struct lower_bound){ .source = DELAY_UNKNOWN };
	report_fixture_check(&f, report_text,
	    "http://127.0.0.1:5000: customers, engine multi, seed 7\n\n"
	    "concurrency  workflows       wall      bound  efficiency  held\n"
	    "          1          2    2.010 s          ?           ?     ?  "
	    "################\n"
	    "         16         32    4.020 s          ?           ?     8  "
	    "################################\n\n"
	    "At 16 in flight 3 workflows failed.\n"
	    "No knee: the server held everything that was tried.\n"
	    "The server does not tell its delay (Server-Timing): give it with "
	    "--delay to get a bound.\n",
	    "no knee, no delay");
}

CU_TestInfo report_text_tests[] = {
	{ "text", test_text },
	{ "text of overhead", test_text_overhead },
	{ "text of what went wrong", test_text_bad },
	{ "text does no harm", test_text_harmless },
	{ "text shows ten failures", test_text_failures },
	{ "text of a sweep", test_text_sweep },
	CU_TEST_INFO_NULL,
};
