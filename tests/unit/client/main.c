/*
 * main_client.c: all unit tests of client, in the order in which its modules
 * build on each other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "jsontext", .pTests = jsontext_tests },
	    { .pName = "jsonline", .pTests = jsonline_tests },
	    { .pName = "jsonread_root", .pTests = jsonread_root_tests },
	    { .pName = "template", .pTests = template_tests },
	    { .pName = "plan", .pTests = plan_tests },
	    { .pName = "plan faults", .pTests = plan_faults_tests },
	    { .pName = "plan files", .pTests = plan_files_tests },
	    { .pName = "servertiming", .pTests = servertiming_tests },
	    { .pName = "stats", .pTests = stats_tests },
	    { .pName = "threshold", .pTests = threshold_tests },
	    { .pName = "workflow requests", .pTests = workflow_requests_tests },
	    { .pName = "workflow answers", .pTests = workflow_answers_tests },
	    { .pName = "workflow results", .pTests = workflow_results_tests },
	    { .pName = "target", .pTests = target_tests },
	    { .pName = "options", .pTests = options_tests },
	    { .pName = "lower bound", .pTests = lower_bound_tests },
	    { .pName = "sweep", .pTests = sweep_tests },
	    { .pName = "summary", .pTests = summary_tests },
	    { .pName = "summary rounds", .pTests = summary_rounds_tests },
	    { .pName = "notes", .pTests = notes_tests },
	    { .pName = "ansi", .pTests = ansi_tests },
	    { .pName = "run_progress", .pTests = run_progress_tests },
	    { .pName = "report text", .pTests = report_text_tests },
	    { .pName = "report json", .pTests = report_json_tests },
	    { .pName = "report csv", .pTests = report_csv_tests },
	    { .pName = "waterfall model", .pTests = waterfall_model_tests },
	    { .pName = "waterfall text", .pTests = waterfall_text_tests },
	    { .pName = "xmltext", .pTests = xmltext_tests },
	    { .pName = "report svg", .pTests = report_svg_tests },
	    { .pName = "har", .pTests = har_tests },
	    { .pName = "compare verdicts", .pTests = compare_verdicts_tests },
	    { .pName = "compare rules", .pTests = compare_rules_tests },
	    { .pName = "compare refusals", .pTests = compare_refusals_tests },
	    { .pName = "compare forms", .pTests = compare_forms_tests },
	    CU_SUITE_INFO_NULL,
	});
}
