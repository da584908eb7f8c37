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
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum { SETTINGS_MAX = 16 };

/* A stack, and where it is. */
struct site {
	struct stack stack;
	char http[64];
	char https[64];
};

/* The option for the pair that run.sh --tls self makes. A static buffer. */
static const char *
trusted(void)
{
	static char option[4200];
	snprintf(
	    option, sizeof(option), "--cacert=%s/tls/cert.pem", stack_state());
	return option;
}

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

/* A delay that is most of a request's time on a machine that has other work,
 * too; and one that lets a sweep tell one from the next. */
static const char *
long_delay(void)
{
	return program_is_slow() ? "DOCKING_DELAY=1" : "DOCKING_DELAY=0.1";
}

static const char *
short_delay(void)
{
	return program_is_slow() ? "DOCKING_DELAY=0.2" : "DOCKING_DELAY=0.1";
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
		const char *session;
		int names;
	} rows[] = {
		{ site->http, "sync,threads,poll,multi", 4, "workflow", 1000 },
		{ site->http, "sync,threads,poll,multi", 4, "shared", 200 },
		{ site->https, "sync,threads,poll,multi,h2", 5, "shared",
		    1000 },
		/* Each of them with a handshake. */
		{ site->https, "sync,threads,poll,multi,h2", 5, "workflow",
		    200 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char names[16];
		snprintf(names, sizeof(names), "%d", rows[i].names);
		struct outcome o = timing_run(rows[i].url,
		    (const char *const[]){ trusted(), "--names", names,
			"--concurrency=40", "--format=json", "--engine",
			rows[i].engines, "--session", rows[i].session, NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_TEXT(o.err, "", "row %zu", i);
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "row %zu", i);
		CHECK(timing_number(report, "/names") == rows[i].names,
		    "row %zu", i);
		for (int e = 0; e < rows[i].engines_count; e++) {
			struct json_object *engine =
			    timing_get(report, "/engines/%d", e);
			double connections =
			    timing_number(engine, "/connections");
			bool shared = strcmp(rows[i].session, "shared") == 0;
			bool h2 =
			    strcmp(timing_text(engine, "/engine"), "h2") == 0;
			CHECK(timing_number(engine, "/requests") ==
				  2 * rows[i].names,
			    "row %zu, engine %d", i, e);
			CHECK(timing_number(engine, "/failed") == 0,
			    "row %zu, engine %d", i, e);
			CHECK(shared || h2
				  ? connections >= 1 &&
					connections <= (e == 0 ? 1 : 40)
				  : connections == rows[i].names,
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
		{ site->https, trusted(), "multi", 0, NULL },
		{ site->https, "--insecure", "sync", 0, NULL },
		{ site->https, "--insecure", "h2", 0, NULL },
		{ site->https, "--places=0", "multi", EX_UNAVAILABLE,
		    "self-signed certificate" },
		{ site->https, "--places=0", "h2", EX_UNAVAILABLE,
		    "self-signed certificate" },
		{ site->https, "--cacert=/nonexistent/cert.pem", "sync",
		    EX_UNAVAILABLE, "/nonexistent/cert.pem" },
		{ site->http, trusted(), "h2", EX_USAGE,
		    "'h2' needs an https" },
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

/* True if a process may mount what only it sees; else the test is skipped. */
static bool
may_mount(void)
{
	struct outcome o = program_run(
	    (const char *const[]){ "unshare", "-rm", "mount", "--bind",
		"/etc/ssl/certs", "/etc/ssl/certs", NULL },
	    NULL);
	bool may = o.code == 0;
	if (!may)
		harness_skip("a process cannot have a mount of its own: %.*s",
		    (int)strcspn(o.err, "\n"), o.err);
	outcome_done(&o);
	return may;
}

/* The system's certificates are a folder; here it is one with the server's, as
 * seen by one process. With --cacert they are not trusted beside the file's. */
static void
check_system_trust(const struct site *site)
{
	static const char script[] =
	    "set -e; dir=$1; mkdir -p \"$dir\"; "
	    "cp \"$2/tls/cert.pem\" \"$dir\"; openssl rehash \"$dir\"; "
	    "shift 2; "
	    "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=other "
	    "-keyout /dev/null -out \"$dir/../other.pem\" 2>/dev/null; exec "
	    "unshare -rm "
	    "sh -c 'mount --bind \"$0\" /etc/ssl/certs && exec \"$@\"' "
	    "\"$dir\" \"$@\"";
	char *dir = temp_file("certificates");
	char *other = temp_file("other.pem");
	const struct {
		const char *arg, *value;
		int code;
	} rows[] = {
		{ "--names", "2", 0 },
		{ "--cacert", other, EX_UNAVAILABLE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = program_run(
		    (const char *const[]){ "bash", "-c", script, "-", dir,
			stack_state(), program_built("docking-timing"), "--url",
			site->https, rows[i].arg, rows[i].value, NULL },
		    NULL);
		CHECK_NUMBER(o.code, rows[i].code, "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
	free(other);
	free(dir);
}

static void
test_system_trust(void)
{
	struct site site;
	if (!may_mount())
		return;
	site_start(&site, (const char *const[]){ "DOCKING_DELAY=0", NULL });
	check_system_trust(&site);
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

/* On a busy machine it may be overhead now and then. */
static void
check_binding(const char *url, const struct binding *b)
{
	bool binds = false;
	for (int try = 0; try < INSTRUMENT_TRIES && !binds; try++) {
		struct outcome o = timing_run(url,
		    (const char *const[]){ trusted(), "--format=json",
			"--engine", b->engine, b->args[0], b->args[1],
			b->args[2], b->args[3], NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "%s: %s", b->what, o.err);
		const char *what = timing_text(report, "/engines/0/binds");
		binds = what != NULL && strcmp(what, b->what) == 0;
		CHECK(binds || try < INSTRUMENT_TRIES - 1, "%s, %s: %s",
		    b->what, b->engine, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* h2 has as many connections and requests at once as it may, and not one more:
 * the server, which is fresh, counts what is parked. */
static void
check_streams(const struct site *site)
{
	static const struct {
		const char *names, *concurrency, *streams, *connections;
		int parked, opened;
	} rows[] = {
		{ "12", "0", "2", "2", 4, 2 },
		{ "12", "6", "4", "0", 6, 2 },
		/* More than our server's 8: the rest waits for a stream, and
		 * opens no connection. */
		{ "16", "16", "16", "1", 8, 1 },
		{ "30", "20", "5", "3", 15, 3 },
		{ "24", "0", "8", "0", 24, 3 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome o = timing_run(site->https,
		    (const char *const[]){ trusted(), "--format=json",
			"--engine=h2", "--names", rows[i].names,
			"--concurrency", rows[i].concurrency, "--streams",
			rows[i].streams, "--connections", rows[i].connections,
			NULL },
		    NULL);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		CHECK_NUMBER(
		    (int)timing_number(report, "/engines/0/connections"),
		    rows[i].opened, "row %zu: %s", i, o.out);
		CHECK_NUMBER((int)timing_number(report, "/streams"),
		    atoi(rows[i].streams), "row %zu: %s", i, o.out);
		CHECK_NUMBER(most_parked(site), rows[i].parked, "row %zu", i);
		json_object_put(report);
		outcome_done(&o);
	}
}

/* --- sweep ------------------------------------------------------------------
 */

/* A sweep, and what it must find. */
struct sweep_case {
	const char *settings[3]; /* of the server */
	const char *list;
	int points[8]; /* the same; ends with 0 */
	int knee;      /* 0: none */
};

/* The knee is the number of the server's places, whatever it says itself; the
 * points are in order, each with its bound. */
static void
check_sweep(const struct site *site, const struct sweep_case *c)
{
	struct outcome o = timing_run(site->http,
	    (const char *const[]){ "--format=json", "--sweep", c->list, NULL },
	    NULL);
	struct json_object *report = timing_parse(o.out);
	struct json_object *sweep = timing_get(report, "/sweep");
	CHECK_NUMBER(o.code, 0, "%s: %s", c->list, o.err);
	CHECK_TEXT(timing_text(sweep, "/engine"), "multi", "%s", c->list);
	CHECK(
	    (timing_get(sweep, "/knee") != NULL) == (c->knee > 0), "%s", o.out);
	CHECK_NUMBER((int)timing_number(sweep, "/knee"), c->knee, "%s", o.out);
	size_t count = 0;
	for (; c->points[count] != 0; count++) {
		struct json_object *p = timing_get(sweep, "/points/%zu", count);
		double bound_s = timing_number(p, "/bound_s");
		double wall_s = timing_number(p, "/wall_s");
		double off = timing_number(p, "/efficiency") - bound_s / wall_s;
		CHECK_NUMBER((int)timing_number(p, "/concurrency"),
		    c->points[count], "%s", o.out);
		CHECK(wall_s >= bound_s && bound_s > 0, "%s", o.out);
		CHECK(off > -0.001 && off < 0.001, "%s", o.out);
	}
	CHECK_NUMBER(
	    (long long)json_object_array_length(timing_get(sweep, "/points")),
	    (long long)count, "%s", o.out);
	json_object_put(report);
	outcome_done(&o);
}

/* For a reader, the same in words. */
static void
check_sweep_text(const struct site *site, const char *words)
{
	struct outcome o = timing_run(site->http,
	    (const char *const[]){ "--sweep=1,2", "--engine=poll", NULL },
	    NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK(strstr(o.out, ", engine poll") != NULL &&
		  strstr(o.out, words) != NULL,
	    "%s", o.out);
	outcome_done(&o);
}

/* Threads that sleep: their number is what the sweep finds, and what binds. */
static void
test_sleep(void)
{
	static const struct sweep_case cases[] = {
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=1",
		      "DOCKING_THREADS=1" },
		    "1,2", { 1, 2 }, 1 },
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=4",
		      "DOCKING_THREADS=2" },
		    "2,8,32", { 2, 8, 32 }, 8 },
		{ { "DOCKING_DELAY_MODEL=sleep", "DOCKING_PROCESSES=3",
		      "DOCKING_THREADS=5" },
		    "8,32", { 8, 32 }, 15 },
	};
	static const struct binding places = { "server places", "multi",
		{ "--names=32" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sweep_case *c = &cases[i];
		struct site site;
		site_start(
		    &site, (const char *const[]){ short_delay(), c->settings[0],
			       c->settings[1], c->settings[2], NULL });
		check_sweep(&site, c);
		if (c->knee == 1)
			check_sweep_text(&site, "The knee is at 1: the server "
						"holds 1 request at once, ");
		if (c->knee == 8)
			check_binding(site.http, &places);
		site_stop(&site);
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
		{ "client limit", "multi", { "--names=4", "--concurrency=2" } },
		{ "client limit", "poll", { "--names=4", "--concurrency=2" } },
		{ "client limit", "sync", { "--names=2" } },
	};
	static const struct sweep_case all_held = { .list = "1,8,32",
		.points = { 1, 8, 32 } };
	static const struct binding streams = { "streams", "h2",
		{ "--names=8", "--streams=2", "--connections=2" } };
	struct site site;
	site_start(&site, (const char *const[]){ long_delay(), NULL });
	check_streams(&site);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_binding(site.http, &rows[i]);
	check_binding(site.https, &streams);
	check_sweep(&site, &all_held);
	check_sweep_text(&site, "No knee: the server held everything");
	site_stop(&site);
}

CU_TestInfo instrument_stack_tests[] = {
	{ "every engine alike, over HTTP and HTTPS", test_identical },
	{ "the system's certificates", test_system_trust },
	{ "sleep: the places are found, and bind", test_sleep },
	{ "timer: what binds, and no knee", test_timer },
	CU_TEST_INFO_NULL,
};
