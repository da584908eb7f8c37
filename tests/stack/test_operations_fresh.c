/*
 * test_operations_fresh.c: what was asked before, and has changed since: every
 * process answers with what is there now, whoever has changed it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ROUNDS = 40,
	REQUESTS = 24, /* so that each of the threads that answer has some */
};

static const char *const targets[] = { "/users/3", "/users?name=chuck",
	"/users?limit=3" };

/* Ask each process, for this is a part of every answer. */
static void
check_all(int port, const char *part)
{
	for (size_t i = 0; i < REQUESTS; i++) {
		const char *target = targets[i % 3];
		struct http_answer answer;
		char *bytes = operations_send(port, "GET", target, "", &answer);
		CHECK_NUMBER(answer.status, 200, "%s", target);
		CHECK(bytes != NULL && strstr(bytes, part) != NULL,
		    "%s is not in %s: %s", part, target, bytes);
		free(bytes);
	}
}

static void
rename_user(int port, const char *name)
{
	char request[400];
	char body[64];
	char *bytes = NULL;
	size_t length = 0;
	struct http_answer answer = { .status = 0 };
	snprintf(body, sizeof(body), "{\"name\":\"%s\"}", name);
	snprintf(request, sizeof(request),
	    "PATCH /users/3 HTTP/1.1\r\nHost: a\r\n"
	    "Connection: close\r\n" STACK_AUTHORIZATION
	    "Content-Type: application/merge-patch+json\r\nIf-Match: *\r\n"
	    "Content-Length: %zu\r\n\r\n%s",
	    strlen(body), body);
	if (http_exchange(port, request, strlen(request), &bytes, &length))
		http_parse(bytes, length, false, &answer);
	CHECK_NUMBER(answer.status, 200, "%s", body);
	free(bytes);
}

static void
reset(const char *db)
{
	struct outcome o =
	    program_run((const char *const[]){ program_built("docking-admin"),
			    "--db", db, "reset", NULL },
		NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	outcome_done(&o);
}

static void
test_fresh(void)
{
	struct stack stack;
	struct http_answer answer;
	char setting[4200];
	char *db = temp_file("fresh.db");
	char *passwords = stack_passwords();
	snprintf(setting, sizeof(setting), "DOCKING_DB=%s", db);
	if (passwords == NULL ||
	    !stack_start(&stack, (const char *const[]){ "DOCKING_DELAY=0",
				     setting, passwords, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	check_all(stack.port, "\"Chuck Norris\"");
	for (int i = 0; i < ROUNDS; i++) {
		char name[32], part[40];
		snprintf(name, sizeof(name), "Chuck %d", i);
		snprintf(part, sizeof(part), "\"%s\"", name);
		rename_user(stack.port, name);
		check_all(stack.port, part);
	}
	reset(db);
	check_all(stack.port, "\"Chuck Norris\"");
	/* Or there was nothing that could have been old. */
	char *metrics =
	    operations_send(stack.port, "GET", "/metrics", "", &answer);
	long long hits = operations_value(metrics, "docking_cache_hits_total");
	CHECK(hits > ROUNDS, "%lld answers came from a cache", hits);
	free(metrics);
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
	free(db);
}

CU_TestInfo operations_fresh_tests[] = {
	{ "an answer is never older than a change", test_fresh },
	CU_TEST_INFO_NULL,
};
