/*
 * main_client.c: all unit tests of client, in the order in which its modules
 * build on each other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "client_suites.h"

#include "../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "utf8", .pTests = utf8_tests },
	    { .pName = "jsontext", .pTests = jsontext_tests },
	    { .pName = "jsonline", .pTests = jsonline_tests },
	    { .pName = "jsonroot", .pTests = jsonroot_tests },
	    { .pName = "template", .pTests = template_tests },
	    { .pName = "plan", .pTests = plan_tests },
	    { .pName = "servertiming", .pTests = servertiming_tests },
	    { .pName = "stats", .pTests = stats_tests },
	    { .pName = "threshold", .pTests = threshold_tests },
	    { .pName = "workflow", .pTests = workflow_tests },
	    { .pName = "target", .pTests = target_tests },
	    { .pName = "options", .pTests = options_tests },
	    { .pName = "bound", .pTests = bound_tests },
	    { .pName = "sweep", .pTests = sweep_tests },
	    { .pName = "summary", .pTests = summary_tests },
	    { .pName = "paint", .pTests = paint_tests },
	    { .pName = "progress", .pTests = progress_tests },
	    { .pName = "report", .pTests = report_tests },
	    { .pName = "chart", .pTests = chart_tests },
	    { .pName = "har", .pTests = har_tests },
	    { .pName = "compare", .pTests = compare_tests },
	    CU_SUITE_INFO_NULL,
	});
}
