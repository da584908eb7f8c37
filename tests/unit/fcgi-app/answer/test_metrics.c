/*
 * test_metrics.c: what is counted is told, in Prometheus's text format.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "answer/metrics.h"
#include "request/resolve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct config config = {
	.delay_model = DELAY_MODEL_SLEEP,
	.threads = 3,
};

/* The page, which the caller frees. */
static char *
page(const struct scoreboard *scoreboard)
{
	struct buffer body = { .bytes = NULL };
	CHECK_NUMBER(metrics_write(scoreboard, &config, &body), ERR_OK, "page");
	buffer_add(&body, "", 1);
	return body.bytes;
}

/* The page has this whole line. */
static bool
has_line(const char *text, const char *line)
{
	size_t length = strlen(line);
	for (; text != NULL; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, line, length) == 0 && text[length] == '\n')
			return true;
	}
	return false;
}

static void
count(struct scoreboard *scoreboard, const char *method, const char *target,
    int status, int64_t work_ns)
{
	struct request request;
	request_init(&request, method, target);
	resolve(&request);
	metrics_count_answer(scoreboard, &request, status, work_ns);
	request_done(&request);
}

/* Routes are patterns, or none; methods and statuses that nobody knows are one
 * series. So there is an end to how many series clients can make. */
static void
test_requests(void)
{
	static const struct {
		const char *method, *target;
		int status, times;
		const char *series;
	} rows[] = {
		{ "GET", "/users", 200, 3,
		    "route=\"/users\",method=\"GET\",status=\"200\"" },
		{ "HEAD", "/users", 200, 1,
		    "route=\"/users\",method=\"HEAD\",status=\"200\"" },
		{ "GET", "/users/1", 200, 2,
		    "route=\"/users/{id}\",method=\"GET\",status=\"200\"" },
		{ "GET", "/users/7?x=%22", 400, 5,
		    "route=\"/users/{id}\",method=\"GET\",status=\"400\"" },
		{ "DELETE", "/customers/1", 204, 1,
		    "route=\"/customers/{id}\",method=\"DELETE\","
		    "status=\"204\"" },
		{ "GET", "/metrics", 511, 1,
		    "route=\"/metrics\",method=\"GET\",status=\"511\"" },
		{ "GET", "/nothing\"\n", 404, 1,
		    "route=\"none\",method=\"GET\",status=\"404\"" },
		{ "BREW", "/", 599, 4,
		    "route=\"/\",method=\"other\",status=\"other\"" },
	};
	struct scoreboard *scoreboard = scoreboard_open(NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int k = 0; k < rows[i].times; k++)
			count(scoreboard, rows[i].method, rows[i].target,
			    rows[i].status, 0);
	char *text = page(scoreboard);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char line[200];
		snprintf(line, sizeof(line), "docking_requests_total{%s} %d",
		    rows[i].series, rows[i].times);
		CHECK(has_line(text, line), "%s in %s", line, text);
	}
	size_t series = 0;
	for (const char *p = text; (p = strstr(p, "_total{route=")) != NULL;
	     p++)
		series++;
	CHECK_NUMBER(
	    (long long)series, sizeof(rows) / sizeof(rows[0]), "series");
	free(text);
	scoreboard_close(scoreboard);
}

/* Buckets are cumulative, their ends are in them, and the sum is in seconds. */
static void
test_work(void)
{
	static const char *const lines[] = {
		"docking_request_work_seconds_bucket{route=\"/\",le=\"0.0001\"}"
		" 2",
		"docking_request_work_seconds_bucket{route=\"/"
		"\",le=\"0.00025\"}"
		" 3",
		"docking_request_work_seconds_bucket{route=\"/\",le=\"2.5\"} 3",
		"docking_request_work_seconds_bucket{route=\"/\",le=\"5\"} 4",
		"docking_request_work_seconds_bucket{route=\"/\",le=\"+Inf\"} "
		"5",
		"docking_request_work_seconds_sum{route=\"/\"} 12.000200001",
		"docking_request_work_seconds_count{route=\"/\"} 5",
	};
	struct scoreboard *scoreboard = scoreboard_open(NULL);
	count(scoreboard, "GET", "/", 200, 0);
	count(scoreboard, "GET", "/", 200, 100000);
	count(scoreboard, "GET", "/", 200, 100001);
	count(scoreboard, "GET", "/", 200, 5000000000);
	count(scoreboard, "GET", "/", 200, 7000000000);
	char *text = page(scoreboard);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		CHECK(has_line(text, lines[i]), "%s in %s", lines[i], text);
	CHECK(strstr(text, "work_seconds_bucket{route=\"/users\"") == NULL,
	    "what was not asked for");
	free(text);
	scoreboard_close(scoreboard);
}

/* The store's errors are counted by kind, no others; gauges are of now. */
static void
test_the_rest(void)
{
	static const char *const lines[] = {
		"docking_store_errors_total{type=\"StoreBusy\"} 2",
		"docking_store_errors_total{type=\"StoreUnavailable\"} 1",
		"docking_cache_hits_total 1",
		"docking_parked_requests 1",
		"docking_places 3",
		"docking_processes 1",
		"docking_process_starts_total 1",
	};
	struct scoreboard *scoreboard = scoreboard_open(NULL);
	for (int err = ERR_OK; err < ERR__MAX; err++)
		metrics_count_error(scoreboard, (enum err)err);
	metrics_count_error(scoreboard, ERR_BUSY);
	metrics_count_cache_hit(scoreboard);
	scoreboard_add_parked(scoreboard, 10);
	char *text = page(scoreboard);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		CHECK(has_line(text, lines[i]), "%s in %s", lines[i], text);
	free(text);
	scoreboard_close(scoreboard);
}

CU_TestInfo metrics_tests[] = {
	{ "requests by route, method and status", test_requests },
	{ "a histogram of the work", test_work },
	{ "errors and gauges", test_the_rest },
	CU_TEST_INFO_NULL,
};
