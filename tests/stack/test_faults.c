/*
 * test_faults.c: what goes wrong on purpose, as a client sees it through the
 * web server, on a bare socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../lib/harness.h"
#include "../lib/http.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct stack
start(const char *const settings[])
{
	struct stack stack;
	if (!stack_start(&stack, settings))
		exit(EXIT_FAILURE);
	return stack;
}

static void
stop(struct stack *stack)
{
	CHECK_NUMBER(stack_stop(stack), 0, "the server's end");
}

/* What breaks off has a status, headers, and a part of its body; then the
 * connection ends, before the body does, whether or not its length was told. */
static void
test_abort(void)
{
	static const struct {
		const char *request;
		bool whole_head; /* its body is of a known length */
	} rows[] = {
		{ "GET /users?name=liu HTTP/1.1\r\nHost: a\r\n", true },
		{ "GET /users?name=liu HTTP/1.0\r\n", true },
		{ "GET /users/0 HTTP/1.1\r\nHost: a\r\n", true },
		{ "GET /users HTTP/1.1\r\nHost: a\r\n", false },
	};
	/* So many that a listing of them comes in pieces. */
	char *db = stack_database(5000);
	struct stack stack =
	    start((const char *const[]){ "DOCKING_DELAY=0.01", db, NULL });
	stack.aborts = true;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char request[200];
		char *bytes = NULL;
		size_t length = 0;
		struct http_answer answer;
		snprintf(request, sizeof(request),
		    "%sDocking-Fault: abort\r\n\r\n", rows[i].request);
		if (!CHECK(http_exchange(stack.port, request, strlen(request),
			       &bytes, &length),
			"row %zu", i))
			continue;
		CHECK(strstr(bytes, "HTTP/1.") == bytes &&
			  (strstr(bytes, " 200 ") == bytes + 8 ||
			      strstr(bytes, " 404 ") == bytes + 8),
		    "row %zu: %.40s", i, bytes);
		const char *body = strstr(bytes, "\r\n\r\n");
		CHECK(body != NULL && body[4] != '\0', "row %zu: no body", i);
		CHECK((strstr(bytes, "Content-Length: ") != NULL) ==
			  rows[i].whole_head,
		    "row %zu: %.400s", i, bytes);
		if (rows[i].whole_head)
			CHECK(http_parse(bytes, length, false, &answer) == 0,
			    "row %zu: it is whole", i);
		else
			CHECK(strstr(bytes, "\r\n0\r\n\r\n") == NULL,
			    "row %zu: it has an end", i);
		free(bytes);
	}
	stop(&stack);
	free(db);
}

/* --- drips -----------------------------------------------------------------
 */

enum { DRIPS = 40 };

/* An answer that drips, and how it came. */
struct drip {
	int port;
	double first_s, last_s;
	bool early; /* more came than could have by then */
	bool whole;
};

enum { DRIP_BYTES = 20 };
static const double DRIP_SECONDS = 0.05;

/* Time runs from before the request was sent: the server's clock is later. */
static void *
watch_drip(void *arg)
{
	static const char request[] =
	    "GET /users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
	    "Docking-Fault: drip:20,0.05\r\n\r\n";
	struct drip *drip = arg;
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)drip->port) };
	char answer[4096] = "";
	size_t used = 0;
	ssize_t n = -1;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	double start_s = clock_now_s();
	if (connect(s, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	    send(s, request, strlen(request), 0) > 0)
		while ((n = recv(s, answer + used, sizeof(answer) - 1 - used,
			    0)) > 0) {
			drip->last_s = clock_now_s() - start_s;
			used += (size_t)n;
			const char *body = strstr(answer, "\r\n\r\n");
			if (body == NULL)
				continue;
			if (drip->first_s == 0)
				drip->first_s = drip->last_s;
			double pieces = 1 + drip->last_s / DRIP_SECONDS;
			drip->early |=
			    (double)strlen(body + 4) > pieces * DRIP_BYTES;
		}
	struct http_answer whole;
	drip->whole = http_parse(answer, used, false, &whole) == used &&
		      whole.status == 200 && whole.body_length == 141;
	close(s);
	return NULL;
}

/* A body comes in pieces over time, and holds no thread meanwhile: one thread
 * serves many at once. */
static void
test_drip(void)
{
	static struct drip drips[DRIPS];
	pthread_t threads[DRIPS];
	struct stack stack = start((const char *const[]){ "DOCKING_DELAY=0.01",
	    "DOCKING_PROCESSES=1", "DOCKING_THREADS=1", NULL });
	double start_s = clock_now_s();
	for (int i = 0; i < DRIPS; i++) {
		drips[i].port = stack.port;
		if (pthread_create(&threads[i], NULL, watch_drip, &drips[i]))
			abort();
	}
	/* 141 bytes: eight pieces, seven times between. */
	const double lasts_s = 7 * DRIP_SECONDS;
	for (int i = 0; i < DRIPS; i++) {
		pthread_join(threads[i], NULL);
		CHECK(drips[i].whole, "drip %d", i);
		CHECK(!drips[i].early, "drip %d", i);
		CHECK(drips[i].last_s >= lasts_s, "drip %d: %g s", i,
		    drips[i].last_s);
		CHECK(drips[i].first_s < drips[i].last_s, "drip %d", i);
	}
	double took_s = clock_now_s() - start_s;
	CHECK(took_s < DRIPS * lasts_s / 2, "one after another: %g s", took_s);
	stop(&stack);
}

/* What drips when the server is stopped still comes to its end. */
static void
test_drain(void)
{
	static struct drip drip;
	pthread_t thread;
	struct stack stack =
	    start((const char *const[]){ "DOCKING_DELAY=0", NULL });
	drip.port = stack.port;
	if (pthread_create(&thread, NULL, watch_drip, &drip) != 0)
		abort();
	clock_pause_ms(100);
	stop(&stack);
	pthread_join(thread, NULL);
	CHECK(drip.whole, "the drip that was under way");
}

