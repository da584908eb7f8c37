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

static char *names[] = { TEXT("John"), TEXT("Bruce"), TEXT("n") };

/* Two workflows; multi's second one goes its own way. */
static struct sample sync_samples[] = {
	{ .workflow = 0,
	    .duration_ns = 500999999,
	    .delay_ns = 500 * MS,
	    .status = 200,
	    .phase_ns = { 999999, 0, 0, 500 * MS, 0, 0 } },
	{ .step = 1,
	    .start_ns = 501 * MS,
	    .duration_ns = 501 * MS,
	    .delay_ns = 500 * MS,
	    .status = 200,
	    .phase_ns = { 0, MS / 2, MS / 2, 500 * MS, 0, 0 } },
};
static struct sample multi_samples[] = {
	{ .workflow = 1,
	    .start_ns = 1999,
	    .duration_ns = 999,
	    .delay_ns = -1,
	    .phase_ns = { 0, 0, 999, 0, 0, 0 } },
	{ .start_ns = 1000,
	    .duration_ns = 500 * MS,
	    .delay_ns = 500 * MS,
	    .status = 500,
	    .phase_ns = { 0, 0, 0, 500 * MS, 0, 0 } },
};
static struct workflow sync_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .values = &names[1], .state = WORKFLOW_DONE, .result = TEXT("[2]") },
};
static struct workflow multi_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .values = &names[1],
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
static struct plan plan = { .name = "customers", .steps_count = 2 };
static struct options options;
static struct inputs inputs;
static struct setting setting;
static struct summary summary;

static const struct distribution unknown = { 0,
	{ -1, -1, -1, -1, -1, -1, -1 } };

/* A good summary with a delay that the server told. */
static void
reset(void)
{
	options = (struct options){ .url = "http://127.0.0.1:5000",
		.seed = 7,
		.streams = 8,
		.delay_ns = -1,
		.timeout_ms = 60000,
		.repeat = 1 };
	inputs = (struct inputs){ .values = names, .count = 2, .drawn = true };
	setting = (struct setting){
		.options = &options, .plan = &plan, .inputs = &inputs
	};
	summary = (struct summary){
		.setting = &setting,
		.engines = {
		    { .engine = &engine_sync,
			.runs = &runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.wall_ns = 1002345678,
			.requests = 2,
			.connections = 1,
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 1000 * MS,
			    0.99766, BINDS_CLIENT },
			.request = { 2, { 500999999, 500999999, -1, -1, -1, -1,
			    501000000 } },
			.workflow = { 1, { 1002 * MS, -1, -1, -1, -1, -1,
			    1002 * MS } },
			.phase_ns = { 100000, 200000, 399600, 500000000,
			    300400, 0 } },
		    { .engine = &engine_multi,
			.runs = &runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.wall_ns = 1002345678,
			.requests = 2,
			.connections = 1,
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 500 * MS, 0.999,
			    BINDS_CHAIN },
			.request = { 2, { 1, 2, -1, -1, -1, -1, 500 * MS } },
			.workflow = unknown },
		},
		.engines_count = 2,
		.started_ns = 1795000000 * (int64_t)1000000000,
		.speedup = 2.00269,
		.compared = true,
	};
}

/* The second engine failed in its second workflow. */
static void
let_multi_fail(void)
{
	struct summary_engine *e = &summary.engines[1];
	e->runs = &runs[1];
	e->wall_ns = 500500000;
	e->connections = 2;
	e->failed = 1;
	e->answered = 0;
	e->request = unknown;
	summary.difference =
	    (struct summary_difference){ &summary.engines[0], e, 0, 0, 1 };
}

static void
forget_delay(void)
{
	for (size_t i = 0; i < 2; i++)
		summary.engines[i].bound =
		    (struct bound){ .source = DELAY_UNKNOWN };
}

/* Not inline: gcc 12 would take the stream's hold on text for a dangling one.
 */
__attribute__((noinline)) static char *
printed(void (*print)(const struct summary *, FILE *))
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	if (to == NULL)
		abort();
	print(&summary, to);
	fclose(to);
	return text;
}

#define CHECK_HAS(text, part) CHECK(strstr((text), (part)) != NULL, "%s", text)

