/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_OPERATIONS_H
#define DOCKING_TESTS_OPERATIONS_H

#include "../lib/http.h"

#include <CUnit/CUnit.h>

/** What the tests of what operators see share. */

/** Send a request with these header lines ("" or each with its CR LF), on a
 * connection of its own. Returns all that came back, which the caller frees,
 * and points ret_answer into it; its status is 0 if that is no answer. */
char *operations_send(int port, const char *method, const char *target,
    const char *headers, struct http_answer *ret_answer);

/** The value of a series in the text of /metrics, with or without what HTTP
 * puts before it; -1 if it is not told. */
long long operations_value(const char *text, const char *series);

/** Return the N of this machine's lighttpd 1.4.N. */
int operations_web_server(void);

/** "DOCKING_PASSWORDS=FILE", for a server that asks writers for a password;
 * nobody knows the one in the file. The caller frees it. */
char *operations_passwords(void);

extern CU_TestInfo operations_metrics_tests[]; /* test_operations_metrics.c */
extern CU_TestInfo operations_log_tests[];     /* and so on */
extern CU_TestInfo operations_cors_tests[];
extern CU_TestInfo operations_slow_tests[];
extern CU_TestInfo operations_fresh_tests[];
extern CU_TestInfo operations_bodies_tests[];
extern CU_TestInfo operations_program_tests[];
extern CU_TestInfo operations_gzip_tests[];
extern CU_TestInfo operations_http2_tests[];
extern CU_TestInfo operations_delays_tests[];

#endif
