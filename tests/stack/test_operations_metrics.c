/*
 * test_operations_metrics.c: GET /metrics against what clients have counted,
 * over four processes of which one is killed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 40 /* at once, so that all processes have some */ };

/* What they ask for; each client asks for each. */
static const struct kind {
	const char *method, *target, *headers, *route;
	int status;
} kinds[] = {
	{ "GET", "/users?name=john", "", "/users", 200 },
	{ "HEAD", "/users/1", "", "/users/{id}", 200 },
	{ "GET", "/users/1", "If-None-Match: \"1\"\r\n", "/users/{id}", 304 },
	{ "GET", "/customers/9", "", "/customers/{id}", 404 },
	{ "GET", "/nothing", "", "none", 404 },
	{ "GET", "/capacity?x", "", "/capacity", 400 },
	{ "OPTIONS", "/users/9", "", "/users/{id}", 200 },
	{ "POST", "/users/1/customers", "Content-Length: 0\r\n",
	    "/users/{id}/customers", 405 },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

struct client {
	pthread_t thread;
	int port;
	size_t first, end;  /* of the kinds */
	int answers[KINDS]; /* with the kind's status */
	int failures;       /* with another one */
};

static void *
run_client(void *arg)
{
	struct client *client = arg;
	for (size_t i = client->first; i < client->end; i++) {
		struct http_answer answer;
		free(operations_send(client->port, kinds[i].method,
		    kinds[i].target, kinds[i].headers, &answer));
		if (answer.status == kinds[i].status)
			client->answers[i]++;
		else
			client->failures++;
	}
	return NULL;
}

static void
begin_clients(
    struct client clients[CLIENTS], int port, size_t first, size_t end)
{
	for (size_t i = 0; i < CLIENTS; i++) {
		clients[i].port = port;
		clients[i].first = first;
		clients[i].end = end;
		if (pthread_create(
			&clients[i].thread, NULL, run_client, &clients[i]) != 0)
			abort();
	}
}

static void
end_clients(struct client clients[CLIENTS])
{
	for (size_t i = 0; i < CLIENTS; i++)
		pthread_join(clients[i].thread, NULL);
}

static int asked; /* how often for the page */

/* The page as a text, which the caller frees. The process that is killed may
 * be the one that was asked. */
static char *
page(int port)
{
	struct http_answer answer = { .status = 0 };
	char *bytes = NULL;
	for (int i = 0; i < 100 && answer.status != 200; i++) {
		free(bytes);
		bytes = operations_send(port, "GET", "/metrics", "", &answer);
	}
	if (!CHECK_NUMBER(answer.status, 200, "/metrics"))
		return bytes;
	char *type = http_header(&answer, "Content-Type");
	CHECK_TEXT(type, "text/plain; version=0.0.4; charset=utf-8", "type");
	free(type);
	char *text = strndup(answer.body, answer.body_length);
	free(bytes);
	asked++;
	return text;
}

static long long
value_now(int port, const char *series)
{
	char *text = page(port);
	long long now = operations_value(text, series);
	free(text);
	return now;
}

/* Wait until a series has a value. */
static bool
comes_to(int port, const char *series, long long expected)
{
	for (int i = 0; i < 1000; i++) {
		if (value_now(port, series) == expected)
			return true;
		clock_pause_ms(5);
	}
	return false;
}

/* The page's sums are those that the clients have counted. */
static void
check_page(int port, const struct client clients[CLIENTS], const char *when)
{
	char series[200];
	int asked_before = asked;
	char *text = page(port);
	for (size_t k = 0; k < KINDS; k++) {
		long long counted = 0;
		for (size_t i = 0; i < CLIENTS; i++)
			counted += clients[i].answers[k];
		snprintf(series, sizeof(series),
		    "docking_requests_total{route=\"%s\",method=\"%s\","
		    "status=\"%d\"}",
		    kinds[k].route, kinds[k].method, kinds[k].status);
		CHECK_NUMBER(operations_value(text, series), counted, "%s: %s",
		    when, series);
	}
	CHECK_NUMBER(
	    operations_value(text, "docking_requests_total{route=\"/metrics\","
				   "method=\"GET\",status=\"200\"}"),
	    asked_before, "%s: the page itself", when);
	for (size_t k = 0; k < KINDS; k++) {
		long long counted = 0;
		for (size_t other = 0; other < KINDS; other++)
			for (size_t i = 0; i < CLIENTS; i++)
				counted += strcmp(kinds[k].route,
					       kinds[other].route) == 0
					       ? clients[i].answers[other]
					       : 0;
		snprintf(series, sizeof(series),
		    "docking_request_work_seconds_count{route=\"%s\"}",
		    kinds[k].route);
		CHECK_NUMBER(operations_value(text, series), counted, "%s: %s",
		    when, series);
	}
	free(text);
}

/* What clients have counted is what the page says, also after a process was
 * killed: its requests wait no more, and what it has answered stays. */
static void
test_counts(void)
{
	static struct client clients[CLIENTS];
	struct stack stack;
	const char *const settings[] = { "DOCKING_PROCESSES=4",
		program_is_slow() ? "DOCKING_DELAY=3" : "DOCKING_DELAY=0.6",
		NULL };
	if (!stack_start(&stack, settings)) {
		CHECK(false, "the server starts");
		return;
	}
	free(page(stack.port));
	begin_clients(clients, stack.port, 0, KINDS);
	end_clients(clients);
	check_page(stack.port, clients, "at first");
	for (size_t i = 0; i < CLIENTS; i++)
		CHECK_NUMBER(clients[i].failures, 0, "client %zu", i);

	/* All wait when it happens: no answer is half on its way. */
	begin_clients(clients, stack.port, 0, 1);
	CHECK(comes_to(stack.port, "docking_parked_requests", CLIENTS),
	    "all wait");
	CHECK(stack_kill_process(&stack), "one is killed");
	CHECK(comes_to(stack.port, "docking_process_starts_total", 5),
	    "another one comes");
	CHECK(value_now(stack.port, "docking_parked_requests") < CLIENTS,
	    "less wait");
	end_clients(clients);
	check_page(stack.port, clients, "one was killed");
	int failures = 0;
	for (size_t i = 0; i < CLIENTS; i++)
		failures += clients[i].failures;
	CHECK(failures > 0 && failures < CLIENTS, "%d have failed", failures);
	CHECK_NUMBER(value_now(stack.port, "docking_processes"), 4, "alive");
	CHECK_NUMBER(
	    value_now(stack.port, "docking_parked_requests"), 0, "at the end");
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
}

/* promtool, which is somebody else's, finds nothing to say about the page. */
static void
test_format(void)
{
	struct stack stack;
	char command[500];
	struct http_answer answer;
	static const char *const settings[] = { "DOCKING_DELAY=0", NULL };
	if (!stack_start(&stack, settings)) {
		CHECK(false, "the server starts");
		return;
	}
	for (size_t k = 0; k < KINDS; k++)
		free(operations_send(stack.port, kinds[k].method,
		    kinds[k].target, kinds[k].headers, &answer));
	char *text = page(stack.port);
	char *file = temp_file("page");
	file_write_text(file, text);
	snprintf(
	    command, sizeof(command), "promtool check metrics <'%s'", file);
	struct outcome o = program_run(
	    (const char *const[]){ "bash", "-c", command, NULL }, NULL);
	CHECK_NUMBER(o.code, 0, "%s", text);
	CHECK_TEXT(o.out, "", "stdout");
	CHECK_TEXT(o.err, "", "stderr");
	outcome_done(&o);
	free(file);
	free(text);
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
}

CU_TestInfo operations_metrics_tests[] = {
	{ "the page is what clients have counted", test_counts },
	{ "the page is as Prometheus reads it", test_format },
	CU_TEST_INFO_NULL,
};