/* What is printed is expected, to the byte. */
static void
check_report(void (*print)(const struct summary *, FILE *),
    const char *expected, const char *what)
{
	char *text = printed(print);
	CHECK_TEXT(text, expected, "%s", what);
	free(text);
}

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
	reset();
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 2 workflows of 2 requests, seed 7, delay "
	    "0.5 s (Server-Timing)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	check_report(report_text, expected, "all is well");

	/* The heading says what was asked for. */
	inputs = (struct inputs){ .count = 1 };
	options.concurrency = 4;
	options.places = setting.places = 8;
	summary.engines[0].bound.source = DELAY_FROM_OPTION;
	summary.engines[0].bound.delay_ns = 50 * MS;
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 1 workflow of 2 requests, at most 4 in "
	    "flight, delay 0.05 s (--delay), 8 places (--places)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	check_report(report_text, expected, "other options");

	reset();
	setting.places = 8;
	setting.places_told = true;
	plan.steps_count = 1;
	snprintf(expected, sizeof(expected),
	    "http://127.0.0.1:5000: 2 workflows of 1 request, seed 7, delay "
	    "0.5 s (Server-Timing), 8 places (/capacity)\n\n%s\n"
	    "multi is 2.00 x as fast as sync; the results are identical.\n",
	    good_table);
	check_report(report_text, expected, "what the server told");
	plan.steps_count = 2;
}

