/*
 * metrics.c: counts answers, and writes GET /metrics.
 *
 * Each series has a number on the scoreboard, as the enum below lays them out:
 * requests of one route, method and status, and so on. A series that has
 * counted nothing is left out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/metrics.h"
#include "contract/problem.h"

#include "contract/route.h"
#include "park/capacity.h"

#include <inttypes.h>

/* All statuses that an answer of ours may have, in order. */
static const int statuses[] = { 200, 201, 202, 203, 204, 205, 206, 300, 301,
	302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408,
	409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424,
	425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 506,
	507, 508, 510, 511 };

/* The upper bounds of the histogram's buckets in ns: a lookup takes some 0.1
 * ms, a commit some ms, and waiting for a lock times out after 5 s. Longer
 * times are in one more bucket. */
static const int64_t bucket_ends_ns[] = { 100000, 250000, 500000, 1000000,
	2500000, 5000000, 10000000, 25000000, 50000000, 100000000, 250000000,
	500000000, 1000000000, 2500000000, 5000000000 };

static const enum err store_errors[] = { ERR_BUSY, ERR_STORE,
	ERR_STORE_READ_ONLY, ERR_STORE_DAMAGED, ERR_STORE_FULL };

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
	METHODS = ROUTE_METHODS + 1,       /* and one for all others */
	STATUSES = COUNT_OF(statuses) + 1, /* and one for all others */
	BUCKETS = COUNT_OF(bucket_ends_ns) + 1,
	STORE_ERRORS = COUNT_OF(store_errors),
};

/* Where the counters are: the first number of each kind. */
enum {
	REQUESTS = 0, /* [route][method][status] */
	WORK = REQUESTS + (ROUTES_MAX + 1) * METHODS * STATUSES,
	WORK_NS = WORK + (ROUTES_MAX + 1) * BUCKETS, /* [route] */
	ERRORS = WORK_NS + ROUTES_MAX + 1,
	CACHE_HITS = ERRORS + STORE_ERRORS,
	COUNTERS,
};
_Static_assert(
    (int)COUNTERS <= (int)SCOREBOARD_COUNTERS, "the scoreboard is too small");

static size_t
requests_counter(size_t route, size_t method, size_t status)
{
	return REQUESTS + (route * METHODS + method) * STATUSES + status;
}

static size_t
status_index(int status)
{
	size_t i = 0;
	while (i < STATUSES - 1 && statuses[i] != status)
		i++;
	return i;
}

static size_t
bucket_index(int64_t work_ns)
{
	size_t i = 0;
	while (i < BUCKETS - 1 && work_ns > bucket_ends_ns[i])
		i++;
	return i;
}

void
metrics_count_answer(struct scoreboard *scoreboard,
    const struct request *request, int status, int64_t work_ns)
{
	if (request->refused != 0)
		return;
	size_t route = route_index(request->resolved.route);
	scoreboard_count(scoreboard,
	    requests_counter(route, route_method_index(request->method),
		status_index(status)),
	    1);
	scoreboard_count(
	    scoreboard, WORK + route * BUCKETS + bucket_index(work_ns), 1);
	scoreboard_count(scoreboard, WORK_NS + route, (uint64_t)work_ns);
}

void
metrics_count_error(struct scoreboard *scoreboard, enum err err)
{
	for (size_t i = 0; i < STORE_ERRORS; i++)
		if (store_errors[i] == err)
			scoreboard_count(scoreboard, ERRORS + i, 1);
}

void
metrics_count_cache_hit(struct scoreboard *scoreboard)
{
	scoreboard_count(scoreboard, CACHE_HITS, 1);
}

/* --- GET /metrics --------------------------------------------------------- */

