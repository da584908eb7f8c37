/*
 * test_sweep.c: how many requests a server holds, seen from when its answers
 * came.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "measure/sweep.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MS = 1000000, STEPS = 2, ROUNDS = 2, IN_FLIGHT_MAX = 64 };

/* A made-up server: it holds so many requests, each for its delay and a little
 * longer, and the others wait for a place. */
struct server {
	size_t places;
	int64_t delay_ns;
	int64_t short_delay_ns; /* of every other request; 0: all alike */
	int64_t jitter_ns;      /* an answer is late by less than this */
	bool tells;             /* its delay, on every answer */
};

static size_t
first_of(const int64_t *times, size_t count)
{
	size_t first = 0;
	for (size_t i = 1; i < count; i++)
		if (times[i] < times[first])
			first = i;
	return first;
}

/* What a client that has at most in_flight requests under way, for ROUNDS
 * workflows each of STEPS requests, measures of the server. */
static struct sweep_point
measure(const struct server *server, size_t concurrency, size_t in_flight,
    int64_t option_delay_ns)
{
	static struct sample samples[IN_FLIGHT_MAX * STEPS * ROUNDS];
	static struct workflow workflows[IN_FLIGHT_MAX * ROUNDS];
	int64_t ready[IN_FLIGHT_MAX] = { 0 };  /* a client's next request */
	int64_t vacant[IN_FLIGHT_MAX] = { 0 }; /* a place */
	unsigned short state[3] = { 1, 2, 3 };
	struct run run = { .workflows = workflows,
		.workflows_count = concurrency * ROUNDS,
		.concurrency = concurrency,
		.samples = samples,
		.samples_count = concurrency * ROUNDS * STEPS };
	for (size_t i = 0; i < run.samples_count; i++) {
		size_t client = first_of(ready, in_flight);
		size_t place = first_of(vacant, server->places);
		int64_t begun = ready[client] > vacant[place] ? ready[client]
							      : vacant[place];
		int64_t delay = server->short_delay_ns > 0 && i % 2 == 1
				    ? server->short_delay_ns
				    : server->delay_ns;
		int64_t end = begun + delay;
		if (server->jitter_ns > 0)
			end += nrand48(state) % server->jitter_ns;
		samples[i] = (struct sample){ .workflow = i / STEPS,
			.step = i % STEPS,
			.start_ns = ready[client],
			.duration_ns = end - ready[client],
			.delay_ns = server->tells ? delay : -1,
			.status = 200 };
		ready[client] = vacant[place] = end;
		if (end > run.wall_ns)
			run.wall_ns = end;
	}
	for (size_t i = 0; i < run.workflows_count; i++)
		workflows[i].state = WORKFLOW_DONE;
	return sweep_point_of(&run, in_flight, option_delay_ns);
}

/* The knee is the number of the server's places, as soon as there was more in
 * flight, whoever says the delay, if anybody does. */
