/*
 * main_fcgi_app.c: all unit tests of fcgi-app, in the order in which its
 * modules build on each other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../lib/harness.h"

int
main(void)
{
	return harness_run((CU_SuiteInfo[]){
	    { .pName = "number", .pTests = number_tests },
	    { .pName = "random", .pTests = random_tests },
	    { .pName = "text", .pTests = text_tests },
	    { .pName = "problem", .pTests = problem_tests },
	    { .pName = "jsoncheck", .pTests = jsoncheck_tests },
	    { .pName = "log", .pTests = log_tests },
	    { .pName = "clock", .pTests = clock_tests },
	    { .pName = "rule", .pTests = rule_tests },
	    { .pName = "fault", .pTests = fault_tests },
	    { .pName = "chance", .pTests = chance_tests },
	    { .pName = "config", .pTests = config_tests },
	    { .pName = "requestid", .pTests = requestid_tests },
	    { .pName = "choice", .pTests = choice_tests },
	    { .pName = "query", .pTests = query_tests },
	    { .pName = "resolve", .pTests = resolve_tests },
	    { .pName = "choose", .pTests = choose_tests },
	    { .pName = "queue", .pTests = queue_tests },
	    { .pName = "scoreboard", .pTests = scoreboard_tests },
	    { .pName = "metrics", .pTests = metrics_tests },
	    { .pName = "decode", .pTests = decode_tests },
	    { .pName = "record", .pTests = record_tests },
	    { .pName = "record json", .pTests = record_json_tests },
	    { .pName = "encode", .pTests = encode_tests },
	    { .pName = "store connection", .pTests = store_connection_tests },
	    { .pName = "store open", .pTests = store_open_tests },
	    { .pName = "store read", .pTests = store_read_tests },
	    { .pName = "store query", .pTests = store_query_tests },
	    { .pName = "store version", .pTests = store_version_tests },
	    { .pName = "store write", .pTests = store_write_tests },
	    { .pName = "etag", .pTests = etag_tests },
	    { .pName = "link", .pTests = link_tests },
	    { .pName = "gzip", .pTests = gzip_tests },
	    { .pName = "media", .pTests = media_tests },
	    { .pName = "remainder", .pTests = remainder_tests },
	    { .pName = "cache", .pTests = cache_tests },
	    { .pName = "dispatch", .pTests = dispatch_tests },
	    { .pName = "app", .pTests = app_tests },
	    { .pName = "sandbox", .pTests = sandbox_tests },
	    CU_SUITE_INFO_NULL,
	});
}
