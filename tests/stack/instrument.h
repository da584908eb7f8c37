/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_INSTRUMENT_H
#define DOCKING_TESTS_INSTRUMENT_H

#include "timing.h"

#include <CUnit/CUnit.h>
#include <stdbool.h>

/** docking-timing as an instrument: is what it says true? */

enum { INSTRUMENT_TRIES = 20 /* of what a busy machine can spoil */ };

/** "--workflow=FILE" for a new file with this text, in which ' is a quote. The
 * caller frees it. */
char *instrument_workflow(const char *text);

/** True, and answered with 404, if it asks for the capacity, which is nothing
 * that a foreign server knows. */
bool instrument_is_capacity(
    const struct scripted_request *request, struct scripted_answer *answer);

/** GET /wait/US is answered after so many microseconds. */
void instrument_play_wait(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer);

/** Workflow i waits first_us + i * more_us, twice: no two answers fall due at
 * once, whatever the number in flight. */
struct instrument_load {
	const char *engine;
	const char *in_flight;
	int workflows;
	int first_us;
	int more_us;
	/* The steps before it are not judged: where all begin at once, their
	 * connections are made one after another, which takes its time. */
	int judged;
};

/** "--workflow=FILE" for that workflow. The caller frees it. */
char *instrument_waits(const struct instrument_load *load);

extern CU_TestInfo instrument_times_tests[];     /* test_instrument_times.c */
extern CU_TestInfo instrument_workflows_tests[]; /* and so on */
extern CU_TestInfo instrument_requests_tests[];
extern CU_TestInfo instrument_binds_tests[];
extern CU_TestInfo instrument_runs_tests[];
extern CU_TestInfo instrument_stack_tests[];

#endif
