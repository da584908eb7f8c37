/*
 * test_har.c: the HTTP Archive, by its members and its sums.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/program.h"
#include "printed.h"
#include "report/report.h"

#include <json-c/json.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MS = 1000000 };

/* 2026-11-18T23:06:40Z, and a bit. */
static const int64_t started_ns = 1795043200 * (int64_t)1000000000 + 1234567;

static struct plan_step steps[] = {
	{ .method = "GET" },
	{ .method = "PUT" },
};
static struct plan plan = { .steps = steps, .steps_count = 2 };
static char *names[] = { TEXT("J\xfc\"rg"), TEXT("n") };
static struct workflow workflows[] = {
	{ .plan = &plan,
	    .values = &names[0],
	    .state = WORKFLOW_FAILED,
	    .step = 1,
	    .error = TEXT("it \"broke\"") },
	{ .plan = &plan, .values = &names[1], .state = WORKFLOW_DONE },
};
static struct target target;
static struct sample samples[3];
static struct run runs[3];
static struct setting setting;
static struct summary summary;

/* sync ran once, h2 twice, the second time at once with sync, and without a
 * whole answer. */
static void
reset(void)
{
	static struct json_object *body;
	if (body == NULL)
		body = json_object_new_string("x");
	steps[1].body = body;
	target = (struct target){ .base_url = TEXT("http://127.0.0.1:5000/x") };
	samples[0] = (struct sample){ .workflow = 1,
		.start_ns = 2 * MS,
		.duration_ns = 9 * MS,
		.status = 200,
		.phase_ns = { MS, 2 * MS, 999999, 3000001, MS, MS },
		.bytes = 46,
		.target = TEXT("/users?name=J%c3%BCrg+n&&%zz%4=&b%3d"),
		.type = TEXT("application/json") };
	samples[1] = (struct sample){ .step = 1,
		.start_ns = MS,
		.duration_ns = 1500,
		.phase_ns = { 700, 0, 800, 0, 0, 0 },
		.target = TEXT("/") };
	samples[2] = (struct sample){ .workflow = 1,
		.start_ns = 3 * MS,
		.status = 204,
		.target = TEXT("/") };
	runs[0] = (struct run){ .target = &target,
		.workflows = workflows,
		.workflows_count = 2,
		.samples = &samples[0],
		.samples_count = 1,
		.started_ns = started_ns,
		.wall_ns = 5 * MS };
	runs[1] = runs[0];
	runs[1].samples = &samples[2];
	runs[1].started_ns = started_ns + 1000 * (int64_t)MS;
	runs[2] = runs[0];
	runs[2].samples = &samples[1];
	runs[2].cut = true;
	setting =
	    (struct setting){ .plan = &plan, .url = "http://127.0.0.1:5000/x" };
	summary = (struct summary){
		.setting = &setting,
		.engines = {
		    { .engine = &engine_sync,
			.runs = &runs[0],
			.runs_count = 1,
			.requests = 1 },
		    { .engine = &engine_h2,
			.runs = &runs[1],
			.runs_count = 2,
			.requests = 2 },
		},
		.engines_count = 2,
	};
}

static struct json_object *
parsed(void)
{
	char *text = printed(report_har, &summary);
	struct json_object *har = json_tokener_parse(text);
	CHECK(har != NULL, "JSON: %s", text);
	free(text);
	return har;
}

/* At each pointer is this value, as compact JSON. */
static void
check_members(struct json_object *har, const char *base,
    const char *const rows[][2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char pointer[128];
		struct json_object *value = NULL;
		snprintf(pointer, sizeof(pointer), "%s%s", base, rows[i][0]);
		int found = json_pointer_get(har, pointer, &value);
		CHECK_TEXT(found == 0 ? json_object_to_json_string_ext(value,
					    JSON_C_TO_STRING_PLAIN |
						JSON_C_TO_STRING_NOSLASHESCAPE)
				      : NULL,
		    rows[i][1], "%s", pointer);
	}
}