/* --- how often -------------------------------------------------------------
 */

enum { ASKED = 5000, AT_ONCE = 100 };

/* The statuses of ASKED requests, each for another target. */
static void
ask(int port, const char *header, int statuses[ASKED])
{
	static char requests[AT_ONCE * 200];
	for (int i = 0; i < ASKED; i += AT_ONCE) {
		size_t used = 0;
		for (int k = i; k < i + AT_ONCE; k++)
			used += (size_t)sprintf(requests + used,
			    "GET /users?name=x%d HTTP/1.1\r\nHost: a\r\n%s%s"
			    "\r\n",
			    k, header,
			    k + 1 < i + AT_ONCE ? "" : "Connection: close\r\n");
		char *bytes = NULL;
		size_t length = 0, taken = 0;
		struct http_answer answer = { .status = 0 };
		if (!CHECK(http_exchange(port, requests, used, &bytes, &length),
			"no answer"))
			return;
		for (int k = i; k < i + AT_ONCE; k++) {
			taken += http_parse(
			    bytes + taken, length - taken, false, &answer);
			statuses[k] = answer.status;
		}
		free(bytes);
	}
}

static int
count(const int statuses[ASKED], int status)
{
	int found = 0;
	for (int i = 0; i < ASKED; i++)
		found += statuses[i] == status;
	return found;
}

/* A fault hits its share of all targets, and the same ones each time, also when
 * the server is another one, or the request asks; with another seed, others. */
static void
test_share(void)
{
	static const struct {
		const char *seed, *fault, *header;
		bool same;
	} rows[] = {
		{ "DOCKING_SEED=3", "DOCKING_FAULT=/users=status:503,p=0.1", "",
		    true },
		{ "DOCKING_SEED=3", "DOCKING_FAULT=/users/{id}=abort",
		    "Docking-Fault: status:503,p=0.1\r\n", true },
		{ "DOCKING_SEED=4", "DOCKING_FAULT=status:503,p=0.1", "",
		    false },
	};
	/* 95 % of all binomial counts of 5,000 with p = 0.1: a normal
	 * distribution of mean 500 and standard deviation 21.2. */
	enum { LEAST = 458, MOST = 542 };
	static int first[ASKED], again[ASKED];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stack stack = start((const char *const[]){
		    "DOCKING_DELAY=0", rows[i].seed, rows[i].fault, NULL });
		for (int run = 0; run < 2; run++) {
			ask(stack.port, rows[i].header, again);
			if (i == 0 && run == 0)
				memcpy(first, again, sizeof(first));
			int hit = count(again, 503);
			CHECK(
			    hit >= LEAST && hit <= MOST, "row %zu: %d", i, hit);
			CHECK_NUMBER(
			    count(again, 200), ASKED - hit, "row %zu", i);
			CHECK((memcmp(first, again, sizeof(first)) == 0) ==
				  rows[i].same,
			    "row %zu, run %d", i, run);
		}
		stop(&stack);
	}
}

/* A change whose answer breaks off was made: a client cannot know, and that is
 * what it is to be tried with. */
static void
test_change(void)
{
	/* ada:correct horse */
	static const char request[] =
	    "POST /users HTTP/1.1\r\nHost: a\r\n"
	    "Authorization: Basic YWRhOmNvcnJlY3QgaG9yc2U=\r\n"
	    "Content-Type: application/json\r\nContent-Length: 29\r\n"
	    "Docking-Fault: abort\r\n\r\n"
	    "{\"name\":\"Broken\",\"role\":\"x\"} ";
	static const char look[] = "GET /users?name=Broken HTTP/1.1\r\n"
				   "Host: a\r\nConnection: close\r\n\r\n";
	char *passwords = temp_file("passwords");
	char command[700], setting[600];
	snprintf(setting, sizeof(setting), "DOCKING_PASSWORDS=%s", passwords);
	snprintf(command, sizeof(command),
	    "echo 'correct horse' | "
	    "bash run.sh passwd ada --passwords '%s' >/dev/null",
	    passwords);
	CHECK_NUMBER(system(command), 0, "passwd");
	struct stack stack =
	    start((const char *const[]){ "DOCKING_DELAY=0", setting, NULL });
	stack.aborts = true;
	char *bytes = NULL;
	size_t length = 0;
	struct http_answer answer;
	if (CHECK(http_exchange(
		      stack.port, request, strlen(request), &bytes, &length),
		"no answer")) {
		CHECK(strncmp(bytes, "HTTP/1.1 201 ", 13) == 0, "%.60s", bytes);
		CHECK(http_parse(bytes, length, false, &answer) == 0,
		    "it is whole: %s", bytes);
		free(bytes);
	}
	if (CHECK(
		http_exchange(stack.port, look, strlen(look), &bytes, &length),
		"no answer")) {
		CHECK(
		    strstr(bytes, "\"name\":\"Broken\"") != NULL, "%s", bytes);
		free(bytes);
	}
	stop(&stack);
	free(passwords);
}

static CU_TestInfo faults_tests[] = {
	{ "an answer breaks off in its middle", test_abort },
	{ "a body drips", test_drip },
	{ "a drip ends before the server does", test_drain },
	{ "a fault hits its share, and the same ones", test_share },
	{ "a change is made, though its answer breaks off", test_change },
	CU_TEST_INFO_NULL,
};

int
main(void)
{
	return harness_run(
	    (CU_SuiteInfo[]){ { .pName = "faults", .pTests = faults_tests },
		CU_SUITE_INFO_NULL });
}
