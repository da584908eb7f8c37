/*
 * test_instrument_stack.c: docking-timing as an instrument, against the real
 * server, whose places and delays are known: over HTTP and HTTPS, with HTTP/2,
 * with a sweep.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/harness.h"
#include "../lib/http.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* The pair that run.sh --tls self makes; tests run in the project's folder. */
#define TRUSTED "--cacert=var/tls/cert.pem"

enum { SETTINGS_MAX = 16 };

/* A stack, and where it is. */
struct site {
	struct stack stack;
	char http[64];
	char https[64];
};

/* settings as for stack_start(). */
static void
site_start(struct site *site, const char *const settings[])
{
	const char *all[SETTINGS_MAX] = { "DOCKING_TLS=self" };
	char port[64];
	size_t count = 1;
	int tls_port = stack_free_port();
	snprintf(port, sizeof(port), "DOCKING_TLS_PORT=%d", tls_port);
	all[count++] = port;
	for (size_t i = 0; settings[i] != NULL && count < SETTINGS_MAX - 1; i++)
		all[count++] = settings[i];
	if (!stack_start(&site->stack, all))
		exit(EXIT_FAILURE);
	snprintf(site->http, sizeof(site->http), "http://127.0.0.1:%d",
	    site->stack.port);
	snprintf(
	    site->https, sizeof(site->https), "https://127.0.0.1:%d", tls_port);
}

static void
site_stop(struct site *site)
{
	CHECK_NUMBER(stack_stop(&site->stack), 0, "the server's end");
}

/* Long enough to be most of the time on a machine that has other work, too. */
static const char *
delay_setting(void)
{
	return program_is_slow() ? "DOCKING_DELAY=0.5" : "DOCKING_DELAY=0.1";
}

/* What GET /capacity says of the most requests that were parked at once. */
static int
most_parked(const struct site *site)
{
	static const char request[] =
	    "GET /capacity HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
	char *bytes;
	size_t length;
	int most = -1;
	if (http_exchange(
		site->stack.port, request, strlen(request), &bytes, &length)) {
		const char *member = strstr(bytes, "\"mostParked\":");
		if (member != NULL)
			sscanf(member, "\"mostParked\":%d", &most);
		free(bytes);
	}
	return most;
}

/* --- results ----------------------------------------------------------------
 */

/* For 1,000 drawn names every engine has the same results, over HTTP and over
 * HTTPS. */
