/*
 * test_notes.c: what a reader of the numbers could overlook.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../report/report_fixture.h"
#include "measure/notes.h"

#include <math.h>
#include <stdlib.h>

/* A --delay that is not the server's own is said to be of no use; one that is,
 * or is needed, is not. */
static void
test_unused_delay(void)
{
#define HALF  "--delay 2 is not used: the server tells its own, 0.5 s; "
#define UP_TO "--delay 2 is not used: the server tells its own, up to 0.5 s; "
#define FOR   "for a server of this run: DOCKING_DELAY=2 bash run.sh timing"
	static const struct {
		double given_s; /* -1: not */
		enum delay_source source;
		bool unequal;
		const char *note;
	} rows[] = {
		{ -1, DELAY_FROM_SERVER, false, NULL },
		{ 0.5, DELAY_FROM_SERVER, false, NULL },
		{ 2, DELAY_FROM_OPTION, false, NULL },
		{ -1, DELAY_UNKNOWN, false, NULL },
		{ 2, DELAY_FROM_SERVER, false, HALF FOR },
		{ 2, DELAY_FROM_SERVER, true, UP_TO FOR },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report_fixture f;
		report_fixture_init(&f);
		f.setting.delay_ns =
		    rows[i].given_s < 0 ? -1 : llround(rows[i].given_s * 1e9);
		for (size_t e = 0; e < f.summary.engines_count; e++) {
			f.summary.engines[e].bound.source = rows[i].source;
			f.summary.engines[e].bound.unequal = rows[i].unequal;
		}
		char *note = notes_unused_delay(&f.summary);
		CHECK_TEXT(note, rows[i].note, "row %zu", i);
		free(note);
	}
}

enum { WORKFLOWS = 4, STEPS = 2, REQUESTS = WORKFLOWS * STEPS };

/* Few delays among many requests are said if they are matters of chance, and a
 * request always has its own. */
static void
test_few_delays(void)
{
	static const char four[] =
	    "8 requests, but at most 4 different targets, so at most 4 "
	    "different delays: a target has its own.";
	static const struct {
		const char *names[WORKFLOWS];
		int delays_ms[REQUESTS]; /* both of a workflow, and the next */
		const char *note;
	} rows[] = {
		{ { "a", "b", "a", "b" }, { 1, 2, 3, 4, 1, 2, 3, 4 }, four },
		{ { "b", "b", "b", "a" }, { 1, 2, 1, 2, 1, 2, 5, 2 }, four },
		/* As many targets as requests. */
		{ { "a", "b", "c", "d" }, { 1, 2, 3, 4, 5, 6, 7, 8 }, NULL },
		/* A route has its own: no chance. */
		{ { "a", "b", "a", "b" }, { 1, 2, 1, 2, 1, 2, 1, 2 }, NULL },
		/* Drawn anew each time. */
		{ { "a", "b", "a", "b" }, { 1, 2, 3, 4, 1, 2, 3, 5 }, NULL },
		/* Not told. */
		{ { "a", "b", "a", "b" }, { -1, -1, -1, -1, -1, -1, -1, -1 },
		    NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct report_fixture f;
		char *names[WORKFLOWS];
		struct workflow workflows[WORKFLOWS];
		struct sample samples[REQUESTS];
		struct run run = { .workflows = workflows,
			.workflows_count = WORKFLOWS,
			.samples = samples,
			.samples_count = REQUESTS };
		report_fixture_init(&f);
		for (size_t w = 0; w < WORKFLOWS; w++) {
			names[w] = TEXT(rows[i].names[w]);
			workflows[w] = (struct workflow){ .values = &names[w] };
		}
		for (size_t r = 0; r < REQUESTS; r++)
			samples[r] = (struct sample){ .workflow = r / STEPS,
				.step = r % STEPS,
				.status = 200,
				.delay_ns = rows[i].delays_ms[r] };
		f.inputs =
		    (struct inputs){ .values = names, .count = WORKFLOWS };
		f.summary.engines[0].runs = &run;
		if (rows[i].delays_ms[0] < 0)
			report_fixture_forget_delay(&f);
		char *note = notes_few_delays(&f.summary);
		CHECK_TEXT(note, rows[i].note, "row %zu", i);
		free(note);
	}
}

CU_TestInfo notes_tests[] = {
	{ "a delay that is not used", test_unused_delay },
	{ "few delays among many requests", test_few_delays },
	CU_TEST_INFO_NULL,
};