/* Overhead is split, for the engine that has it. */
static void
test_text_overhead(void)
{
	reset();
	summary.engines_count = 1;
	summary.compared = false;
	summary.speedup = 0;
	summary.engines[0].bound.binds = BINDS_OVERHEAD;
	summary.engines[0].bound.efficiency = 0.5;
	check_report(report_text,
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
	reset();
	forget_delay();
	let_multi_fail();
	check_report(report_text,
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
	reset();
	summary.engines[0].runs = &of_a;
	summary.engines[1].runs = &of_b;
	summary.engines[1].failed = 1;
	summary.difference = (struct summary_difference){ &summary.engines[0],
		&summary.engines[1], 0, 0, 0 };
	char *text = printed(report_text);
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
	struct workflow workflows[13];
	struct run run = { .workflows = workflows, .workflows_count = 13 };
	for (size_t i = 0; i < 13; i++)
		workflows[i] = (struct workflow){ .values = &names[2],
			.state = WORKFLOW_FAILED,
			.error = TEXT("no") };
	workflows[5].state = WORKFLOW_DONE;
	reset();
	summary.engines_count = 1;
	summary.compared = false;
	summary.speedup = 0;
	summary.engines[0].runs = &run;
	summary.engines[0].failed = 12;
	char *text = printed(report_text);
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

#define SETTINGS(names_seed_session_concurrency, rate)                         \
	"{\"schema\":\"docking-timing/1\",\"version\":\"" DOCKING_VERSION      \
	"\",\"started\":\"2026-11-18T11:06:40Z\","                             \
	"\"url\":\"http://127.0.0.1:5000\",\"workflow\":\"customers\","        \
	"\"steps\":2," names_seed_session_concurrency "," rate                 \
	"\"warmup\":0,\"repeat\":1,\"streams\":8,\"connections\":0,"           \
	"\"timeout_s\":60.000,"
#define USUAL                                                                  \
	"\"names\":2,\"inputs\":[\"John\",\"Bruce\"],\"seed\":7,"              \
	"\"session\":\"workflow\",\"concurrency\":0"

#define SYNC_DURATIONS                                                         \
	"\"request_ms\":{\"count\":2,\"min\":501.000,\"p50\":501.000,"         \
	"\"p90\":null,\"p95\":null,\"p99\":null,\"p99.9\":null,"               \
	"\"max\":501.000},\"workflow_ms\":{\"count\":1,\"min\":1002.000,"      \
	"\"p50\":null,\"p90\":null,\"p95\":null,\"p99\":null,"                 \
	"\"p99.9\":null,\"max\":1002.000},\"scheduled_ms\":null,"              \
	"\"phases_ms\":{\"queue\":0.100,\"connect\":0.200,\"wait\":0.400,"     \
	"\"delay\":500.000,\"server\":0.300,\"transfer\":0.000},"              \
	"\"warnings\":[]}"
#define NO_DURATIONS                                                           \
	"{\"count\":0,\"min\":null,\"p50\":null,\"p90\":null,\"p95\":null,"    \
	"\"p99\":null,\"p99.9\":null,\"max\":null}"
#define SYNC_SAMPLES(engine)                                                   \
	"{\"engine\":\"" engine "\",\"run\":0,\"workflow\":[0,0],"             \
	"\"step\":[0,1],\"status\":[200,200],\"start_us\":[0,501000],"         \
	"\"duration_us\":[500999,501000],\"queue_us\":[999,0],"                \
	"\"connect_us\":[0,500],\"wait_us\":[0,500],"                          \
	"\"delay_us\":[500000,500000],\"server_us\":[0,0],"                    \
	"\"transfer_us\":[0,0]}"

/* docking-timing/1 */
static void
test_json(void)
{
	reset();
	summary.speedup_low = 1.9;
	summary.speedup_high = 2.1;
	check_report(report_json,
	    SETTINGS(USUAL,
		"\"rate\":null,") "\"delay_s\":0.500000,\"delay_from\":"
				  "\"Server-Timing\","
				  "\"places\":null,\"interrupted\":false,"
				  "\"engines\":["
				  "{\"engine\":\"sync\",\"wall_s\":1.002346,"
				  "\"walls_s\":[1.002346],\"requests\":2,"
				  "\"failed\":0,\"connections\":1,\"bound_s\":"
				  "1.000000,"
				  "\"efficiency\":0.9977,\"binds\":\"client "
				  "limit\"," SYNC_DURATIONS
				  ",{\"engine\":\"multi\",\"wall_s\":1.002346,"
				  "\"walls_s\":[1.002346],\"requests\":2,"
				  "\"failed\":0,\"connections\":1,\"bound_s\":"
				  "0.500000,"
				  "\"efficiency\":0.9990,\"binds\":\"chain\","
				  "\"request_ms\":{\"count\":2,\"min\":0.000,"
				  "\"p50\":0.000,"
				  "\"p90\":null,\"p95\":null,\"p99\":null,"
				  "\"p99.9\":null,"
				  "\"max\":500.000},\"workflow_"
				  "ms\":" NO_DURATIONS ",\"scheduled_ms\":null,"
				  "\"phases_ms\":{\"queue\":0.000,\"connect\":"
				  "0.000,"
				  "\"wait\":0.000,\"delay\":0.000,\"server\":0."
				  "000,"
				  "\"transfer\":0.000},\"warnings\":[]}],"
				  "\"speedup\":2.003,\"speedup_interval\":[1."
				  "900,2.100],"
				  "\"identical\":true,\"first_difference\":"
				  "null,"
				  "\"failures\":[],\"fail_if\":[],\"samples\":"
				  "[" SYNC_SAMPLES("sync") "," SYNC_SAMPLES(
				      "multi") "]}\n",
	    "all is well");

	/* One engine is compared with nothing. */
	reset();
	options.shared = true;
	options.rate = 2.5;
	struct run run = runs[0];
	run.rate = 2.5;
	summary.engines_count = 1;
	summary.compared = false;
	summary.speedup = 0;
	summary.engines[0].runs = &run;
	summary.engines[0].scheduled = summary.engines[0].workflow;
	summary.engines[0].bound.source = DELAY_FROM_OPTION;
	char *text = printed(report_json);
	CHECK_HAS(text, "\"session\":\"shared\",\"concurrency\":0,"
			"\"rate\":2.500,");
	CHECK_HAS(text, "\"delay_from\":\"--delay\",");
	CHECK_HAS(text, "\"scheduled_ms\":{\"count\":1,\"min\":1002.000,");
	CHECK_HAS(text, "\"speedup\":null,\"speedup_interval\":null,"
			"\"identical\":null,\"first_difference\":null,");
	free(text);
}

/* What is not known is null. */
static void
test_json_bad(void)
{
	reset();
	forget_delay();
	let_multi_fail();
	inputs.drawn = false;
	options.concurrency = 4;
	setting.places = 8;
	char *text = printed(report_json);
	CHECK_HAS(text, "\"seed\":null,\"session\":\"workflow\","
			"\"concurrency\":4,");
	CHECK_HAS(text, "\"delay_s\":null,\"delay_from\":null,\"places\":8,");
	CHECK_HAS(text, "\"failed\":1,\"connections\":2,\"bound_s\":null,"
			"\"efficiency\":null,\"binds\":null,"
			"\"request_ms\":" NO_DURATIONS ",");
	CHECK_HAS(text, "\"phases_ms\":{\"queue\":null,\"connect\":null,"
			"\"wait\":null,\"delay\":null,\"server\":null,"
			"\"transfer\":null},");
	CHECK_HAS(text,
	    "\"identical\":false,"
	    "\"first_difference\":{\"workflow\":1,\"name\":\"Bruce\","
	    "\"a\":{\"engine\":\"sync\",\"run\":0,\"outcome\":\"[2]\"},"
	    "\"b\":{\"engine\":\"multi\",\"run\":0,"
	    "\"outcome\":\"it \\\"broke\\\"\"}},"
	    "\"failures\":[{\"engine\":\"multi\",\"run\":0,\"workflow\":1,"
	    "\"name\":\"Bruce\",\"error\":\"it \\\"broke\\\"\"}],");
	CHECK_HAS(text, "\"status\":[0,500],\"start_us\":[1,1],"
			"\"duration_us\":[1,500000],");
	free(text);
}

/* Eight places, tried with up to sixteen in flight. */
static struct sweep sweep;

static void
reset_sweep(void)
{
	reset();
	sweep = (struct sweep){
		.engine = &engine_multi,
		.points = {
		    { .concurrency = 1,
			.workflows = 2,
			.wall_ns = 2010 * (int64_t)MS,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 2000 * (int64_t)MS,
			    0.99502, BINDS_CLIENT },
			.held = 1 },
		    { .concurrency = 16,
			.workflows = 32,
			.wall_ns = 4020 * (int64_t)MS,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 2000 * (int64_t)MS,
			    0.49751, BINDS_OVERHEAD },
			.held = 8 },
		},
		.points_count = 2,
		.knee = 8,
		.started_ns = 1795000000 * (int64_t)1000000000,
	};
	summary_of_sweep(&summary, &setting, &sweep);
}

/* A bar is the wall time, in it as '#' what had to be. */
static void
test_text_sweep(void)
{
	reset_sweep();
	check_report(report_text,
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

	sweep.knee = 0;
	sweep.points[1].failed = 3;
	sweep.points[0].held = 0;
	sweep.points[0].bound = sweep.points[1].bound =
	    (struct bound){ .source = DELAY_UNKNOWN };
	check_report(report_text,
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

static void
test_json_sweep(void)
{
	reset_sweep();
	check_report(report_json,
	    SETTINGS(
		USUAL, "\"rate\":null,") "\"delay_s\":0.500000,\"delay_from\":"
					 "\"Server-Timing\","
					 "\"places\":null,\"interrupted\":"
					 "false,\"engines\":[],"
					 "\"speedup\":null,\"speedup_"
					 "interval\":null,\"identical\":null,"
					 "\"first_difference\":null,"
					 "\"failures\":[],\"fail_if\":[],"
					 "\"samples\":[],\"sweep\":{\"engine\":"
					 "\"multi\",\"points\":["
					 "{\"concurrency\":1,\"workflows\":2,"
					 "\"failed\":0,"
					 "\"wall_s\":2.010000,\"bound_s\":2."
					 "000000,\"efficiency\":0.9950,"
					 "\"held\":1},"
					 "{\"concurrency\":16,\"workflows\":32,"
					 "\"failed\":0,"
					 "\"wall_s\":4.020000,\"bound_s\":2."
					 "000000,\"efficiency\":0.4975,"
					 "\"held\":8}],\"knee\":8}}\n",
	    "a knee");

	sweep.points_count = 1;
	sweep.knee = 0;
	sweep.points[0].held = 0;
	sweep.points[0].failed = 2;
	sweep.points[0].bound = (struct bound){ .source = DELAY_UNKNOWN };
	char *text = printed(report_json);
	CHECK_HAS(text, "\"delay_s\":null,\"delay_from\":null,");
	CHECK_HAS(text,
	    "\"sweep\":{\"engine\":\"multi\",\"points\":["
	    "{\"concurrency\":1,\"workflows\":2,\"failed\":2,"
	    "\"wall_s\":2.010000,\"bound_s\":null,\"efficiency\":null,"
	    "\"held\":null}],\"knee\":null}}\n");
	free(text);
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
		reset();
		options.url = rows[i].url;
		char *text = printed(report_json);
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
	check_report(report_csv,
	    "engine,run,workflow,step,status,start_us,duration_us,queue_us,"
	    "connect_us,wait_us,delay_us,server_us,transfer_us\n"
	    "sync,0,0,0,200,0,500999,999,0,0,500000,0,0\n"
	    "sync,0,0,1,200,501000,501000,0,500,500,500000,0,0\n"
	    "multi,0,1,0,0,1,1,0,0,1,0,0,0\n"
	    "multi,0,0,0,500,1,500000,0,0,0,500000,0,0\n",
	    "two engines");
}

CU_TestInfo report_tests[] = {
	{ "text", test_text },
	{ "text of overhead", test_text_overhead },
	{ "text of what went wrong", test_text_bad },
	{ "text does no harm", test_text_harmless },
	{ "text shows ten failures", test_text_failures },
	{ "json", test_json },
	{ "json of what went wrong", test_json_bad },
	{ "text of a sweep", test_text_sweep },
	{ "json of a sweep", test_json_sweep },
	{ "json is UTF-8", test_json_text },
	{ "csv", test_csv },
	CU_TEST_INFO_NULL,
};