static void
begin(struct buffer *b, const char *name, const char *type, const char *help)
{
	buffer_printf(
	    b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
write_counter(
    struct buffer *b, const char *name, const char *help, uint64_t value)
{
	begin(b, name, "counter", help);
	buffer_printf(b, "%s %" PRIu64 "\n", name, value);
}

static void
write_gauge(
    struct buffer *b, const char *name, const char *help, uint64_t value)
{
	begin(b, name, "gauge", help);
	buffer_printf(b, "%s %" PRIu64 "\n", name, value);
}

static void
write_requests(const struct scoreboard *scoreboard, struct buffer *b)
{
	begin(b, "docking_requests_total", "counter",
	    "Requests that docking-fcgi has answered. What the web server "
	    "answers itself is in its access log only.");
	for (size_t route = 0; route <= ROUTES_MAX; route++)
		for (size_t method = 0; method < METHODS; method++)
			for (size_t status = 0; status < STATUSES; status++) {
				uint64_t sum = scoreboard_sum(scoreboard,
				    requests_counter(route, method, status));
				if (sum == 0)
					continue;
				buffer_printf(b,
				    "docking_requests_total{route=\"%s\","
				    "method=\"%s\",status=\"",
				    route_pattern(route), route_method(method));
				if (status < STATUSES - 1)
					buffer_printf(
					    b, "%d", statuses[status]);
				else
					buffer_add_text(b, "other");
				buffer_printf(b, "\"} %" PRIu64 "\n", sum);
			}
}

static void
write_work(const struct scoreboard *scoreboard, struct buffer *b)
{
	static const char name[] = "docking_request_work_seconds";
	begin(b, name, "histogram",
	    "Time from the end of the delay to the first byte of the answer.");
	for (size_t route = 0; route <= ROUTES_MAX; route++) {
		const char *pattern = route_pattern(route);
		uint64_t counts[BUCKETS];
		uint64_t count = 0;
		for (size_t i = 0; i < BUCKETS; i++)
			count += counts[i] = scoreboard_sum(
			    scoreboard, WORK + route * BUCKETS + i);
		if (count == 0)
			continue;
		uint64_t below = 0;
		for (size_t i = 0; i < BUCKETS - 1; i++)
			buffer_printf(b,
			    "%s_bucket{route=\"%s\",le=\"%g\"} %" PRIu64 "\n",
			    name, pattern, (double)bucket_ends_ns[i] / 1e9,
			    below += counts[i]);
		buffer_printf(b,
		    "%s_bucket{route=\"%s\",le=\"+Inf\"} %" PRIu64 "\n"
		    "%s_sum{route=\"%s\"} %.9f\n"
		    "%s_count{route=\"%s\"} %" PRIu64 "\n",
		    name, pattern, count, name, pattern,
		    (double)scoreboard_sum(scoreboard, WORK_NS + route) / 1e9,
		    name, pattern, count);
	}
}

static void
write_errors(const struct scoreboard *scoreboard, struct buffer *b)
{
	begin(b, "docking_store_errors_total", "counter",
	    "Requests that the database has failed, by the problem's type.");
	for (size_t i = 0; i < STORE_ERRORS; i++)
		buffer_printf(b,
		    "docking_store_errors_total{type=\"%s\"} %" PRIu64 "\n",
		    problem(store_errors[i])->type,
		    scoreboard_sum(scoreboard, ERRORS + i));
}

enum err
metrics_write(const struct scoreboard *scoreboard, const struct config *config,
    struct buffer *body)
{
	struct scoreboard_now now = scoreboard_read_now(scoreboard);
	write_requests(scoreboard, body);
	write_work(scoreboard, body);
	write_errors(scoreboard, body);
	write_counter(body, "docking_cache_hits_total",
	    "Requests that were answered as an equal one before, since nothing "
	    "has changed meanwhile.",
	    scoreboard_sum(scoreboard, CACHE_HITS));
	write_gauge(body, "docking_parked_requests",
	    "Requests that wait for the end of their delay.", now.parked);
	write_gauge(body, "docking_places",
	    "Requests that can wait at the same time.",
	    capacity_places(config, now.processes));
	write_gauge(body, "docking_processes",
	    "Processes of docking-fcgi that are alive.", now.processes);
	write_counter(body, "docking_process_starts_total",
	    "Processes of docking-fcgi that there have ever been.",
	    scoreboard_starts(scoreboard));
	return buffer_error(body);
}
