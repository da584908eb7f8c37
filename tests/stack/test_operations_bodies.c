/*
 * test_operations_bodies.c: bodies without an end, and how much disk they use.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/harness.h"
#include "../lib/processes.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	SENDERS = 8,
	SENDING_S = 1,
	MOST_ON_DISK = SENDERS * 64 * 1024,
};

/* Is this link of /proc one to a file in which lighttpd keeps a body? */
static bool
is_upload(const char *path)
{
	char name[300];
	ssize_t length = readlink(path, name, sizeof(name) - 1);
	name[length < 0 ? 0 : length] = '\0';
	return strstr(name, "/lighttpd-upload-") != NULL;
}

/* Bytes of the files in which the web servers keep bodies. */
static long long
bytes_on_disk(void)
{
	struct process found[PROCESSES_MAX];
	size_t count = processes_find("lighttpd", 0, found);
	long long bytes = 0;
	for (size_t i = 0; i < count; i++) {
		char path[300];
		struct stat st;
		snprintf(path, sizeof(path), "/proc/%d/fd", (int)found[i].pid);
		DIR *dir = opendir(path);
		for (struct dirent *entry;
		     dir != NULL && (entry = readdir(dir)) != NULL;) {
			snprintf(path, sizeof(path), "/proc/%d/fd/%s",
			    (int)found[i].pid, entry->d_name);
			if (is_upload(path) && stat(path, &st) == 0)
				bytes += st.st_size;
		}
		if (dir != NULL)
			closedir(dir);
	}
	return bytes;
}

static int
begin_sender(int port)
{
	static const char head[] =
	    "POST /users HTTP/1.1\r\nHost: a\r\n" STACK_AUTHORIZATION
	    "Content-Type: application/json\r\n"
	    "Transfer-Encoding: chunked\r\n\r\n";
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port) };
	struct timeval limit = { .tv_sec = 1 };
	int s = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	CHECK(connect(s, (struct sockaddr *)&address, sizeof(address)) == 0 &&
		  send(s, head, strlen(head), MSG_NOSIGNAL) > 0,
	    "connected");
	return s;
}

static int
read_status(int s)
{
	char answer[64] = "";
	ssize_t n = recv(s, answer, sizeof(answer) - 1, 0);
	return n > 12 ? atoi(answer + 9) : 0;
}

/* All send on, whatever the server says; what it takes then, it throws away. */
static void
test_endless(void)
{
	enum { PIECE = 16 * 1024 };
	static char piece[PIECE + 9];
	struct stack stack;
	int senders[SENDERS];
	long long taken = 0, most_on_disk = 0;
	char *passwords = stack_passwords();
	memset(piece, ' ', sizeof(piece));
	memcpy(piece, "4000\r\n", 6);
	memcpy(piece + 6 + PIECE, "\r\n", 2);
	if (passwords == NULL ||
	    !stack_start(&stack,
		(const char *const[]){ "DOCKING_DELAY=0", passwords, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	long long before = bytes_on_disk();
	for (int i = 0; i < SENDERS; i++)
		senders[i] = begin_sender(stack.port);
	double until_s = clock_now_s() + SENDING_S;
	while (clock_now_s() < until_s) {
		for (int i = 0; i < SENDERS; i++) {
			ssize_t n = send(senders[i], piece, PIECE + 8,
			    MSG_NOSIGNAL | MSG_DONTWAIT);
			taken += n > 0 ? n : 0;
		}
		long long now = bytes_on_disk() - before;
		most_on_disk = now > most_on_disk ? now : most_on_disk;
	}
	CHECK(taken > SENDERS * PIECE, "%lld bytes were taken", taken);
	CHECK(most_on_disk <= MOST_ON_DISK, "%lld bytes of disk", most_on_disk);
	for (int i = 0; i < SENDERS; i++) {
		CHECK_NUMBER(read_status(senders[i]), 413, "sender %d", i);
		close(senders[i]);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
	free(passwords);
}

CU_TestInfo operations_bodies_tests[] = {
	{ "a body without an end uses no disk", test_endless },
	CU_TEST_INFO_NULL,
};
