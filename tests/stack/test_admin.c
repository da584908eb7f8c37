/*
 * test_admin.c: docking-admin as a program.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "refusals", .pTests = admin_refusals_tests },
	    { .pName = "records", .pTests = admin_records_tests },
	    { .pName = "upkeep", .pTests = admin_upkeep_tests },
	    { .pName = "meanwhile", .pTests = admin_meanwhile_tests },
	    CU_SUITE_INFO_NULL,
	});
}
