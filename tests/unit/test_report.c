/*
 * test_report.c: the three formats, to the byte.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../../client/report.h"
#include "../lib/harness.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MS = 1000000 };

#define TEXT(s) ((char *)(uintptr_t)(s))

/* Two workflows; multi's second one goes its own way. */
static struct sample sync_samples[] = {
	{ 0, 0, 0, 500999999, 500 * MS, 200 },
	{ 0, 1, 501 * MS, 501 * MS, 500 * MS, 200 },
};
static struct sample multi_samples[] = {
	{ 1, 0, 1999, 999, -1, 0 },
	{ 0, 0, 1000, 500 * MS, 500 * MS, 500 },
};
static struct workflow sync_workflows[] = {
	{ .name = "John", .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .name = "Bruce", .state = WORKFLOW_DONE, .result = TEXT("[2]") },
};
static struct workflow multi_workflows[] = {
	{ .name = "John", .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .name = "Bruce",
	    .state = WORKFLOW_FAILED,
	    .error = TEXT("it \"broke\"") },
};
static const struct run runs[] = {
	{ .workflows = sync_workflows,
	    .workflows_count = 2,
	    .samples = sync_samples,
	    .samples_count = 2,
	    .connections = 1,
	    .wall_ns = 1002345678 },
	{ .workflows = multi_workflows,
	    .workflows_count = 2,
	    .samples = multi_samples,
	    .samples_count = 2,
	    .connections = 2,
	    .wall_ns = 500500000 },
};
static struct options options;
static struct summary summary;

/* A good summary with a delay that the server told. */
static void
reset(void)
{
	options = (struct options){ .url = "http://127.0.0.1:5000",
		.names_count = 2,
		.seed = 7,
		.delay_ns = -1 };
	summary = (struct summary){
		.options = &options,
		.engines = {
		    { .engine = &engine_sync,
			.run = &runs[0],
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 1000 * MS },
			.efficiency = 0.99766,
			.request_ns = { 500999999, 500999999, 501000000,
			    501000000, 501000000 } },
		    { .engine = &engine_multi,
			.run = &runs[0],
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 500 * MS },
			.efficiency = 0.999,
			.request_ns = { 1, 2, 3, 4, 500 * MS } },
		},
		.engines_count = 2,
		.speedup = 2.00269,
		.compared = true,
	};
}

/* The second engine failed in its second workflow. */
static void
let_multi_fail(void)
{
	summary.engines[1].run = &runs[1];
	summary.engines[1].failed = 1;
	summary.engines[1].answered = 0;
	summary.difference = (struct summary_difference){ &summary.engines[0],
		&summary.engines[1], 1 };
}

static void
forget_delay(void)
{
	for (size_t i = 0; i < 2; i++) {
		summary.engines[i].bound =
		    (struct bound){ .source = DELAY_UNKNOWN };
		summary.engines[i].efficiency = 0;
	}
}

/* What is printed is expected, to the byte. */
static void
check_report(enum report_format format, const char *expected, const char *what)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	options.format = format;
	report_print(&summary, to);
	fclose(to);
	CHECK_TEXT(text, expected, "%s", what);
	free(text);
}

static const char good_table[] =
    "engine     wall    bound  efficiency  requests  failed  connections"
    "       p50       p99       max\n"
    "sync    1.002 s  1.000 s      99.8 %         2       0            1"
    "  501.0 ms  501.0 ms  501.0 ms\n"
    "multi   1.002 s  0.500 s      99.9 %         2       0            1"
    "    0.0 ms    0.0 ms  500.0 ms\n";

/* The report that a person reads. */
static void
test_text(void)
{
	char expected[4096];
	reset();
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7, delay "
	    "0.5 s (Server-Timing)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	check_report(REPORT_TEXT, expected, "all is well");

	/* The heading says what was asked for. */
	char *names[] = { TEXT("John") };
	options.names = names;
	options.names_count = 1;
	options.concurrency = 4;
	options.places = 8;
	summary.engines[0].bound.source = DELAY_FROM_OPTION;
	summary.engines[0].bound.delay_ns = 50 * MS;
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 1 workflow of 2 requests, at most 4 in "
	    "flight, delay 0.05 s (--delay), 8 places (--places)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	check_report(REPORT_TEXT, expected, "other options");
}

