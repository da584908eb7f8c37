/*
 * test_timing.c: docking-timing as a program, against a server that misbehaves
 * and the real one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "faults", .pTests = timing_faults_tests },
	    { .pName = "seen by the server", .pTests = timing_wire_tests },
	    { .pName = "reports", .pTests = timing_reports_tests },
	    { .pName = "refusals", .pTests = timing_refusals_tests },
	    { .pName = "the real server", .pTests = timing_stack_tests },
	    CU_SUITE_INFO_NULL,
	});
}
