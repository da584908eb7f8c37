/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_CLIENT_SUITES_H
#define DOCKING_TESTS_CLIENT_SUITES_H

#include <CUnit/CUnit.h>

/** The tests of client's modules, or of a part of one: NAME_tests is in
 * test_NAME.c. */
extern CU_TestInfo lower_bound_tests[];
extern CU_TestInfo waterfall_model_tests[];
extern CU_TestInfo compare_forms_tests[];
extern CU_TestInfo compare_refusals_tests[];
extern CU_TestInfo compare_rules_tests[];
extern CU_TestInfo compare_verdicts_tests[];
extern CU_TestInfo har_tests[];
extern CU_TestInfo jsonline_tests[];
extern CU_TestInfo jsonread_root_tests[];
extern CU_TestInfo jsontext_tests[];
extern CU_TestInfo options_tests[];
extern CU_TestInfo ansi_tests[];
extern CU_TestInfo plan_tests[];
extern CU_TestInfo plan_faults_tests[];
extern CU_TestInfo plan_files_tests[];
extern CU_TestInfo run_progress_tests[];
extern CU_TestInfo report_csv_tests[];
extern CU_TestInfo report_json_tests[];
extern CU_TestInfo report_svg_tests[];
extern CU_TestInfo report_text_tests[];
extern CU_TestInfo servertiming_tests[];
extern CU_TestInfo stats_tests[];
extern CU_TestInfo summary_tests[];
extern CU_TestInfo summary_rounds_tests[];
extern CU_TestInfo notes_tests[];
extern CU_TestInfo sweep_tests[];
extern CU_TestInfo target_tests[];
extern CU_TestInfo template_tests[];
extern CU_TestInfo threshold_tests[];
extern CU_TestInfo waterfall_text_tests[];
extern CU_TestInfo workflow_answers_tests[];
extern CU_TestInfo workflow_requests_tests[];
extern CU_TestInfo workflow_results_tests[];
extern CU_TestInfo xmltext_tests[];

#endif