static void
check_identical(const struct site *site)
{
	const struct {
		const char *url, *engines;
		int engines_count;
		const char *option;
	} rows[] = {
		{ site->http, "sync,threads,poll,multi", 4,
		    "--session=workflow" },
		{ site->http, "sync,threads,poll,multi", 4,
		    "--session=shared" },
		{ site->https, "sync,threads,poll,multi,h2", 5,
		    "--session=workflow" },
		{ site->https, "sync,threads,poll,multi,h2", 5,
		    "--session=shared" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(rows[i].url,
		    (const char *const[]){ TRUSTED, "--names=1000",
			"--concurrency=40", "--format=json", "--engine",
			rows[i].engines, rows[i].option, NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "row %zu", i);
		CHECK(timing_number(report, "/names") == 1000, "row %zu", i);
		for (int e = 0; e < rows[i].engines_count; e++) {
			struct json_object *engine =
			    timing_get(report, "/engines/%d", e);
			double connections =
			    timing_number(engine, "/connections");
			bool shared = strstr(rows[i].option, "shared") != NULL;
			bool h2 =
			    strcmp(timing_text(engine, "/engine"), "h2") == 0;
			CHECK(timing_number(engine, "/requests") == 2000,
			    "row %zu, engine %d", i, e);
			CHECK(timing_number(engine, "/failed") == 0,
			    "row %zu, engine %d", i, e);
			CHECK(shared || h2
				  ? connections >= 1 &&
					connections <= (e == 0 ? 1 : 40)
				  : connections == 1000,
			    "row %zu, engine %d: %g", i, e, connections);
			CHECK_TEXT(timing_text(engine, "/binds"), "overhead",
			    "row %zu, engine %d: there is no delay", i, e);
		}
		json_object_put(report);
		outcome_done(&o);
	}
}

/* A certificate is trusted if it is said so, or any if that is said; else one
 * line says why nothing was done. HTTP/2 is only spoken over TLS. */
static void
check_trust(const struct site *site)
{
	const struct {
		const char *url, *arg, *engine;
		int code;
		const char *words;
	} rows[] = {
		{ site->https, TRUSTED, "multi", 0, NULL },
		{ site->https, "--insecure", "sync", 0, NULL },
		{ site->https, "--insecure", "h2", 0, NULL },
		{ site->https, "--places=0", "multi", EX_UNAVAILABLE,
		    "self-signed certificate" },
		{ site->https, "--places=0", "h2", EX_UNAVAILABLE,
		    "self-signed certificate" },
		{ site->https, "--cacert=/nonexistent/cert.pem", "sync",
		    EX_UNAVAILABLE, "/nonexistent/cert.pem" },
		{ site->http, TRUSTED, "h2", EX_USAGE, "'h2' needs an https" },
		{ site->http, "--names=2", "sync,h2", EX_USAGE,
		    "'h2' needs an https" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(rows[i].url,
		    (const char *const[]){
			rows[i].arg, "--engine", rows[i].engine, NULL },
		    NULL);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu: %s", i, o.err);
		if (rows[i].code == 0)
			CHECK_TEXT(o.err, "", "row %zu", i);
		else
			CHECK(timing_is_line(o.err, rows[i].code == EX_USAGE
							? "--engine: "
							: site->https) &&
				  strstr(o.err, rows[i].words) != NULL,
			    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
}

static void
test_identical(void)
{
	struct site site;
	site_start(&site, (const char *const[]){ "DOCKING_DELAY=0", NULL });
	check_identical(&site);
	check_trust(&site);
	site_stop(&site);
}

/* --- what binds -------------------------------------------------------------
 */

/* One engine against one site. */
struct binding {
	const char *what; /* must bind */
	const char *engine;
	const char *args[4];
};

static void
check_binding(const char *url, const struct binding *b)
{
	struct outcome o = timing_run(url,
	    (const char *const[]){ TRUSTED, "--format=json", "--engine",
		b->engine, b->args[0], b->args[1], b->args[2], b->args[3],
		NULL },
	    NULL);
	struct json_object *report = timing_parse(o.out);
	CHECK_NUMBER(o.code, 0, "%s: %s", b->what, o.err);
	CHECK_TEXT(
	    timing_text(report, "/engines/0/binds"), b->what, "%s", o.out);
	json_object_put(report);
	outcome_done(&o);
}

/* h2 has as many connections and requests at once as it may, and not one more:
 * the server, which is fresh, counts what is parked. */
static void
check_streams(const struct site *site)
{
	static const struct {
		const char *concurrency, *streams, *connections;
		int parked, opened;
	} rows[] = {
		{ "0", "2", "2", 4, 2 },
		{ "6", "4", "0", 6, 2 },
		{ "20", "5", "3", 15, 3 },
		{ "24", "8", "0", 24, 3 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(site->https,
		    (const char *const[]){ TRUSTED, "--format=json",
			"--engine=h2", "--names=30", "--concurrency",
			rows[i].concurrency, "--streams", rows[i].streams,
			"--connections", rows[i].connections, NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_NUMBER(
		    (int)timing_number(report, "/engines/0/connections"),
		    rows[i].opened, "row %zu: %s", i, o.out);
		CHECK_NUMBER((int)timing_number(report, "/engines/0/streams"),
		    atoi(rows[i].streams), "row %zu: %s", i, o.out);
		CHECK_NUMBER(most_parked(site), rows[i].parked, "row %zu", i);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* A server that parks all that comes: the client is what binds, and there is
 * no knee. */
static void
test_timer(void)
{
	static const struct binding rows[] = {
		{ "chain", "multi", { "--names=8" } },
		{ "chain", "threads", { "--names=8" } },
		{ "client limit", "multi", { "--names=8", "--concurrency=2" } },
		{ "client limit", "poll", { "--names=8", "--concurrency=2" } },
		{ "client limit", "sync", { "--names=4" } },
	};
	static const struct binding streams = { "streams", "h2",
		{ "--names=16", "--streams=2", "--connections=2" } };
	struct site site;
	site_start(&site, (const char *const[]){ delay_setting(), NULL });
	check_streams(&site);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_binding(site.http, &rows[i]);
	check_binding(site.https, &streams);
	site_stop(&site);
}

/* --- sweep ------------------------------------------------------------------
 */

/* The sweep finds how many requests a server holds, whatever it says itself;
 * and what it says binds. */
static void
test_sweep(void)
{
	static const struct {
		const char *settings[3];
		const char *sweep;
		int points[8]; /* ends with 0 */
		int knee;      /* 0: none */
	} rows[] = {
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=1",
		      "DOCKING_THREADS=1" },
		    "1,2,4", { 1, 2, 4 }, 1 },
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=4",
		      "DOCKING_THREADS=2" },
		    "1,2,4,8,16,32", { 1, 2, 4, 8, 16, 32 }, 8 },
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=3",
		      "DOCKING_THREADS=5" },
		    "4,8,16,32", { 4, 8, 16, 32 }, 15 },
		{ { "DOCKING_DELAY_MODEL=timer", "DOCKING_PROCESSES=4",
		      "DOCKING_THREADS=2" },
		    "1,2,4,8,16,32", { 1, 2, 4, 8, 16, 32 }, 0 },
	};
	static const struct binding places = { "server places", "multi",
		{ "--names=32" } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct site site;
		site_start(&site,
		    (const char *const[]){ delay_setting(), rows[i].settings[0],
			rows[i].settings[1], rows[i].settings[2], NULL });
		struct outcome o = timing_run(site.http,
		    (const char *const[]){
			"--format=json", "--sweep", rows[i].sweep, NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		struct json_object *sweep = timing_get(report, "/sweep");
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_TEXT(
		    timing_text(sweep, "/engine"), "multi", "row %zu", i);
		CHECK(
		    (timing_get(sweep, "/knee") != NULL) == (rows[i].knee > 0),
		    "row %zu: %s", i, o.out);
		CHECK_NUMBER((int)timing_number(sweep, "/knee"), rows[i].knee,
		    "row %zu: %s", i, o.out);
		size_t count = 0;
		for (; rows[i].points[count] != 0; count++) {
			struct json_object *point =
			    timing_get(sweep, "/points/%zu", count);
			double bound_s = timing_number(point, "/bound_s");
			double wall_s = timing_number(point, "/wall_s");
			double efficiency = timing_number(point, "/efficiency");
			CHECK_NUMBER((int)timing_number(point, "/concurrency"),
			    rows[i].points[count], "row %zu", i);
			CHECK(wall_s >= bound_s && bound_s > 0, "row %zu: %s",
			    i, o.out);
			CHECK(efficiency > bound_s / wall_s - 0.001 &&
				  efficiency < bound_s / wall_s + 0.001,
			    "row %zu: %s", i, o.out);
		}
		CHECK_NUMBER((long long)json_object_array_length(
				 timing_get(sweep, "/points")),
		    (long long)count, "row %zu", i);
		json_object_put(report);
		outcome_done(&o);
		if (rows[i].knee == 8)
			check_binding(site.http, &places);
		site_stop(&site);
	}
}

/* For a reader, the same in words. */
static void
test_sweep_text(void)
{
	struct site site;
	site_start(&site,
	    (const char *const[]){ delay_setting(), "DOCKING_DELAY_MODEL=sleep",
		"DOCKING_PROCESSES=1", "DOCKING_THREADS=3", NULL });
	struct outcome o = timing_run(site.http,
	    (const char *const[]){ "--sweep=2,6", "--engine=poll", NULL },
	    NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK(strstr(o.out, ", engine poll") != NULL &&
		  strstr(o.out, "The knee is at 3: the server holds 3 "
				"requests at once") != NULL,
	    "%s", o.out);
	outcome_done(&o);
	site_stop(&site);
}

CU_TestInfo instrument_stack_tests[] = {
	{ "1,000 names, every engine, HTTP and HTTPS", test_identical },
	{ "what binds, and streams", test_timer },
	{ "the sweep finds the places", test_sweep },
	{ "the sweep in words", test_sweep_text },
	CU_TEST_INFO_NULL,
};