#define CHECK_MEMBERS(har, base, rows)                                         \
	check_members((har), (base), (rows), sizeof(rows) / sizeof((rows)[0]))

/* A run is a page. */
static void
test_pages(void)
{
	static const char *const rows[][2] = {
		{ "/version", "\"1.2\"" },
		{ "/creator/name", "\"docking-timing\"" },
		{ "/creator/version", "\"" DOCKING_VERSION "\"" },
		{ "/pages/0",
		    "{\"startedDateTime\":\"2026-11-18T23:06:40.001234Z\","
		    "\"id\":\"sync-0\",\"title\":\"sync, run 0\","
		    "\"pageTimings\":{\"onContentLoad\":-1,\"onLoad\":5.000}"
		    "}" },
		{ "/pages/1/id", "\"h2-0\"" },
		{ "/pages/2/title", "\"h2, run 1\"" },
		{ "/pages/2/pageTimings/onLoad", "-1" },
		{ "/pages/3", NULL },
	};
	reset();
	struct json_object *har = parsed();
	CHECK_MEMBERS(har, "/log", rows);
	json_object_put(har);
}

/* In the order in which they began, whatever engine and run they are of. */
static void
test_order(void)
{
	static const char *const rows[][2] = {
		{ "/0/pageref", "\"h2-1\"" },
		{ "/0/startedDateTime", "\"2026-11-18T23:06:40.002234Z\"" },
		{ "/1/pageref", "\"sync-0\"" },
		{ "/2/pageref", "\"h2-0\"" },
		{ "/3", NULL },
	};
	reset();
	struct json_object *har = parsed();
	CHECK_MEMBERS(har, "/log/entries", rows);
	json_object_put(har);
}

/* A request with an answer. */
static void
test_entry(void)
{
	static const char *const rows[][2] = {
		{ "/time", "9.000" },
		{ "/request",
		    "{\"method\":\"GET\","
		    "\"url\":\"http://127.0.0.1:5000/x/users?name=J%c3%BCrg+n"
		    "&&%zz%4=&b%3d\","
		    "\"queryString\":["
		    "{\"name\":\"name\",\"value\":\"J\xc3\xbcrg n\"},"
		    "{\"name\":\"%zz%4\",\"value\":\"\"},"
		    "{\"name\":\"b=\",\"value\":\"\"}],"
		    "\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],"
		    "\"headers\":[],\"headersSize\":-1,\"bodySize\":0}" },
		{ "/response", "{\"status\":200,\"statusText\":\"\","
			       "\"httpVersion\":\"HTTP/1.1\",\"cookies\":[],"
			       "\"headers\":[],\"headersSize\":-1,"
			       "\"content\":{\"size\":46,"
			       "\"mimeType\":\"application/json\"},"
			       "\"redirectURL\":\"\",\"bodySize\":46}" },
		{ "/cache", "{}" },
		{ "/timings", "{\"blocked\":1.000,\"dns\":-1,\"connect\":2.000,"
			      "\"ssl\":-1,\"send\":0,\"wait\":5.000,"
			      "\"receive\":1.000}" },
		{ "/serverIPAddress", "\"127.0.0.1\"" },
		{ "/comment", NULL },
		{ "/_resourceType", "\"fetch\"" },
		{ "/_workflow", "1" },
		{ "/_name", "\"n\"" },
		{ "/_step", "0" },
		{ "/_phases",
		    "{\"queue\":1.000,\"connect\":2.000,\"wait\":0.999,"
		    "\"delay\":3.001,\"server\":1.000,\"transfer\":1.000}" },
	};
	reset();
	struct json_object *har = parsed();
	CHECK_MEMBERS(har, "/log/entries/1", rows);
	json_object_put(har);
}

/* One without, on a connection that there was, and with a body that is no
 * longer known. */
