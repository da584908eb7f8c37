/*
 * test_operations_slow.c: clients that ask for all there is and do not read
 * it: what they cost, and whom they are in the way of.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/processes.h"
#include "../lib/program.h"
#include "../lib/stack.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	USERS = 60000, /* 4 MB: far more than the sockets on the way take */
	READERS = 8,   /* more than there are threads */
	GROWTH_KB = 4 * 1024,
};

static const char get_user[] = "GET /users/1 HTTP/1.1\r\nHost: a\r\n"
			       "Connection: close\r\n\r\n";
/* clang-format off */
static const char add_user[] = "POST /users HTTP/1.1\r\nHost: a\r\n"
			       "Connection: close\r\n"
			       STACK_AUTHORIZATION
			       "Content-Type: application/json\r\n"
			       "Content-Length: 31\r\n\r\n"
			       "{\"name\":\"Meanwhile\",\"role\":\"x\"}";
/* clang-format on */

/* Ask for all users, perhaps compressed, and wait for the first byte, but take
 * none. False if it
 * does not come; the socket is the caller's in any case. */
static bool
begin_reader(int port, bool gzip, int *ret_socket)
{
	const char *request =
	    gzip ? "GET /users HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n"
		 : "GET /users HTTP/1.0\r\n\r\n";
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port) };
	struct timeval limit = { .tv_sec = 10 };
	int small = 4096;
	char first;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(s, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	*ret_socket = s;
	return connect(s, (struct sockaddr *)&address, sizeof(address)) == 0 &&
	       send(s, request, strlen(request), 0) > 0 &&
	       recv(s, &first, 1, MSG_PEEK) == 1;
}

/* All that is left for a reader, as a text that the caller frees. */
static char *
end_reader(int s)
{
	size_t size = (size_t)USERS * 200, length = 0;
	char *text = malloc(size + 1);
	ssize_t n = 0;
	if (text == NULL)
		abort();
	while (
	    length < size && (n = recv(s, text + length, size - length, 0)) > 0)
		length += (size_t)n;
	CHECK(n == 0, "after %zu bytes: %zd", length, n);
	text[length] = '\0';
	close(s);
	return text;
}

static void
check_status(int port, const char *request, int status)
{
	char *bytes = NULL;
	size_t length = 0;
	struct http_answer answer = { .status = 0 };
	if (http_exchange(port, request, strlen(request), &bytes, &length))
		http_parse(bytes, length, false, &answer);
	CHECK_NUMBER(answer.status, status, "%.20s", request);
	free(bytes);
}

/* What the others ask for, and what is left for one of the readers. */
static void
check_others(int port, int reader)
{
	static const char last[] = ",\"name\":\"Meanwhile\",\"role\":\"x\"}]\n";
	size_t records = 0;
	check_status(port, get_user, 200);
	check_status(port, add_user, 201);
	char *text = end_reader(reader);
	size_t length = strlen(text);
	for (const char *p = text; (p = strstr(p, "{\"id\":")) != NULL; p++)
		records++;
	CHECK_NUMBER((long long)records, USERS + 3 + 1, "records");
	CHECK(length > strlen(last) &&
		  strcmp(text + length - strlen(last), last) == 0,
	    "it ends with %s", text + (length > 100 ? length - 100 : 0));
	free(text);
}

/* While readers do not read, they hold no thread, no lock and no listing: with
 * one thread for all others read and write, and memory grows by pieces. Who
 * reads on gets the rest, with what was added meanwhile. */
static void
test_slow_readers(void)
{
	int readers[READERS];
	int begun = 0;
	bool all = true;
	struct stack stack;
	char *db = stack_database(USERS);
	char *passwords = stack_passwords();
	if (passwords == NULL ||
	    !stack_start(&stack,
		(const char *const[]){ "DOCKING_DELAY=0", "DOCKING_PROCESSES=1",
		    "DOCKING_THREADS=1", db, passwords, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	check_status(stack.port, get_user, 200);
	pid_t process = stack_process(&stack);
	size_t before_kb = process_private_kb(process);
	for (; all && begun < READERS; begun++)
		all = begin_reader(stack.port, begun % 2 == 0, &readers[begun]);
	size_t grown_kb = process_private_kb(process) - before_kb;
	if (CHECK(all, "reader %d has no answer", begun)) {
		CHECK(program_is_slow() || (long)grown_kb < GROWTH_KB,
		    "%zu KB, and %ld KB more", before_kb, (long)grown_kb);
		check_others(stack.port, readers[--begun]);
	}
	while (begun > 0)
		close(readers[--begun]);
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
	free(db);
}

CU_TestInfo operations_slow_tests[] = {
	{ "who does not read is in nobody's way", test_slow_readers },
	CU_TEST_INFO_NULL,
};
