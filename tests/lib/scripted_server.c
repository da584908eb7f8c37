/*
 * scripted_server.c: one thread, epoll, and the answers that wait in a heap by
 * the time at which they are due, the first of them set in a timer descriptor.
 * A thread a connection would itself be what is measured.
 *
 * SPDX-License-Identifier: MIT
 */
#include "scripted_server.h"

#include "http.h"
#include "lib/clock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
	BACKLOG = 4096, /* all clients may connect at once */
	REQUEST_MAX = 8192,
	HEAD_MAX = 128,        /* of an answer, without the script's headers */
	EVENTS_MAX = 256,      /* of one epoll_wait() */
	LATE_MAX_US = 1000000, /* longer is not told apart */
};

/* A connection. It has one request at a time. */
struct peer {
	int fd;
	int number; /* of the connection; 0: it has had no request */
	bool waits; /* its answer is in the heap */
	bool gone;  /* the client has closed */

	char in[REQUEST_MAX];
	size_t in_length;

	/* The answer that waits or is sent; NULL: none. */
	char *out;
	size_t out_length;
	size_t out_sent;
	size_t head_length;  /* what is sent of it first; 0: all */
	size_t endless_from; /* as in the script */
	enum scripted_end end;
	int64_t body_after_ns;
	int64_t due_ns; /* CLOCK_MONOTONIC */

	struct peer *next; /* of all */
};

struct scripted_server {
	scripted_play play;
	void *arg;
	pthread_t thread;
	int listener;
	int port;
	int timer;
	int epoll;

	/* The thread's own until it is joined. */
	struct peer *peers;
	struct peer **waiting; /* a heap: no peer is due before its parent */
	size_t waiting_count;
	size_t waiting_size;
	int in_flight;
	int *late; /* answers by the microseconds that they were late */
	struct scripted_seen seen;
};

static void
fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* --- answers that wait ------------------------------------------------------
 */

static void
heap_push(struct scripted_server *server, struct peer *peer)
{
	if (server->waiting_count == server->waiting_size) {
		server->waiting_size = 2 * server->waiting_size + 64;
		server->waiting = realloc(server->waiting,
		    server->waiting_size * sizeof(*server->waiting));
		if (server->waiting == NULL)
			fail("realloc");
	}
	struct peer **heap = server->waiting;
	size_t i = server->waiting_count++;
	for (; i > 0 && heap[(i - 1) / 2]->due_ns > peer->due_ns;
	     i = (i - 1) / 2)
		heap[i] = heap[(i - 1) / 2];
	heap[i] = peer;
	peer->waits = true;
}

static struct peer *
heap_pop(struct scripted_server *server)
{
	struct peer **heap = server->waiting;
	struct peer *first = heap[0];
	size_t count = --server->waiting_count;
	struct peer *last = heap[count];
	size_t i = 0;
	for (size_t child; (child = 2 * i + 1) < count; i = child) {
		if (child + 1 < count &&
		    heap[child + 1]->due_ns < heap[child]->due_ns)
			child++;
		if (heap[child]->due_ns >= last->due_ns)
			break;
		heap[i] = heap[child];
	}
	heap[i] = last;
	first->waits = false;
	return first;
}