static void
test_knee(void)
{
	static const size_t powers[] = { 1, 2, 4, 8, 16, 32, 0 };
	static const size_t odd[] = { 3, 9, 10, 40, 0 };
	static const size_t small[] = { 1, 2, 4, 8, 0 };
	static const struct {
		const char *what;
		struct server server;
		const size_t *concurrencies;
		int64_t option_ms;
		size_t knee;
	} rows[] = {
		{ "8 places", { 8, 500 * MS, 0, 0, true }, powers, -1, 8 },
		{ "15 places", { 15, 500 * MS, 0, 0, true }, powers, -1, 15 },
		{ "9 places, an odd sweep", { 9, 500 * MS, 0, 0, true }, odd,
		    -1, 9 },
		{ "one place", { 1, 500 * MS, 0, 0, true }, powers, -1, 1 },
		{ "31 places", { 31, 500 * MS, 0, 0, true }, powers, -1, 31 },
		{ "as many as were tried", { 32, 500 * MS, 0, 0, true }, powers,
		    -1, 0 },
		{ "more than were tried", { 40, 500 * MS, 0, 0, true }, powers,
		    -1, 0 },
		{ "8 places, 8 tried", { 8, 500 * MS, 0, 0, true }, small, -1,
		    0 },
		{ "8 places, late by 5 ms", { 8, 500 * MS, 0, 5 * MS, true },
		    powers, -1, 8 },
		{ "15 places, late by 5 ms", { 15, 500 * MS, 0, 5 * MS, true },
		    powers, -1, 15 },
		{ "8 places, late by 3 of 50 ms",
		    { 8, 50 * MS, 0, 3 * MS, true }, powers, -1, 8 },
		{ "no knee, late by 5 ms", { 40, 500 * MS, 0, 5 * MS, true },
		    powers, -1, 0 },
		{ "8 places, --delay", { 8, 500 * MS, 0, 5 * MS, false },
		    powers, 500, 8 },
		{ "8 places, an unknown delay",
		    { 8, 500 * MS, 0, 5 * MS, false }, powers, -1, 8 },
		{ "15 places, an unknown delay",
		    { 15, 500 * MS, 0, 5 * MS, false }, powers, -1, 15 },
		/* A place gives several short answers in one long delay. */
		{ "8 places, unequal delays",
		    { 8, 500 * MS, 100 * MS, 0, true }, powers, -1, 8 },
		{ "no delay", { 8, 0, 0, 1 * MS, true }, powers, -1, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sweep sweep = { .engine = &engine_multi };
		int64_t option_ns =
		    rows[i].option_ms < 0 ? -1 : rows[i].option_ms * MS;
		for (const size_t *k = rows[i].concurrencies; *k > 0; k++)
			sweep_add(&sweep,
			    measure(&rows[i].server, *k, *k, option_ns));
		CHECK_NUMBER((long long)sweep.knee, (long long)rows[i].knee,
		    "%s", rows[i].what);
	}
}

/* What the client's own limits keep from the server is not the server's. */
static void
test_client_limit(void)
{
	static const struct server server = { 16, 500 * MS, 0, 0, true };
	struct sweep sweep = { .engine = &engine_h2 };
	for (size_t k = 4; k <= 64; k *= 2)
		sweep_add(&sweep, measure(&server, k, k < 8 ? k : 8, -1));
	CHECK_NUMBER((long long)sweep.points[4].held, 8, "64 on 8 streams");
	CHECK_NUMBER((long long)sweep.knee, 0, "8 streams, 16 places");
	sweep_add(&sweep, measure(&server, 64, 64, -1));
	CHECK_NUMBER((long long)sweep.knee, 16, "64 streams, 16 places");
}

/* A point tells what was measured, against what the client alone would have
 * needed, as if the server held everything. */
static void
test_point(void)
{
	static const struct server server = { 8, 500 * MS, 0, 0, true };
	struct sweep_point p = measure(&server, 4, 4, -1);
	CHECK_NUMBER((long long)p.concurrency, 4, "4 in flight");
	CHECK_NUMBER((long long)p.workflows, 8, "4 in flight");
	CHECK_NUMBER((long long)p.failed, 0, "4 in flight");
	CHECK_NUMBER((long long)p.held, 4, "4 in flight");
	CHECK_NUMBER(p.wall_ns, 2000 * (int64_t)MS, "4 in flight");
	CHECK_NUMBER(p.bound.wall_ns, 2000 * (int64_t)MS, "4 in flight");
	CHECK(p.bound.efficiency == 1, "%g", p.bound.efficiency);

	p = measure(&server, 32, 32, -1);
	CHECK_NUMBER((long long)p.held, 8, "32 in flight");
	CHECK_NUMBER(p.wall_ns, 8000 * (int64_t)MS, "32 in flight");
	CHECK_NUMBER(p.bound.wall_ns, 2000 * (int64_t)MS, "32 in flight");
	CHECK(p.bound.efficiency == 0.25, "%g", p.bound.efficiency);
}

/* What got no answer was held by nobody; what failed is counted. */
static void
test_failures(void)
{
	struct workflow workflows[] = { { .state = WORKFLOW_DONE },
		{ .state = WORKFLOW_FAILED }, { .state = WORKFLOW_FAILED } };
	struct sample samples[] = {
		{ .workflow = 0,
		    .duration_ns = 500 * MS,
		    .delay_ns = 500 * MS,
		    .status = 200 },
		{ .workflow = 1,
		    .duration_ns = 500 * MS,
		    .delay_ns = 500 * MS,
		    .status = 500 },
		{ .workflow = 2, .duration_ns = 1 * MS, .delay_ns = -1 },
	};
	struct run run = { .workflows = workflows,
		.workflows_count = 3,
		.concurrency = 3,
		.samples = samples,
		.samples_count = 3,
		.wall_ns = 500 * MS };
	struct sweep_point p = sweep_point_of(&run, 3, -1);
	CHECK_NUMBER((long long)p.failed, 2, "two failed");
	CHECK_NUMBER((long long)p.held, 2, "two were answered");

	run.samples = &samples[2];
	run.samples_count = 1;
	p = sweep_point_of(&run, 3, -1);
	CHECK_NUMBER((long long)p.held, 0, "none was answered");
	run.samples_count = 0;
	p = sweep_point_of(&run, 3, -1);
	CHECK_NUMBER((long long)p.held, 0, "no request");
}

CU_TestInfo sweep_tests[] = {
	{ "the knee is the number of places", test_knee },
	{ "the client's limit is no knee", test_client_limit },
	{ "a point against its bound", test_point },
	{ "failures hold no place", test_failures },
	CU_TEST_INFO_NULL,
};
