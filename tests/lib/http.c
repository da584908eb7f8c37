/*
 * http.c: HTTP/1.1 as bytes over a socket.
 *
 * SPDX-License-Identifier: MIT
 */
#include "http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void *
grow(void *memory, size_t size)
{
	void *grown = realloc(memory, size);
	if (grown == NULL)
		abort();
	return grown;
}

bool
http_exchange(int port, const char *bytes, size_t length, char **ret_bytes,
    size_t *ret_length)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)port) };
	struct timeval limit = { .tv_sec = 20 }; /* idle ones stay 30 s */
	char *answer = NULL;
	size_t used = 0;
	ssize_t n = -1;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (s < 0)
		return false;
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(s, (struct sockaddr *)&address, sizeof(address)) == 0) {
		/* A server may answer and close before it has read all. */
		for (size_t sent = 0; sent < length; sent += (size_t)n)
			if ((n = send(s, bytes + sent, length - sent,
				 MSG_NOSIGNAL)) < 0)
				break;
		do {
			answer = grow(answer, used + 65536 + 1);
			n = recv(s, answer + used, 65536, 0);
			used += n > 0 ? (size_t)n : 0;
		} while (n > 0);
	}
	int error = errno;
	close(s);
	/* A reset after an answer is a close; before one it is a failure, and
	 * so is no end. */
	if (n < 0 && (used == 0 || error == EAGAIN)) {
		free(answer);
		return false;
	}
	answer[used] = '\0';
	*ret_bytes = answer;
	*ret_length = used;
	return true;
}

char *
http_header(const struct http_answer *answer, const char *name)
{
	char *value = NULL;
	size_t name_length = strlen(name);
	const char *end = answer->head + answer->head_length;
	for (const char *line = answer->head; line < end;) {
		const char *line_end = strstr(line, "\r\n");
		if (strncasecmp(line, name, name_length) == 0 &&
		    line[name_length] == ':') {
			const char *from = line + name_length + 1;
			from += strspn(from, " \t");
			size_t used = value == NULL ? 0 : strlen(value);
			size_t more = (size_t)(line_end - from);
			value = grow(value, used + 2 + more + 1);
			sprintf(value + used, "%s%.*s", used > 0 ? ", " : "",
			    (int)more, from);
		}
		line = line_end + 2;
	}
	return value;
}

size_t
http_parse(const char *bytes, size_t length, bool to_head,
    struct http_answer *ret_answer)
{
	struct http_answer answer = { 0 };
	const char *end = strstr(bytes, "\r\n\r\n");
	const char *line_end = strstr(bytes, "\r\n");
	if (end == NULL ||
	    sscanf(bytes, "HTTP/1.%*1[01] %3d ", &answer.status) != 1)
		return 0;
	answer.head = line_end + 2;
	answer.head_length = (size_t)(end + 2 - answer.head);
	answer.body = end + 4;
	char *content_length = http_header(&answer, "Content-Length");
	if (content_length != NULL && !to_head)
		answer.body_length = strtoul(content_length, NULL, 10);
	free(content_length);
	size_t taken = (size_t)(answer.body - bytes) + answer.body_length;
	if (taken > length)
		return 0;
	*ret_answer = answer;
	return taken;
}
