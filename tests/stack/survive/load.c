/*
 * load.c: clients that write and read all the time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "load.h"

#include "../../lib/crowd.h"
#include "../../lib/http.h"
#include "../../lib/seconds.h"
#include "../../lib/stack.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ANSWER_SIZE = 2048 };

struct caller {
	pthread_t thread;
	struct load *load;
	size_t number;
	bool writes;
	int fd; /* -1: not connected */
	size_t written;
	struct load_result result;
	double *seconds; /* of each answer */
	size_t answers;
	size_t size;
};

struct load {
	struct load_plan plan;
	FILE *log;
	pthread_mutex_t lock; /* of the log */
	unsigned run;         /* names of two runs differ */
	atomic_bool stopping;
	atomic_size_t answers;
	size_t count;
	struct caller *callers;
};

static bool
call(struct caller *c)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)c->load->plan.port) };
	struct timeval limit = { .tv_sec = 60 };
	c->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (c->fd < 0)
		abort();
	setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	return connect(c->fd, (struct sockaddr *)&to, sizeof(to)) == 0;
}

static void
hang_up(struct caller *c)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(c->fd);
	c->fd = -1;
}

/* The whole answer into bytes; false if there is none. */
static bool
exchange(struct caller *c, const char *request, char bytes[ANSWER_SIZE],
    struct http_answer *ret)
{
	size_t used = 0;
	ssize_t n;
	if (c->fd < 0 && !call(c))
		return false;
	if (send(c->fd, request, strlen(request), MSG_NOSIGNAL) < 0)
		return false;
	while ((n = recv(c->fd, bytes + used, ANSWER_SIZE - 1 - used, 0)) > 0) {
		used += (size_t)n;
		bytes[used] = '\0';
		if (http_parse(bytes, used, false, ret) > 0)
			return true;
	}
	return false;
}

static void
note(struct caller *c, double seconds)
{
	if (c->answers == c->size) {
		c->size = c->size == 0 ? 1024 : 2 * c->size;
		c->seconds = realloc(c->seconds, c->size * sizeof(double));
		if (c->seconds == NULL)
			abort();
	}
	c->seconds[c->answers++] = seconds;
	if (seconds > c->result.slowest_s)
		c->result.slowest_s = seconds;
	atomic_fetch_add(&c->load->answers, 1);
}

/* The record's id is in the answer's body: {"id":"7",... */
static void
acknowledge(
    struct caller *c, const struct http_answer *answer, const char *name)
{
	static const char before[] = "{\"id\":\"";
	struct load *load = c->load;
	c->result.acknowledged++;
	if (strncmp(answer->body, before, sizeof(before) - 1) != 0)
		abort(); /* a 201 without the record is no answer of ours */
	pthread_mutex_lock(&load->lock);
	fprintf(load->log, "%ld %s\n",
	    strtol(answer->body + sizeof(before) - 1, NULL, 10), name);
	fflush(load->log);
	pthread_mutex_unlock(&load->lock);
}

/* One request. Returns its answer's status, 0 if there was none. */
static int
ask(struct caller *c, const char *request, const char *name)
{
	struct http_answer answer;
	char bytes[ANSWER_SIZE];
	double start_s = clock_now_s();
	c->result.requests++;
	if (!exchange(c, request, bytes, &answer)) {
		c->result.broken++;
		hang_up(c);
		return 0;
	}
	note(c, clock_now_s() - start_s);
	if (answer.status >= 0 && answer.status < 600)
		c->result.statuses[answer.status]++;
	if (answer.status >= 200 && answer.status < 300) {
		if (name != NULL)
			acknowledge(c, &answer, name);
	} else {
		if (c->result.failed++ == 0)
			snprintf(c->result.first_failure,
			    sizeof(c->result.first_failure), "%d %.*s",
			    answer.status, (int)answer.body_length,
			    answer.body);
	}
	char *connection = http_header(&answer, "Connection");
	if (connection != NULL && strcmp(connection, "close") == 0)
		hang_up(c);
	free(connection);
	return answer.status;
}

static void
write_one(struct caller *c)
{
	char request[700];
	char name[64];
	char body[128];
	snprintf(name, sizeof(name), "load %u %zu %zu", c->load->run, c->number,
	    c->written++);
	int length = snprintf(
	    body, sizeof(body), "{\"name\":\"%s\",\"salesId\":\"1\"}", name);
	snprintf(request, sizeof(request),
	    "POST /customers HTTP/1.1\r\nHost: docking\r\n" STACK_AUTHORIZATION
	    "Content-Type: application/json\r\nIdempotency-Key: %u-%zu-%zu\r\n"
	    "Content-Length: %d\r\n\r\n%s",
	    c->load->run, c->number, c->written, length, body);
	while (ask(c, request, name) / 100 != 2 && c->load->plan.retries)
		clock_pause_ms(20);
}

/* Ask, and go away before the answer. */
static void
abort_one(struct caller *c)
{
	static const char request[] = "GET /users HTTP/1.1\r\nHost: a\r\n\r\n";
	if (c->fd < 0 && !call(c))
		return;
	if (send(c->fd, request, sizeof(request) - 1, MSG_NOSIGNAL) < 0)
		c->result.broken++;
	hang_up(c);
}