static void
set_timer(struct scripted_server *server)
{
	struct itimerspec at = { 0 }; /* disarmed */
	if (server->waiting_count > 0)
		at.it_value = clock_timespec(server->waiting[0]->due_ns);
	timerfd_settime(server->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

/* --- connections ------------------------------------------------------------
 */

static void
watch(struct scripted_server *server, int how, int fd, uint32_t events,
    void *what)
{
	struct epoll_event event = { .events = events, .data.ptr = what };
	if (epoll_ctl(server->epoll, how, fd, &event) != 0)
		fail("epoll_ctl");
}

static void
peer_close(struct scripted_server *server, struct peer *peer)
{
	struct peer **link = &server->peers;
	while (*link != peer)
		link = &(*link)->next;
	*link = peer->next;
	close(peer->fd);
	free(peer->out);
	free(peer);
}

/* Send what comes before the offset. False if the socket takes no more now. */
static bool
peer_send(struct peer *peer, size_t end)
{
	while (!peer->gone && peer->out_sent < end) {
		ssize_t n = send(peer->fd, peer->out + peer->out_sent,
		    end - peer->out_sent, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN)
			return false;
		if (n < 0)
			peer->gone = true;
		else
			peer->out_sent += (size_t)n;
	}
	return true;
}

/* Send the answer to its end, now or when the client has read more of it, and
 * do what is to be done then. */
static void
peer_finish(struct scripted_server *server, struct peer *peer)
{
	do {
		if (!peer_send(peer, peer->out_length)) {
			watch(server, EPOLL_CTL_MOD, peer->fd,
			    EPOLLIN | EPOLLOUT, peer);
			return;
		}
		peer->out_sent = peer->endless_from;
	} while (peer->endless_from > 0 && !peer->gone);
	if (peer->end == SCRIPTED_RESET) {
		struct linger now = { .l_onoff = 1, .l_linger = 0 };
		setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	if (peer->gone || peer->end != SCRIPTED_KEEP) {
		peer_close(server, peer);
		return;
	}
	free(peer->out);
	peer->out = NULL;
	watch(server, EPOLL_CTL_MOD, peer->fd, EPOLLIN, peer);
}

static void
note_lateness(struct scripted_server *server, int64_t late_ns)
{
	int64_t us = late_ns / 1000;
	server->late[us < LATE_MAX_US ? us : LATE_MAX_US]++;
}

/* The least that at least 99 of 100 answers do not exceed. */
static int64_t
late_p99_us(const struct scripted_server *server)
{
	int64_t answers = 0;
	int64_t us = 0;
	for (int64_t i = 0; i <= LATE_MAX_US; i++)
		answers += server->late[i];
	for (int64_t count = server->late[0]; count * 100 < answers * 99;)
		count += server->late[++us];
	return us;
}

static void
answer_due(struct scripted_server *server)
{
	while (server->waiting_count > 0 &&
	       server->waiting[0]->due_ns <= clock_now_ns()) {
		struct peer *peer = heap_pop(server);
		if (peer->head_length > 0) {
			peer_send(peer, peer->head_length);
			peer->head_length = 0;
			peer->due_ns += peer->body_after_ns;
			heap_push(server, peer);
			continue;
		}
		/* Before it is sent: the client may be quicker with its next
		 * request than this thread is. */
		server->in_flight--;
		note_lateness(server, clock_now_ns() - peer->due_ns);
		peer_finish(server, peer);
	}
}

/* The answer as bytes. */
static void
set_answer(struct peer *peer, const struct scripted_answer *answer)
{
	bool interim = answer->interim[0] != '\0';
	size_t body_length = strlen(answer->body);
	size_t size = HEAD_MAX + strlen(answer->interim) +
		      strlen(answer->headers) + body_length;
	peer->out_sent = 0;
	peer->head_length = 0;
	peer->endless_from = answer->endless_from;
	peer->end = answer->end;
	peer->out = answer->bytes;
	peer->out_length = answer->length;
	if (answer->bytes != NULL)
		return;
	peer->out = malloc(size);
	if (peer->out == NULL)
		fail("malloc");
	int head_length = snprintf(peer->out, size,
	    "%s%s%sHTTP/1.1 %d Whatever\r\nContent-Length: %zu\r\n%s\r\n",
	    interim ? "HTTP/1.1 103 Early Hints\r\n" : "", answer->interim,
	    interim ? "\r\n" : "", answer->status, body_length,
	    answer->headers);
	peer->out_length = (size_t)head_length + body_length;
	memcpy(peer->out + head_length, answer->body, body_length);
	if (answer->body_after_us > 0)
		peer->head_length = (size_t)head_length;
}

/* The whole request is in peer->in; its body begins at body. */
static void
begin_answer(struct scripted_server *server, struct peer *peer,
    struct scripted_request *request)
{
	struct scripted_answer answer = { .status = 200 };
	int64_t begun_ns = clock_now_ns();
	if (peer->number == 0)
		peer->number = ++server->seen.connections;
	request->connection = peer->number;
	request->number = ++server->seen.requests;
	if (++server->in_flight > server->seen.most_in_flight)
		server->seen.most_in_flight = server->in_flight;
	server->play(server->arg, request, &answer);
	set_answer(peer, &answer);
	peer->body_after_ns = answer.body_after_us * 1000;
	peer->due_ns = begun_ns + answer.after_us * 1000;
	peer->in_length = 0;
	heap_push(server, peer);
}

/* Begin to answer once a whole request is there. False if it can be none. */
static bool
take_request(struct scripted_server *server, struct peer *peer)
{
	struct scripted_request request = { 0 };
	peer->in[peer->in_length] = '\0';
	char *end = strstr(peer->in, "\r\n\r\n");
	if (end == NULL)
		return peer->in_length < REQUEST_MAX - 1;
	if (sscanf(peer->in, "%15s %1023s HTTP/1.1", request.method,
		request.target) != 2)
		return false;
	request.head = strstr(peer->in, "\r\n") + 2;
	request.head_length = (size_t)(end + 2 - request.head);
	request.body = end + 4;
	char *length = scripted_header(&request, "Content-Length");
	size_t wanted = length != NULL ? strtoul(length, NULL, 10) : 0;
	free(length);
	size_t whole = (size_t)(request.body - peer->in) + wanted;
	if (whole > peer->in_length)
		return whole < REQUEST_MAX;
	begin_answer(server, peer, &request);
	return true;
}

static void
peer_read(struct scripted_server *server, struct peer *peer)
{
	ssize_t n = recv(peer->fd, peer->in + peer->in_length,
	    sizeof(peer->in) - 1 - peer->in_length, 0);
	if (n < 0 && errno == EAGAIN)
		return;
	/* Two requests at once (pipelining) no client of ours makes. */
	bool good = n > 0 && peer->out == NULL;
	if (good) {
		peer->in_length += (size_t)n;
		good = take_request(server, peer);
	}
	if (good)
		return;
	epoll_ctl(server->epoll, EPOLL_CTL_DEL, peer->fd, NULL);
	peer->gone = true;
	if (!peer->waits)
		peer_close(server, peer);
}

/* False once the listener is shut down. */
static bool
accept_peers(struct scripted_server *server)
{
	int fd;
	while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
		int on = 1; /* small packets are not held back */
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		fcntl(fd, F_SETFL, O_NONBLOCK);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		struct peer *peer = calloc(1, sizeof(*peer));
		if (peer == NULL)
			fail("calloc");
		peer->fd = fd;
		peer->next = server->peers;
		server->peers = peer;
		watch(server, EPOLL_CTL_ADD, fd, EPOLLIN, peer);
	}
	return errno == EAGAIN || errno == ECONNABORTED;
}

static void *
serve(void *arg)
{
	struct scripted_server *server = arg;
	bool goes_on = true;
	while (goes_on) {
		struct epoll_event events[EVENTS_MAX];
		int count = epoll_wait(server->epoll, events, EVENTS_MAX, -1);
		for (int i = 0; i < count; i++) {
			void *what = events[i].data.ptr;
			uint64_t expirations;
			if (what == &server->listener)
				goes_on = accept_peers(server);
			else if (what != &server->timer &&
				 (events[i].events & EPOLLOUT) != 0)
				peer_finish(server, what);
			else if (what != &server->timer)
				peer_read(server, what);
			else if (read(server->timer, &expirations,
				     sizeof(expirations)) < 0)
				continue; /* it was set anew meanwhile */
		}
		answer_due(server);
		set_timer(server);
	}
	return NULL;
}

/* --- the server -------------------------------------------------------------
 */

/* Clients that are all at once here take a descriptor each. */
static void
raise_descriptor_limit(void)
{
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

struct scripted_server *
scripted_server_start(scripted_play play, void *arg)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	struct scripted_server *server = calloc(1, sizeof(*server));
	if (server == NULL)
		fail("calloc");
	server->late = calloc(LATE_MAX_US + 1, sizeof(*server->late));
	if (server->late == NULL)
		fail("calloc");
	raise_descriptor_limit();
	server->play = play;
	server->arg = arg;
	server->listener =
	    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	server->timer =
	    timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (server->listener < 0 || server->timer < 0 || server->epoll < 0 ||
	    bind(server->listener, (struct sockaddr *)&address, length) != 0 ||
	    listen(server->listener, BACKLOG) != 0 ||
	    getsockname(
		server->listener, (struct sockaddr *)&address, &length) != 0)
		fail("a server for the test");
	server->port = ntohs(address.sin_port);
	watch(server, EPOLL_CTL_ADD, server->listener, EPOLLIN,
	    &server->listener);
	watch(server, EPOLL_CTL_ADD, server->timer, EPOLLIN, &server->timer);
	if (pthread_create(&server->thread, NULL, serve, server) != 0)
		fail("pthread_create");
	return server;
}

int
scripted_server_port(const struct scripted_server *server)
{
	return server->port;
}

char *
scripted_header(const struct scripted_request *request, const char *name)
{
	return http_header(&(struct http_answer){ .head = request->head,
			       .head_length = request->head_length },
	    name);
}

struct scripted_seen
scripted_server_stop(struct scripted_server *server)
{
	shutdown(server->listener, SHUT_RDWR); /* accept() fails from now on */
	pthread_join(server->thread, NULL);
	struct scripted_seen seen = server->seen;
	seen.late_p99_us = late_p99_us(server);
	while (server->peers != NULL)
		peer_close(server, server->peers);
	close(server->listener);
	close(server->timer);
	close(server->epoll);
	free(server->waiting);
	free(server->late);
	free(server);
	return seen;
}
