/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_SUITES_H
#define DOCKING_TESTS_SUITES_H

#include <CUnit/CUnit.h>

/** The tests of fcgi-app's modules, or of a part of one: NAME_tests is in
 * test_NAME.c. */
extern CU_TestInfo app_tests[];
extern CU_TestInfo cache_tests[];
extern CU_TestInfo choice_tests[];
extern CU_TestInfo choose_tests[];
extern CU_TestInfo clock_tests[];
extern CU_TestInfo config_tests[];
extern CU_TestInfo decode_tests[];
extern CU_TestInfo dispatch_tests[];
extern CU_TestInfo chance_tests[];
extern CU_TestInfo encode_tests[];
extern CU_TestInfo problem_tests[];
extern CU_TestInfo fault_tests[];
extern CU_TestInfo gzip_tests[];
extern CU_TestInfo jsoncheck_tests[];
extern CU_TestInfo link_tests[];
extern CU_TestInfo log_tests[];
extern CU_TestInfo query_tests[];
extern CU_TestInfo metrics_tests[];
extern CU_TestInfo queue_tests[];
extern CU_TestInfo record_json_tests[];
extern CU_TestInfo record_tests[];
extern CU_TestInfo remainder_tests[];
extern CU_TestInfo requestid_tests[];
extern CU_TestInfo resolve_tests[];
extern CU_TestInfo rule_tests[];
extern CU_TestInfo sandbox_tests[];
extern CU_TestInfo scoreboard_tests[];
extern CU_TestInfo store_connection_tests[];
extern CU_TestInfo store_open_tests[];
extern CU_TestInfo store_query_tests[];
extern CU_TestInfo store_read_tests[];
extern CU_TestInfo store_version_tests[];
extern CU_TestInfo store_write_tests[];
extern CU_TestInfo etag_tests[];
extern CU_TestInfo media_tests[];
extern CU_TestInfo number_tests[];
extern CU_TestInfo random_tests[];
extern CU_TestInfo text_tests[];

#endif
