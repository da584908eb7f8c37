/*
 * test_report_csv.c: the report for spreadsheets, to the byte.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "report_fixture.h"

/* A row a request, in the order in which they ended; whole microseconds. */
static void
test_csv(void)
{
	struct report_fixture f;
	report_fixture_init(&f);
	report_fixture_let_multi_fail(&f);
	report_fixture_check(&f, report_csv,
	    "engine,run,workflow,step,status,start_us,duration_us,queue_us,"
	    "connect_us,wait_us,delay_us,server_us,transfer_us\n"
	    "sync,0,0,0,200,0,500999,999,0,0,500000,0,0\n"
	    "sync,0,0,1,200,501000,501000,0,500,500,500000,0,0\n"
	    "multi,0,1,0,0,1,1,0,0,1,0,0,0\n"
	    "multi,0,0,0,500,1,500000,0,0,0,500000,0,0\n",
	    "two engines");
}

CU_TestInfo report_csv_tests[] = {
	{ "csv", test_csv },
	CU_TEST_INFO_NULL,
};