static void *
run_caller(void *arg)
{
	static const char request[] =
	    "GET /users/1 HTTP/1.1\r\nHost: docking\r\n\r\n";
	struct caller *c = arg;
	for (size_t i = 1; !atomic_load(&c->load->stopping); i++) {
		size_t broken = c->result.broken;
		if (c->load->plan.aborts && i % 10 == 0)
			abort_one(c);
		else if (c->writes)
			write_one(c);
		else
			ask(c, request, NULL);
		if (c->result.broken > broken)
			clock_pause_ms(5); /* nothing may be listening */
	}
	return NULL;
}

struct load *
load_start(const struct load_plan *plan)
{
	static unsigned runs;
	struct load *load = calloc(1, sizeof(*load));
	if (load == NULL)
		abort();
	load->plan = *plan;
	load->run = runs++;
	load->count = plan->writers + plan->readers;
	load->log = fopen(plan->log != NULL ? plan->log : "/dev/null", "a");
	load->callers = calloc(load->count, sizeof(*load->callers));
	if (load->log == NULL || load->callers == NULL)
		abort();
	pthread_mutex_init(&load->lock, NULL);
	for (size_t i = 0; i < load->count; i++) {
		load->callers[i] = (struct caller){ .load = load,
			.number = i,
			.writes = i < plan->writers,
			.fd = -1 };
		if (pthread_create(&load->callers[i].thread, NULL, run_caller,
			&load->callers[i]) != 0)
			abort();
	}
	return load;
}

size_t
load_answers(const struct load *load)
{
	return atomic_load(&load->answers);
}

/* The quantile q of the answers' times of those that write, or read. */
static double
quantile_s(const struct load *load, bool writes, double q)
{
	size_t count = 0;
	double *all = NULL;
	for (size_t i = 0; i < load->count; i++) {
		const struct caller *c = &load->callers[i];
		if (c->writes != writes || c->answers == 0)
			continue;
		all = realloc(all, (count + c->answers) * sizeof(double));
		if (all == NULL)
			abort();
		memcpy(all + count, c->seconds, c->answers * sizeof(double));
		count += c->answers;
	}
	double result = crowd_quantile(all, count, q);
	free(all);
	return result;
}

void
load_end(struct load *load)
{
	atomic_store(&load->stopping, true);
}

void
load_stop(struct load *load, struct load_result *ret)
{
	struct load_result sum = { 0 };
	load_end(load);
	for (size_t i = 0; i < load->count; i++) {
		struct caller *c = &load->callers[i];
		const struct load_result *one = &c->result;
		pthread_join(c->thread, NULL);
		if (c->fd >= 0)
			hang_up(c);
		sum.requests += one->requests;
		sum.acknowledged += one->acknowledged;
		sum.failed += one->failed;
		sum.broken += one->broken;
		for (size_t s = 0; s < 600; s++)
			sum.statuses[s] += one->statuses[s];
		if (one->slowest_s > sum.slowest_s)
			sum.slowest_s = one->slowest_s;
		if (sum.first_failure[0] == '\0')
			memcpy(sum.first_failure, one->first_failure,
			    sizeof(sum.first_failure));
	}
	sum.write_p999_s = quantile_s(load, true, 0.999);
	sum.read_p99_s = quantile_s(load, false, 0.99);
	*ret = sum;
	for (size_t i = 0; i < load->count; i++)
		free(load->callers[i].seconds);
	pthread_mutex_destroy(&load->lock);
	fclose(load->log);
	free(load->callers);
	free(load);
}

/* --- what was promised, and what is there ----------------------------------
 */

static size_t
count_twice(sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;
	size_t count = 0;
	sqlite3_prepare_v2(db,
	    "SELECT count(*) - count(DISTINCT name) FROM customers"
	    " WHERE name LIKE 'load %'",
	    -1, &stmt, NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		count = (size_t)sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return count;
}

struct load_check
load_compare(const char *log, const char *database)
{
	struct load_check check = { 0 };
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	char line[200];
	FILE *file = fopen(log, "r");
	if (file == NULL ||
	    sqlite3_open_v2(database, &db, SQLITE_OPEN_READWRITE, NULL) !=
		SQLITE_OK ||
	    sqlite3_busy_timeout(db, 5000) != SQLITE_OK ||
	    sqlite3_prepare_v2(db,
		"SELECT 1 FROM customers WHERE id = ?1 AND name = ?2"
		" AND sales_id = 1",
		-1, &stmt, NULL) != SQLITE_OK) {
		snprintf(check.fault, sizeof(check.fault), "%s: %s", database,
		    db != NULL ? sqlite3_errmsg(db) : log);
	} else {
		while (fgets(line, sizeof(line), file) != NULL) {
			char *name;
			long id = strtol(line, &name, 10);
			name[strcspn(name, "\n")] = '\0';
			sqlite3_bind_int64(stmt, 1, id);
			sqlite3_bind_text(
			    stmt, 2, name + 1, -1, SQLITE_TRANSIENT);
			check.acknowledged++;
			check.missing += sqlite3_step(stmt) != SQLITE_ROW;
			sqlite3_reset(stmt);
		}
		check.twice = count_twice(db);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	if (file != NULL)
		fclose(file);
	return check;
}