/* What is not known is said to be; failures and the first difference are
 * named. */
static void
test_text_bad(void)
{
	reset();
	forget_delay();
	let_multi_fail();
	check_report(REPORT_TEXT,
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7\n"
	    "\n"
	    "engine     wall  bound  efficiency  requests  failed  connections"
	    "       p50       p99       max\n"
	    "sync    1.002 s      ?           ?         2       0            1"
	    "  501.0 ms  501.0 ms  501.0 ms\n"
	    "multi   0.500 s      ?           ?         2       1            2"
	    "         -         -         -\n"
	    "\n"
	    "multi, workflow 1 (Bruce): it \"broke\"\n"
	    "multi is 2.00 x as fast as sync; the results DIFFER, first in "
	    "workflow 1 (Bruce):\n"
	    "  sync: [2]\n"
	    "  multi: it \"broke\"\n"
	    "The server does not tell its delay (Server-Timing): give it with "
	    "--delay to get a bound.\n",
	    "multi failed");
}

/* Ten failures are shown, the others counted. */
static void
test_text_failures(void)
{
	struct workflow workflows[13];
	struct run run = { .workflows = workflows, .workflows_count = 13 };
	for (size_t i = 0; i < 13; i++)
		workflows[i] = (struct workflow){ .name = "n",
			.state = WORKFLOW_FAILED,
			.error = TEXT("no") };
	workflows[5].state = WORKFLOW_DONE;
	reset();
	summary.engines_count = 1;
	summary.compared = false;
	summary.engines[0].run = &run;
	summary.engines[0].failed = 12;
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	report_text(&summary, to);
	fclose(to);
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

/* docking-timing/1 */
static void
test_json(void)
{
	reset();
	check_report(REPORT_JSON,
	    "{\"schema\":\"docking-timing/1\","
	    "\"url\":\"http://127.0.0.1:5000\",\"names\":2,\"seed\":7,"
	    "\"concurrency\":0,\"delay_s\":0.500000,"
	    "\"delay_from\":\"Server-Timing\",\"places\":null,\"engines\":["
	    "{\"engine\":\"sync\",\"wall_s\":1.002346,\"requests\":2,"
	    "\"failed\":0,\"connections\":1,\"bound_s\":1.000000,"
	    "\"efficiency\":0.9977,\"request_ms\":{\"min\":501.000,"
	    "\"p50\":501.000,\"p90\":501.000,\"p99\":501.000,"
	    "\"max\":501.000}},"
	    "{\"engine\":\"multi\",\"wall_s\":1.002346,\"requests\":2,"
	    "\"failed\":0,\"connections\":1,\"bound_s\":0.500000,"
	    "\"efficiency\":0.9990,\"request_ms\":{\"min\":0.000,"
	    "\"p50\":0.000,\"p90\":0.000,\"p99\":0.000,\"max\":500.000}}],"
	    "\"speedup\":2.003,\"identical\":true,\"first_difference\":null,"
	    "\"failures\":[]}\n",
	    "all is well");
}

/* What is not known is null. */
static void
test_json_bad(void)
{
	char *names[] = { TEXT("John"), TEXT("Bruce") };
	reset();
	forget_delay();
	let_multi_fail();
	options.names = names;
	options.concurrency = 4;
	options.places = 8;
	check_report(REPORT_JSON,
	    "{\"schema\":\"docking-timing/1\","
	    "\"url\":\"http://127.0.0.1:5000\",\"names\":2,\"seed\":null,"
	    "\"concurrency\":4,\"delay_s\":null,\"delay_from\":null,"
	    "\"places\":8,\"engines\":["
	    "{\"engine\":\"sync\",\"wall_s\":1.002346,\"requests\":2,"
	    "\"failed\":0,\"connections\":1,\"bound_s\":null,"
	    "\"efficiency\":null,\"request_ms\":{\"min\":501.000,"
	    "\"p50\":501.000,\"p90\":501.000,\"p99\":501.000,"
	    "\"max\":501.000}},"
	    "{\"engine\":\"multi\",\"wall_s\":0.500500,\"requests\":2,"
	    "\"failed\":1,\"connections\":2,\"bound_s\":null,"
	    "\"efficiency\":null,\"request_ms\":{\"min\":null,\"p50\":null,"
	    "\"p90\":null,\"p99\":null,\"max\":null}}],"
	    "\"speedup\":2.003,\"identical\":false,"
	    "\"first_difference\":{\"workflow\":1,\"name\":\"Bruce\","
	    "\"sync\":\"[2]\",\"multi\":\"it \\\"broke\\\"\"},"
	    "\"failures\":[{\"engine\":\"multi\",\"workflow\":1,"
	    "\"name\":\"Bruce\",\"error\":\"it \\\"broke\\\"\"}]}\n",
	    "multi failed");

	reset();
	summary.engines_count = 1;
	summary.compared = false;
	summary.speedup = 0;
	summary.engines[0].bound.source = DELAY_FROM_OPTION;
	check_report(REPORT_JSON,
	    "{\"schema\":\"docking-timing/1\","
	    "\"url\":\"http://127.0.0.1:5000\",\"names\":2,\"seed\":7,"
	    "\"concurrency\":0,\"delay_s\":0.500000,"
	    "\"delay_from\":\"--delay\",\"places\":null,\"engines\":["
	    "{\"engine\":\"sync\",\"wall_s\":1.002346,\"requests\":2,"
	    "\"failed\":0,\"connections\":1,\"bound_s\":1.000000,"
	    "\"efficiency\":0.9977,\"request_ms\":{\"min\":501.000,"
	    "\"p50\":501.000,\"p90\":501.000,\"p99\":501.000,"
	    "\"max\":501.000}}],"
	    "\"speedup\":null,\"identical\":null,\"first_difference\":null,"
	    "\"failures\":[]}\n",
	    "one engine is compared with nothing");
}

/* JSON is UTF-8, whatever the command line was. */
static void
test_json_text(void)
{
	static const struct {
		const char *url, *expected;
	} rows[] = {
		{ "J\xc3\xbcrgen", "\"url\":\"J\xc3\xbcrgen\"," },
		{ "M\xfcller", "\"url\":\"M\xef\xbf\xbdller\"," },
		{ "\xf0\x9f\x98", "\"url\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf"
				  "\xbd\"," },
		{ "a\x1b\"\\\n", "\"url\":\"a\\u001b\\\"\\\\\\n\"," },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = NULL;
		size_t size = 0;
		FILE *to = open_memstream(&text, &size);
		if (to == NULL)
			abort();
		reset();
		options.url = rows[i].url;
		report_json(&summary, to);
		fclose(to);
		CHECK(strstr(text, rows[i].expected) != NULL, "row %zu: %s", i,
		    text);
		free(text);
	}
}

/* A row a request, in the order in which they ended; whole microseconds. */
static void
test_csv(void)
{
	reset();
	let_multi_fail();
	check_report(REPORT_CSV,
	    "engine,workflow,step,start_us,duration_us,status\n"
	    "sync,0,0,0,500999,200\n"
	    "sync,0,1,501000,501000,200\n"
	    "multi,1,0,1,0,0\n"
	    "multi,0,0,1,500000,500\n",
	    "two engines");
}

CU_TestInfo report_tests[] = {
	{ "text", test_text },
	{ "text of what went wrong", test_text_bad },
	{ "text shows ten failures", test_text_failures },
	{ "json", test_json },
	{ "json of what went wrong", test_json_bad },
	{ "json is UTF-8", test_json_text },
	{ "csv", test_csv },
	CU_TEST_INFO_NULL,
};
