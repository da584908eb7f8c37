/*
 * crowd.c: many clients at once, on epoll.
 *
 * SPDX-License-Identifier: MIT
 */
#include "crowd.h"

#include "http.h"
#include "seconds.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256 };

struct crowd {
	int port;
	int epoll;
	bool slow; /* likewise, to read slowly */
	size_t size;
	size_t begun;
	size_t done;   /* answered or broken */
	bool greeting; /* who begins now is to stay for a request */
	struct client *clients;
};

struct crowd *
crowd_new(int port, size_t count)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	struct crowd *c = calloc(1, sizeof(*c));
	if (c == NULL ||
	    (c->clients = calloc(count, sizeof(*c->clients))) == NULL)
		abort();
	c->port = port;
	c->size = count;
	c->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (c->epoll < 0)
		abort();
	return c;
}

static void
leave(struct client *client, bool reset)
{
	/* A reset leaves no port behind in TIME_WAIT. */
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	if (client->fd < 0)
		return;
	if (reset)
		setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &at_once,
		    sizeof(at_once));
	close(client->fd);
	client->fd = -1;
}

void
crowd_free(struct crowd *c)
{
	for (size_t i = 0; i < c->begun; i++)
		leave(&c->clients[i], true);
	close(c->epoll);
	free(c->clients);
	free(c);
}

static void
settle(struct crowd *c, struct client *client)
{
	leave(client, true);
	client->broken = client->status == 0;
	client->answered_s = clock_now_s();
	c->done++;
}

/* A request is far smaller than a socket's buffer. */
static void
send_request(struct crowd *c, struct client *client)
{
	client->sent_s = clock_now_s();
	client->used = 0;
	if (client->request != NULL &&
	    send(client->fd, client->request, strlen(client->request),
		MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		settle(c, client);
}

static void
read_answer(struct crowd *c, struct client *client)
{
	struct http_answer answer;
	ssize_t n = recv(client->fd, client->bytes + client->used,
	    sizeof(client->bytes) - 1 - client->used, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		client->used += (size_t)n;
		client->bytes[client->used] = '\0';
		if (http_parse(client->bytes, client->used, false, &answer) ==
		    0)
			return;
		if (client->greets) {
			client->greets = false;
			c->done++;
			return;
		}
		client->status = answer.status;
		char *value = http_header(&answer, "Retry-After");
		client->retry_after = value != NULL;
		free(value);
	}
	settle(c, client);
}

static void
begin_talking(struct crowd *c, struct client *client)
{
	struct epoll_event in = { .events = EPOLLIN, .data.ptr = client };
	client->connected = true;
	epoll_ctl(c->epoll, EPOLL_CTL_MOD, client->fd, &in);
	send_request(c, client);
}

static void
look_after(struct crowd *c, int timeout_ms)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(c->epoll, events, EVENTS, timeout_ms);
	for (int i = 0; i < n; i++) {
		struct client *client = events[i].data.ptr;
		if (client->fd < 0)
			continue;
		if (!client->connected && (events[i].events & EPOLLOUT) &&
		    !(events[i].events & EPOLLERR))
			begin_talking(c, client);
		else
			read_answer(c, client);
	}
}

/* 127.0.0.0/8 is this machine's: each thousand of clients has an address of
 * its own, and so ports enough. */
static void
begin(struct crowd *c, const char *request)
{
	struct client *client = &c->clients[c->begun];
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_addr.s_addr =
		    htonl(INADDR_LOOPBACK + 1 + (uint32_t)(c->begun / 1000)) };
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)c->port) };
	struct epoll_event out = { .events = EPOLLOUT, .data.ptr = client };
	c->begun++;
	client->greets = c->greeting;
	client->request = request;
	client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (c->slow) {
		setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &(int){ 2048 },
		    sizeof(int));
		/* The sender's buffer is as large as some segments, and over
		 * loopback one has 64 KB. */
		setsockopt(client->fd, IPPROTO_TCP, TCP_MAXSEG, &(int){ 536 },
		    sizeof(int));
	}
	if (client->fd < 0 ||
	    bind(client->fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
	    (connect(client->fd, (struct sockaddr *)&to, sizeof(to)) != 0 &&
		errno != EINPROGRESS) ||
	    epoll_ctl(c->epoll, EPOLL_CTL_ADD, client->fd, &out) != 0) {
		perror("a client of the crowd");
		settle(c, client);
	}
}

void
crowd_send(struct crowd *c, size_t count, const char *request, double over_s)
{
	double start_s = clock_now_s();
	size_t first = c->begun;
	while (c->begun < first + count && c->begun < c->size) {
		double due_s =
		    over_s * (double)(c->begun - first) / (double)count;
		if (clock_now_s() - start_s < due_s) {
			look_after(c, 1);
			continue;
		}
		begin(c, request);
		if (c->begun % 32 == 0)
			look_after(c, 0);
	}
}

void
crowd_wait(struct crowd *c, double until_s)
{
	while (c->done < c->begun) {
		double left_s = until_s - clock_now_s();
		if (left_s <= 0)
			break;
		look_after(c, left_s < 0.1 ? (int)(left_s * 1000) + 1 : 100);
	}
}

void
crowd_greet(struct crowd *c, size_t count, const char *greeting)
{
	c->greeting = true;
	crowd_send(c, count, greeting, 0);
	crowd_wait(c, clock_now_s() + 30);
	c->greeting = false;
}

void
crowd_read_slowly(struct crowd *c)
{
	c->slow = true;
}

void
crowd_send_on(struct crowd *c, const char *request)
{
	for (size_t i = 0; i < c->begun; i++) {
		if (c->clients[i].fd < 0 || c->clients[i].status != 0)
			continue;
		c->clients[i].request = request;
		c->done--;
		send_request(c, &c->clients[i]);
	}
}

void
crowd_leave(struct crowd *c, size_t from, size_t count, bool reset)
{
	for (size_t i = from; i < from + count && i < c->begun; i++) {
		if (c->clients[i].fd < 0)
			continue;
		leave(&c->clients[i], reset);
		c->done++;
	}
}

const struct client *
crowd_client(const struct crowd *c, size_t i)
{
	return &c->clients[i];
}

size_t
crowd_count(const struct crowd *c, int status)
{
	size_t count = 0;
	for (size_t i = 0; i < c->begun; i++)
		count += c->clients[i].status == status;
	return count;
}

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

double
crowd_quantile(double *values, size_t count, double q)
{
	if (count == 0)
		return 0;
	qsort(values, count, sizeof(*values), compare_numbers);
	return values[(size_t)(q * (double)(count - 1))];
}

double
crowd_latency_s(const struct crowd *c, int status, double q)
{
	size_t count = 0;
	double *seconds = calloc(c->begun + 1, sizeof(*seconds));
	if (seconds == NULL)
		abort();
	for (size_t i = 0; i < c->begun; i++)
		if (c->clients[i].status == status)
			seconds[count++] =
			    c->clients[i].answered_s - c->clients[i].sent_s;
	double result = crowd_quantile(seconds, count, q);
	free(seconds);
	return result;
}