static void
test_failed(void)
{
	static const char *const rows[][2] = {
		{ "/time", "0.001" },
		{ "/request/method", "\"PUT\"" },
		{ "/request/httpVersion", "\"HTTP/2\"" },
		{ "/request/queryString", "[]" },
		{ "/request/bodySize", "-1" },
		{ "/response/status", "0" },
		{ "/response/bodySize", "-1" },
		{ "/response/content",
		    "{\"size\":0,\"mimeType\":\"x-unknown\"}" },
		{ "/timings", "{\"blocked\":0.000,\"dns\":-1,\"connect\":-1,"
			      "\"ssl\":-1,\"send\":0,\"wait\":0.001,"
			      "\"receive\":0.000}" },
		{ "/comment", "\"it \\\"broke\\\"\"" },
		{ "/_name", "\"J\xef\xbf\xbd\\\"rg\"" },
	};
	reset();
	struct json_object *har = parsed();
	CHECK_MEMBERS(har, "/log/entries/0", rows);
	json_object_put(har);
}

/* An address is told only if it is known. */
static void
test_address(void)
{
	static const struct {
		const char *url, *expected;
	} rows[] = {
		{ "http://127.0.0.1", "\"127.0.0.1\"" },
		{ "https://user:p@10.1.2.3:81/127.0.0.1/@", "\"10.1.2.3\"" },
		{ "http://[::1]:5000", "\"::1\"" },
		{ "http://[::1", "\"::1\"" },
		{ "http://localhost:5000", NULL },
		{ "http://1.2.3.4.example", NULL },
		{ "http://h/127.0.0.1", NULL },
	};
	reset();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		target.base_url = TEXT(rows[i].url);
		struct json_object *har = parsed();
		check_members(har, "/log/entries/0",
		    (const char *const[][2]){
			{ "/serverIPAddress", rows[i].expected } },
		    1);
		json_object_put(har);
	}
}

/* The timings of every entry add up to its time, whatever was cut off. */
static void
test_sums(void)
{
	enum { COUNT = 20000 };
	static const char *const parts[] = { "blocked", "connect", "send",
		"wait", "receive" };
	struct sample *many = calloc(COUNT, sizeof(*many));
	uint32_t seed = 1;
	reset();
	if (many == NULL)
		abort();
	for (size_t i = 0; i < COUNT; i++) {
		many[i] = samples[0];
		many[i].start_ns = (int64_t)(COUNT - i) * 12345;
		for (size_t p = 0; p < PHASE__MAX; p++) {
			seed = seed * 1664525 + 1013904223;
			many[i].phase_ns[p] = seed >> 8;
		}
	}
	runs[0].samples = many;
	runs[0].samples_count = summary.engines[0].requests = COUNT;
	summary.engines_count = 1;
	clock_t before = clock();
	char *text = printed(report_har, &summary);
	double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
	CHECK(seconds < (program_is_slow() ? 60 : 1), "%.2f s", seconds);
	struct json_object *har = json_tokener_parse(text);
	struct json_object *entries = NULL;
	CHECK(json_pointer_get(har, "/log/entries", &entries) == 0, "entries");
	int wrong = 0;
	for (size_t i = 0; i < COUNT; i++) {
		struct json_object *entry =
		    json_object_array_get_idx(entries, i);
		struct json_object *timings =
		    json_object_object_get(entry, "timings");
		double sum = 0;
		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++) {
			double ms = json_object_get_double(
			    json_object_object_get(timings, parts[k]));
			sum += ms > 0 ? ms : 0;
		}
		double off = sum - json_object_get_double(
				       json_object_object_get(entry, "time"));
		wrong += !(off > -1e-6 && off < 1e-6);
	}
	CHECK_NUMBER(wrong, 0, "sums");
	json_object_put(har);
	free(text);
	free(many);
}

CU_TestInfo har_tests[] = {
	{ "pages", test_pages },
	{ "the order of entries", test_order },
	{ "an entry", test_entry },
	{ "an entry without an answer", test_failed },
	{ "a server's address", test_address },
	{ "many entries, and their sums", test_sums },
	CU_TEST_INFO_NULL,
};
