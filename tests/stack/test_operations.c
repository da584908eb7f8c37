/*
 * test_operations.c: what operators see of a running server.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "metrics", .pTests = operations_metrics_tests },
	    { .pName = "access log", .pTests = operations_log_tests },
	    { .pName = "cors", .pTests = operations_cors_tests },
	    { .pName = "slow readers", .pTests = operations_slow_tests },
	    { .pName = "fresh", .pTests = operations_fresh_tests },
	    { .pName = "bodies", .pTests = operations_bodies_tests },
	    { .pName = "program", .pTests = operations_program_tests },
	    { .pName = "gzip", .pTests = operations_gzip_tests },
	    { .pName = "http2", .pTests = operations_http2_tests },
	    { .pName = "delays", .pTests = operations_delays_tests },
	    CU_SUITE_INFO_NULL,
	});
}
