/*
 * test_instrument.c: docking-timing as an instrument: against servers whose
 * answers and times are scripted, so that every number has an oracle, and
 * against the real one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"

#include "../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "times", .pTests = instrument_times_tests },
	    { .pName = "workflows", .pTests = instrument_workflows_tests },
	    { .pName = "requests", .pTests = instrument_requests_tests },
	    { .pName = "what binds", .pTests = instrument_binds_tests },
	    { .pName = "runs", .pTests = instrument_runs_tests },
	    { .pName = "the real server", .pTests = instrument_stack_tests },
	    CU_SUITE_INFO_NULL,
	});
}
