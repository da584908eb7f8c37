/*
 * test_report_json.c: the report that programs read, docking-timing/1.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "report_fixture.h"

#include <stdlib.h>
#include <string.h>

#define CHECK_HAS(text, part) CHECK(strstr((text), (part)) != NULL, "%s", text)

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
	struct report_fixture f;
	report_fixture_init(&f);
	f.summary.speedup_low = 1.9;
	f.summary.speedup_high = 2.1;
	report_fixture_check(&f, report_json,
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
	report_fixture_init(&f);
	f.setting.shared = true;
	f.setting.rate = 2.5;
	struct run run = *f.summary.engines[0].runs;
	run.rate = 2.5;
	f.summary.engines_count = 1;
	f.summary.compared = false;
	f.summary.speedup = 0;
	f.summary.engines[0].runs = &run;
	f.summary.engines[0].scheduled = f.summary.engines[0].workflow;
	f.summary.engines[0].bound.source = DELAY_FROM_OPTION;
	char *text = printed(report_json, &f.summary);
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
	struct report_fixture f;
	report_fixture_init(&f);
	report_fixture_forget_delay(&f);
	report_fixture_let_multi_fail(&f);
	f.inputs.drawn = false;
	f.setting.concurrency = 4;
	f.setting.capacity = 8;
	char *text = printed(report_json, &f.summary);
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

static void
test_json_sweep(void)
{
	struct report_fixture f;
	report_fixture_init_sweep(&f);
	report_fixture_check(&f, report_json,
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

	f.sweep.points_count = 1;
	f.sweep.knee = 0;
	f.sweep.points[0].held = 0;
	f.sweep.points[0].failed = 2;
	f.sweep.points[0].bound =
	    (struct lower_bound){ .source = DELAY_UNKNOWN };
	char *text = printed(report_json, &f.summary);
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
		struct report_fixture f;
		report_fixture_init(&f);
		f.setting.url = rows[i].url;
		char *text = printed(report_json, &f.summary);
		CHECK(strstr(text, rows[i].expected) != NULL, "row %zu: %s", i,
		    text);
		free(text);
	}
}

CU_TestInfo report_json_tests[] = {
	{ "json", test_json },
	{ "json of what went wrong", test_json_bad },
	{ "json of a sweep", test_json_sweep },
	{ "json is UTF-8", test_json_text },
	CU_TEST_INFO_NULL,
};
