/*
 * bad_server.c: an HTTP server that does what no good one would: a thread that
 * accepts, a thread a connection, and all threads joined at the end.
 *
 * SPDX-License-Identifier: MIT
 */
#include "bad_server.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CONNECTIONS_MAX = 1024,
	HEADER_MAX = 8192, /* of a request */
	BODY_MAX = 4096,   /* of a good answer */
	LARGE_BODY = 17 * 1024 * 1024,
};

struct connection {
	struct bad_server *server;
	pthread_t thread;
	int fd; /* -1: closed; under the lock */
};

struct bad_server {
	struct bad_script script;
	int fd;
	int port;
	pthread_t thread;

	pthread_mutex_t lock; /* for all that follows */
	bool stopping;
	struct connection connections[CONNECTIONS_MAX];
	int connections_count;
	int befallen; /* requests that the script's target matched */
	int in_flight;
	struct bad_seen seen;
};

static void
fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* Send everything; false if the client is gone. */
static bool
send_bytes(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

static bool
send_text(int fd, const char *format, ...)
{
	char text[1024];
	va_list ap;
	va_start(ap, format);
	int length = vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	return send_bytes(fd, text, (size_t)length);
}

/* Wait until the client or bad_server_stop() ends the connection. */
static void
stall(int fd)
{
	char bytes[256];
	while (recv(fd, bytes, sizeof(bytes), 0) > 0)
		continue;
}

static void
send_endlessly(int fd, const char *line)
{
	char bytes[65536];
	size_t used = 0;
	for (; used + strlen(line) <= sizeof(bytes); used += strlen(line))
		memcpy(bytes + used, line, strlen(line));
	while (send_bytes(fd, bytes, used))
		continue;
}

/* --- good answers -----------------------------------------------------------
 */

/* The number of a person: "n7" and "7" are 7's. */
static int
number_in(const char *text)
{
	return atoi(text + strcspn(text, "0123456789"));
}

static bool
starts(const char *text, const char *with)
{
	return with != NULL && strncmp(text, with, strlen(with)) == 0;
}

static const char list_target[] = "/users?role=sales";
static const char find_target[] = "/users?name=";
static const char fetch_target[] = "/customers?salesId=";

static int
good_body(const char *target, char body[BODY_MAX])
{
	int k = number_in(target);
	if (starts(target, list_target)) {
		int used = 0;
		for (k = 1; k <= BAD_SERVER_PEOPLE; k++)
			used += snprintf(body + used, BODY_MAX - (size_t)used,
			    "%s{\"id\":\"%d\",\"name\":\"n%d\","
			    "\"role\":\"sales\"}",
			    k == 1 ? "[" : ",", k, k);
		strcpy(body + used, "]\n");
		return 200;
	}
	if (starts(target, find_target)) {
		sprintf(body,
		    "[{\"id\":\"%d\",\"name\":\"n%d\",\"role\":\"sales\"}]\n",
		    k, k);
		return 200;
	}
	if (starts(target, fetch_target)) {
		sprintf(body,
		    "[{\"id\":\"%d\",\"name\":\"J\\u00fcrgen %d\","
		    "\"salesId\":\"%d\"}]\n",
		    100 + k, k, k);
		return 200;
	}
	strcpy(body, "{\"message\":\"not here\"}\n");
	return 404;
}

static bool
send_head(const struct bad_server *server, int fd, int status, const char *more)
{
	const char *timing = server->script.server_timing;
	return send_text(fd,
	    "HTTP/1.1 %d Whatever\r\nConnection: keep-alive\r\n"
	    "Content-Type: application/json\r\n%s%s%s%s",
	    status, timing != NULL ? "Server-Timing: " : "",
	    timing != NULL ? timing : "", timing != NULL ? "\r\n" : "", more);
}

static bool
send_answer(const struct bad_server *server, int fd, int status,
    const char *body, size_t length)
{
	char more[64];
	sprintf(more, "Content-Length: %zu\r\n\r\n", length);
	return send_head(server, fd, status, more) &&
	       send_bytes(fd, body, length);
}

/* --- bad ones ---------------------------------------------------------------
 */

static void
reset_at_close(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* Returns true if the connection goes on. */
static bool
misbehave(const struct bad_server *server, int fd, enum bad_fault fault,
    const char *target)
{
	const struct bad_script *script = &server->script;
	char body[BODY_MAX];
	int status = good_body(target, body);
	size_t length = strlen(body);
	switch (fault) {
	case BAD_ANSWER:
		return send_answer(server, fd, script->status, script->body,
		    script->body_length > 0 ? script->body_length
					    : strlen(script->body));
	case BAD_STALL:
		stall(fd);
		return false;
	case BAD_STALL_IN_HEADER:
		send_text(fd, "HTTP/1.1 200 OK\r\nContent-Le");
		stall(fd);
		return false;
	case BAD_CLOSE_IN_BODY:
		send_head(server, fd, status, "Content-Length: 1000\r\n\r\n");
		send_bytes(fd, body, length / 2);
		return false;
	case BAD_RESET:
		reset_at_close(fd);
		return false;
	case BAD_CLOSE_UNTOLD:
		send_answer(server, fd, status, body, length);
		return false;
	case BAD_CHUNKED:
		send_head(
		    server, fd, status, "Transfer-Encoding: chunked\r\n\r\n");
		for (size_t i = 0; i < length; i++)
			send_text(fd, "1\r\n%c\r\n", body[i]);
		return send_text(fd, "0\r\n\r\n");
	case BAD_CHUNK_SIZE:
		send_head(
		    server, fd, status, "Transfer-Encoding: chunked\r\n\r\n");
		send_text(fd, "zz\r\n[]\r\n0\r\n\r\n");
		return false;
	case BAD_ENDLESS_BODY:
		send_head(server, fd, status, "\r\n");
		send_endlessly(fd, "[");
		return false;
	case BAD_LARGE_BODY: {
		char *large = malloc(LARGE_BODY);
		if (large == NULL)
			fail("malloc");
		memset(large, ' ', LARGE_BODY);
		memcpy(large, "[]", 2);
		send_answer(server, fd, status, large, LARGE_BODY);
		free(large);
		return false;
	}
	case BAD_ENDLESS_HEADER:
		send_text(fd, "HTTP/1.1 200 OK\r\n");
		send_endlessly(
		    fd, "X-Again: and again and again and again\r\n");
		return false;
	case BAD_NOT_HTTP:
		send_text(fd, "+OK hello, this is POP3\r\n");
		return false;
	case BAD_NOTHING:
	case BAD_CLOSE:
		break;
	}
	return false;
}

/* --- requests ---------------------------------------------------------------
 */

/* Read a request's header. Returns the bytes that it has; 0: no more. */
static size_t
read_request(int fd, char header[HEADER_MAX], char target[HEADER_MAX])
{
	size_t used = 0;
	header[0] = '\0';
	while (strstr(header, "\r\n\r\n") == NULL) {
		ssize_t n = recv(fd, header + used, HEADER_MAX - 1 - used, 0);
		if (n <= 0)
			return 0;
		used += (size_t)n;
		header[used] = '\0';
	}
	return sscanf(header, "GET %s HTTP/1.1\r\n", target) == 1 ? used : 0;
}

/* Note that a request is here; returns what is to be done to it. */
static enum bad_fault
request_begins(struct bad_server *server, const char *target)
{
	const struct bad_script *script = &server->script;
	pthread_mutex_lock(&server->lock);
	server->seen.requests++;
	server->seen.lists += starts(target, list_target);
	server->seen.capacities += starts(target, "/capacity");
	server->in_flight++;
	if (server->in_flight > server->seen.most_in_flight)
		server->seen.most_in_flight = server->in_flight;
	bool befalls = starts(target, script->target) &&
		       server->befallen++ >= script->skip;
	pthread_mutex_unlock(&server->lock);
	return befalls ? script->fault : BAD_NOTHING;
}

/* Before the answer is sent: the client may be quicker with the next one than
 * this thread is. */
static void
request_ends(struct bad_server *server)
{
	pthread_mutex_lock(&server->lock);
	server->in_flight--;
	pthread_mutex_unlock(&server->lock);
}

/* Answer one connection's requests, and note whose they were. */
static void
serve_requests(struct bad_server *server, int fd)
{
	char header[HEADER_MAX];
	char target[HEADER_MAX];
	int found = 0; /* whom the first request asked for */
	bool pair = false;
	bool own = false;
	int requests = 0;
	bool goes_on = true;
	while (goes_on && read_request(fd, header, target) > 0) {
		requests++;
		pair =
		    requests == 2 && found > 0 && starts(target, fetch_target);
		own = pair && number_in(target) == found;
		if (requests == 1 && starts(target, find_target))
			found = number_in(target);
		enum bad_fault fault = request_begins(server, target);
		if (!starts(target, list_target)) {
			struct timespec delay = {
				.tv_sec = server->script.delay_ms / 1000,
				.tv_nsec =
				    server->script.delay_ms % 1000 * 1000000L
			};
			nanosleep(&delay, NULL);
		}
		request_ends(server);
		if (fault != BAD_NOTHING) {
			goes_on = misbehave(server, fd, fault, target);
			continue;
		}
		char body[BODY_MAX];
		int status = good_body(target, body);
		goes_on = send_answer(server, fd, status, body, strlen(body));
	}
	pthread_mutex_lock(&server->lock);
	server->seen.connections += requests > 0;
	server->seen.pairs += pair;
	server->seen.own_pairs += own;
	pthread_mutex_unlock(&server->lock);
}

static void *
serve_connection(void *arg)
{
	struct connection *connection = arg;
	struct bad_server *server = connection->server;
	int now = 1; /* small packets are not held back */
	setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof(now));
	serve_requests(server, connection->fd);
	pthread_mutex_lock(&server->lock);
	close(connection->fd);
	connection->fd = -1;
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void *
accept_connections(void *arg)
{
	struct bad_server *server = arg;
	for (;;) {
		int fd = accept(server->fd, NULL, NULL);
		pthread_mutex_lock(&server->lock);
		if (server->stopping || fd < 0 ||
		    server->connections_count == CONNECTIONS_MAX) {
			pthread_mutex_unlock(&server->lock);
			if (fd >= 0)
				close(fd);
			return NULL;
		}
		struct connection *connection =
		    &server->connections[server->connections_count++];
		*connection = (struct connection){ .server = server, .fd = fd };
		if (pthread_create(&connection->thread, NULL, serve_connection,
			connection) != 0)
			fail("pthread_create");
		pthread_mutex_unlock(&server->lock);
	}
}

struct bad_server *
bad_server_start(const struct bad_script *script)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	struct bad_server *server = calloc(1, sizeof(*server));
	if (server == NULL)
		fail("calloc");
	server->script = *script;
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (server->fd < 0 ||
	    bind(server->fd, (struct sockaddr *)&address, length) != 0 ||
	    listen(server->fd, 128) != 0 ||
	    getsockname(server->fd, (struct sockaddr *)&address, &length) != 0)
		fail("a server for the test");
	server->port = ntohs(address.sin_port);
	pthread_mutex_init(&server->lock, NULL);
	if (pthread_create(&server->thread, NULL, accept_connections, server) !=
	    0)
		fail("pthread_create");
	return server;
}

int
bad_server_port(const struct bad_server *server)
{
	return server->port;
}

struct bad_seen
bad_server_stop(struct bad_server *server)
{
	pthread_mutex_lock(&server->lock);
	server->stopping = true;
	pthread_mutex_unlock(&server->lock);
	shutdown(server->fd, SHUT_RDWR); /* wakes accept() */
	pthread_join(server->thread, NULL);
	/* No thread starts any more. What a client has sent is still seen, as
	 * only the reading end is shut down at once. */
	pthread_mutex_lock(&server->lock);
	for (int i = 0; i < server->connections_count; i++)
		if (server->connections[i].fd >= 0)
			shutdown(server->connections[i].fd, SHUT_RD);
	pthread_mutex_unlock(&server->lock);
	for (int i = 0; i < server->connections_count; i++)
		pthread_join(server->connections[i].thread, NULL);
	struct bad_seen seen = server->seen;
	close(server->fd);
	pthread_mutex_destroy(&server->lock);
	free(server);
	return seen;
}
