/*
 * test_operations_http2.c: requests over HTTP/2, where a body needs no length.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Send a body of which nobody knows how long it will be. The HTTP version and
 * the status are *ret_said, as "2 201". */
static void
send_lengthless(
    int port, const char *method, const char *target, char ret_said[20])
{
	char command[600];
	snprintf(command, sizeof(command),
	    "echo '{\"name\":\"N\",\"role\":\"sales\"}' | curl -sk --http2 "
	    "-u 'ada:correct horse' -H 'Content-Type: application/json' "
	    "-H 'If-Match: *' -X %s -T - -o /dev/null "
	    "-w '%%{http_version} %%{http_code}' https://127.0.0.1:%d%s",
	    method, port, target);
	struct outcome o = program_run(
	    (const char *const[]){ "sh", "-c", command, NULL }, NULL);
	snprintf(ret_said, 20, "%.19s", o.out);
	outcome_done(&o);
}

/* lighttpd before 1.4.78 refuses a POST like this, as over HTTP/1.1; all else
 * is taken by each. */
static void
test_no_length(void)
{
	struct stack stack;
	char said[20], setting[40];
	int tls_port = stack_free_port();
	char *passwords = stack_passwords();
	snprintf(setting, sizeof(setting), "DOCKING_TLS_PORT=%d", tls_port);
	if (passwords == NULL ||
	    !stack_start(
		&stack, (const char *const[]){ "DOCKING_DELAY=0", passwords,
			    "DOCKING_TLS=self", setting, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	send_lengthless(tls_port, "PUT", "/users/1", said);
	CHECK_TEXT(said, "2 200", "%s", "PUT");
	send_lengthless(tls_port, "PATCH", "/users/1", said);
	CHECK_TEXT(said, "2 200", "%s", "PATCH");
	send_lengthless(tls_port, "POST", "/users", said);
	bool added = strcmp(said, "2 201") == 0;
	CHECK_NUMBER(added, operations_web_server() >= 78, "POST: %s", said);
	send_lengthless(tls_port, "GET", "/users/1", said);
	CHECK_TEXT(said, "2 200", "%s", "GET, after that");
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
}

CU_TestInfo operations_http2_tests[] = {
	{ "a body without a length", test_no_length },
	CU_TEST_INFO_NULL,
};
