/*
 * test_instrument_binds.c: what docking-timing says that binds, and what a
 * sweep finds, against servers whose delays and places are scripted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/bad_api.h"
#include "../lib/harness.h"
#include "lib/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what binds -------------------------------------------------------------
 */

/* Run the default workflow against a server that answers like the Python
 * original: with \u escapes, and without a word about its delay of 100 ms. */
static struct json_object *
time_original(const char *option)
{
	struct bad_seen seen;
	struct outcome o =
	    timing_run_bad(&(struct bad_script){ .delay_ms = 100 },
		(const char *const[]){ "--engine=threads,poll,multi",
		    "--names=20", "--format=json", option, NULL },
		&seen);
	struct json_object *report = timing_parse(o.out);
	CHECK_NUMBER(o.code, 0, "%s: %s", option, o.err);
	CHECK(json_object_get_boolean(timing_get(report, "/identical")),
	    "%s: %s", option, o.out);
	CHECK_NUMBER(seen.requests, 3 * 20 * 2 + 2, "%s", option);
	/* Who says nothing still waits: where that time goes is what --delay
	 * changes. */
	double wait = timing_number(report, "/engines/2/phases_ms/wait");
	double delay = timing_number(report, "/engines/2/phases_ms/delay");
	CHECK(wait + delay >= 100 && (delay == 0 || delay == 100), "%s: %s",
	    option, o.out);
	outcome_done(&o);
	return report;
}

/* --delay is all that a bound needs; without it none is made up. */
static void
test_original(void)
{
	struct json_object *report = time_original("--seed=2");
	CHECK_TEXT(timing_text(report, "/engines/2/binds"), NULL, "no delay");
	CHECK(timing_get(report, "/engines/2/bound_s") == NULL, "no delay");
	CHECK(timing_number(report, "/engines/2/phases_ms/delay") == 0,
	    "no delay");
	json_object_put(report);
	bool bound = false;
	for (int try = 0; try < INSTRUMENT_TRIES && !bound; try++) {
		report = time_original("--delay=0.1");
		CHECK(timing_number(report, "/engines/2/bound_s") == 0.2,
		    "--delay");
		CHECK(
		    timing_number(report, "/engines/2/phases_ms/delay") == 100,
		    "--delay");
		const char *binds = timing_text(report, "/engines/2/binds");
		bound = binds != NULL && strcmp(binds, "chain") == 0;
		json_object_put(report);
	}
	CHECK(bound || program_is_slow(), "the chain binds");
}

/* Says that it waits for a third of the time that it takes. */
static void
play_slow(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	(void)arg;
	if (instrument_is_capacity(request, answer))
		return;
	answer->after_us = 30000;
	strcpy(answer->headers, "Server-Timing: delay;dur=10\r\n");
}

/* What the text says of multi's average wait for the server; 0: nothing. */
static double
told_wait_ms(const char *text)
{
	double ms = 0;
	const char *split =
	    strstr(text, "multi: beside the delay, a request spent on average");
	const char *wait = split != NULL ? strstr(split, " ms in wait for the "
							 "server")
					 : NULL;
	while (wait != NULL && wait[-1] != ' ')
		wait--;
	return wait != NULL && sscanf(wait, "%lf", &ms) == 1 ? ms : 0;
}

/* A server that takes longer than it says is overhead, and it is said where
 * the time went. */
static void
test_overhead(void)
{
	struct scripted_seen seen;
	char *workflow = instrument_waits(
	    &(struct instrument_load){ .workflows = 8, .first_us = 1 });
	struct outcome o = timing_run_script(play_slow, NULL,
	    (const char *const[]){
		workflow, TIMING_ENGINES, "--format=json", NULL },
	    &seen);
	struct json_object *report = timing_parse(o.out);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	for (int e = 0; e < TIMING_ENGINES_COUNT; e++) {
		struct json_object *engine =
		    timing_get(report, "/engines/%d", e);
		CHECK_TEXT(
		    timing_text(engine, "/binds"), "overhead", "%s", o.out);
		CHECK(
		    timing_number(engine, "/efficiency") <= 0.334, "%s", o.out);
		CHECK(timing_number(engine, "/phases_ms/wait") >= 20, "%s",
		    o.out);
	}
	json_object_put(report);
	outcome_done(&o);

	double wait_ms = INFINITY;
	double limit_ms = program_is_slow() ? 60 : 25;
	for (int try = 0; try < INSTRUMENT_TRIES && wait_ms >= limit_ms;
	     try++) {
		o = timing_run_script(play_slow, NULL,
		    (const char *const[]){ workflow, "--engine=multi", NULL },
		    &seen);
		wait_ms = told_wait_ms(o.out);
		CHECK(wait_ms >= 20, "%s", o.out);
		outcome_done(&o);
	}
	CHECK(wait_ms < limit_ms, "%g ms in wait for the server", wait_ms);
	free(workflow);
}

/* --- sweep ------------------------------------------------------------------
 */

enum {
	PLACES = 7,
	PLACE_US = 60000, /* that it holds a request */
	LATE_US = 20000,  /* of every third answer, on its way */
};

/* A server with so many places: who finds none waits for the next one. */
static void
play_places(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	int64_t *vacant_us = arg;
	if (instrument_is_capacity(request, answer))
		return;
	int64_t now_us = clock_now_ns() / 1000;
	int64_t *place = vacant_us;
	for (int64_t *p = vacant_us; p < vacant_us + PLACES; p++)
		if (*p < *place)
			place = p;
	*place = (*place > now_us ? *place : now_us) + PLACE_US;
	answer->after_us = *place - now_us;
	if (request->number % 3 == 0)
		answer->after_us += LATE_US;
	sprintf(answer->headers, "Server-Timing: delay;dur=%d\r\n",
	    PLACE_US / 1000);
}

/* Answers that are late on their way do not make a server look larger. */
static void
test_late_answers(void)
{
	int64_t vacant_us[PLACES] = { 0 };
	struct scripted_seen seen;
	char *workflow = instrument_waits(
	    &(struct instrument_load){ .workflows = 8, .first_us = 1 });
	struct outcome o = timing_run_script(play_places, vacant_us,
	    (const char *const[]){
		workflow, "--format=json", "--sweep=4,8,32", NULL },
	    &seen);
	struct json_object *report = timing_parse(o.out);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	CHECK_NUMBER(
	    (int)timing_number(report, "/sweep/knee"), PLACES, "%s", o.out);
	CHECK_NUMBER(
	    (int)timing_number(report, "/sweep/points/0/held"), 4, "%s", o.out);
	json_object_put(report);
	outcome_done(&o);
	free(workflow);
}

CU_TestInfo instrument_binds_tests[] = {
	{ "the original's shape", test_original },
	{ "overhead", test_overhead },
	{ "late answers in a sweep", test_late_answers },
	CU_TEST_INFO_NULL,
};
