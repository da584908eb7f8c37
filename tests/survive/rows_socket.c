/*
 * rows_socket.c: who speaks to the processes' own sockets, and slow clients.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../lib/clock.h"
#include "../lib/program.h"
#include "survive.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 4, RECORD_MAX = 2000, NOBODY = 65534 };

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

/* Connect to a process's socket. Returns the descriptor, or -1. */
static int
connect_to(const struct site *site, unsigned process)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	snprintf(to.sun_path, sizeof(to.sun_path), "var/run.%d/fcgi.sock-%u",
	    (int)site->stack.pid, process);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

void
row_e1(struct trial *t)
{
	struct site site;
	int status = -1;
	if (geteuid() != 0) {
		cannot(t, "only root can be another user");
		return;
	}
	if (!site_start(t, &site, quick))
		return;
	int own = connect_to(&site, 0);
	EXPECT(t, own >= 0, "we cannot connect ourselves");
	close(own);
	pid_t pid = fork();
	if (pid == 0) {
		int fd = setgid(NOBODY) == 0 && setuid(NOBODY) == 0
			     ? connect_to(&site, 0)
			     : 0;
		_exit(fd < 0 && errno == EACCES ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	measured(t, "user %d: %s", NOBODY,
	    status == 0 ? "permission denied" : "connected");
	EXPECT(t, status == 0, "another user can connect");
	site_stop(t, &site);
	site_done(t, &site);
}

/* --- a FastCGI stream -------------------------------------------------------
 */

struct stream {
	unsigned char bytes[RECORD_MAX];
	size_t length;
	size_t body; /* where it begins */
};

static void
add_record(struct stream *s, int type, const void *content, size_t length)
{
	const unsigned char head[8] = { 1, (unsigned char)type, 0, 1,
		(unsigned char)(length >> 8), (unsigned char)length, 0, 0 };
	memcpy(s->bytes + s->length, head, sizeof(head));
	s->length += sizeof(head);
	if (length > 0)
		memcpy(s->bytes + s->length, content, length);
	s->length += length;
}

static size_t
add_parameter(char *to, size_t used, const char *name, const char *value)
{
	to[used++] = (char)strlen(name);
	to[used++] = (char)strlen(value);
	return used + (size_t)sprintf(to + used, "%s%s", name, value);
}

/* A POST of a customer with this name, as the web server would send it. */
static void
make_stream(struct stream *s, const char *name)
{
	static const unsigned char begin[8] = { 0, 1, 0, 0, 0, 0, 0, 0 };
	char parameters[1000];
	char body[200];
	char length[16];
	size_t used = 0;
	/* Blanks at the end, so that one that is cut off may be good JSON. */
	int n = snprintf(body, sizeof(body),
	    "{\"name\":\"%s\",\"salesId\":\"1\"}%80s", name, "");
	snprintf(length, sizeof(length), "%d", n);
	used = add_parameter(parameters, used, "REQUEST_METHOD", "POST");
	used = add_parameter(parameters, used, "REQUEST_URI", "/customers");
	used = add_parameter(parameters, used, "CONTENT_LENGTH", length);
	used =
	    add_parameter(parameters, used, "CONTENT_TYPE", "application/json");
	used = add_parameter(parameters, used, "REMOTE_ADDR", "127.0.0.1");
	used = add_parameter(parameters, used, "REMOTE_USER", "ada");
	s->length = 0;
	add_record(s, 1, begin, sizeof(begin));
	add_record(s, 4, parameters, used);
	add_record(s, 4, NULL, 0);
	s->body = s->length;
	add_record(s, 5, body, (size_t)n);
	add_record(s, 5, NULL, 0);
}

/* Silent because all stand still, the web server too (a machine that was
 * suspended): that is not the silence that ends a connection. */
static void
expect_patience(struct trial *t, const struct site *site)
{
	struct process found[PROCESSES_MAX];
	struct stream stream;
	char answer[1000] = "";
	make_stream(&stream, "patience");
	size_t count = site_processes(site, found);
	int fd = connect_to(site, 0);
	clock_pause_ms(300);
	for (size_t i = 0; i < count; i++)
		kill(found[i].pid, SIGSTOP);
	clock_pause_ms(2500);
	for (size_t i = 0; i < count; i++)
		kill(found[i].pid, SIGCONT);
	clock_pause_ms(20);
	send(fd, stream.bytes, stream.length, MSG_NOSIGNAL);
	struct pollfd in = { .fd = fd, .events = POLLIN };
	if (poll(&in, 1, 5000) == 1 &&
	    recv(fd, answer, sizeof(answer) - 1, 0) > 8)
		EXPECT(t, strncmp(answer + 8, "Status: 201", 11) == 0,
		    "after standing still: %.40s", answer + 8);
	else
		EXPECT(t, false, "after standing still: no answer");
	close(fd);
}

void
row_e2(struct trial *t)
{
	enum { SILENT = 6 * PROCESSES };
	struct site site;
	struct load_result result;
	struct stream stream;
	int fds[SILENT];
	size_t open = 0;
	if (!site_start(t, &site, quick))
		return;
	make_stream(&stream, "silent");
	for (unsigned i = 0; i < SILENT; i++) {
		/* Nothing, one byte, half of the parameters. */
		const size_t lengths[] = { 0, 1, 80 };
		fds[i] = connect_to(&site, i % PROCESSES);
		open += fds[i] >= 0;
		if (fds[i] >= 0 && lengths[i / PROCESSES % 3] > 0)
			send(fds[i], stream.bytes, lengths[i / PROCESSES % 3],
			    MSG_NOSIGNAL);
	}
	double start_s = clock_now_s();
	struct load *load =
	    load_start(&(struct load_plan){ .port = site.stack.port,
		.readers = 8,
		.writers = 2,
		.log = site.log });
	double closed_s = 0;
	for (size_t i = 0; i < SILENT; i++) {
		struct pollfd in = { .fd = fds[i], .events = POLLIN };
		int left_ms = 20000 - (int)((clock_now_s() - start_s) * 1e3);
		char bytes[4096];
		while (poll(&in, 1, left_ms > 0 ? left_ms : 0) == 1 &&
		       recv(fds[i], bytes, sizeof(bytes), 0) > 0)
			;
		open -= recv(fds[i], bytes, sizeof(bytes), MSG_DONTWAIT) == 0 ||
			errno == ECONNRESET;
		closed_s = clock_now_s() - start_s;
		close(fds[i]);
	}
	load_stop(load, &result);
	measured(t,
	    "%d silent on %d acceptors: all closed after %.1f s; %zu of "
	    "%zu requests failed meanwhile",
	    SILENT, 2 * PROCESSES, closed_s, result.failed + result.broken,
	    result.requests);
	EXPECT(t, open == 0, "%zu are still open", open);
	EXPECT(
	    t, closed_s <= FULL_OR(t, 10, 15), "closed after %.1f s", closed_s);
	EXPECT(t, result.requests > 8 && result.failed + result.broken == 0,
	    "of %zu requests %zu failed: %s", result.requests, result.failed,
	    result.first_failure);
	expect_patience(t, &site);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

/* Spoil a stream in one of many ways. Returns how much of it is to be sent. */
static size_t
spoil(struct stream *s, unsigned i)
{
	size_t at = (size_t)rand() % s->length;
	switch (i % 5) {
	case 0: /* cut off within the body */
		return s->body + 9 +
		       (size_t)rand() % (s->length - s->body - 18);
	case 1: /* cut off anywhere */
		return at;
	case 2: /* a record's head: version, type, id, length */
		s->bytes[(size_t)rand() % 8 + (rand() % 2 ? 0 : s->body)] =
		    (unsigned char)rand();
		break;
	case 3: /* some bytes anywhere */
		for (int n = 1 + rand() % 8; n > 0; n--)
			s->bytes[(size_t)rand() % s->length] =
			    (unsigned char)rand();
		break;
	default: /* nothing but noise from here on */
		for (; at < s->length; at++)
			s->bytes[at] = (unsigned char)rand();
	}
	return s->length;
}

static int64_t
count_named(const char *db_file, const char *name)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t count = -1;
	if (sqlite3_open_v2(db_file, &db, SQLITE_OPEN_READWRITE, NULL) ==
		SQLITE_OK &&
	    sqlite3_prepare_v2(db,
		"SELECT count(*) FROM customers WHERE name = ?1", -1, &stmt,
		NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
		if (sqlite3_step(stmt) == SQLITE_ROW)
			count = sqlite3_column_int64(stmt, 0);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return count;
}

/* libfcgi gives up (assert) when a length makes it run out of memory: then the
 * process must be back soon. Gives the seconds that it took, 0 if all live.
 * lighttpd waits longer if one dies again at once: so they are left alone. */
static double
wait_for_dead(const struct site *site, struct process processes[PROCESSES_MAX])
{
	double back_s = 0;
	for (size_t i = 0; i < PROCESSES; i++) {
		if (process_lives(processes[i].pid))
			continue;
		back_s = site_wait_for_processes(
		    site, PROCESSES, &processes[i], 1, 20);
		clock_pause_ms(2200);
		break;
	}
	site_processes(site, processes);
	return back_s;
}

void
row_e3(struct trial *t)
{
	struct site site;
	struct process processes[PROCESSES_MAX];
	unsigned streams = FULL_OR(t, 10000, 100);
	double slowest_s = 0;
	srand(1);
	if (!site_start(
		t, &site, (const char *const[]){ "DOCKING_DELAY=0", NULL }))
		return;
	site_processes(&site, processes);
	for (unsigned i = 0; i < streams; i++) {
		struct stream stream;
		make_stream(&stream, i % 5 == 0 ? "cut off" : "spoilt");
		size_t length = spoil(&stream, i);
		int fd = connect_to(&site, i % PROCESSES);
		if (fd >= 0)
			send(fd, stream.bytes, length, MSG_NOSIGNAL);
		close(fd);
		double back_s = wait_for_dead(&site, processes);
		if (back_s > slowest_s)
			slowest_s = back_s;
	}
	clock_pause_ms(200); /* the last one may be dying */
	wait_for_dead(&site, processes);
	/* A whole one, to see that the others were understood so far. */
	struct stream stream;
	make_stream(&stream, "whole");
	ssize_t got = 0;
	/* Once it is answered; the process may be one that has just come. */
	for (int tries = 0; got <= 0 && tries < 100; tries++) {
		char bytes[4096];
		int fd = connect_to(&site, 0);
		if (fd < 0) {
			clock_pause_ms(50);
			continue;
		}
		send(fd, stream.bytes, stream.length, MSG_NOSIGNAL);
		got = recv(fd, bytes, sizeof(bytes), 0);
		while (got > 0 && recv(fd, bytes, sizeof(bytes), 0) > 0)
			;
		close(fd);
	}
	int status = site_ask(&site, "GET /users/1", NULL, NULL, NULL);
	site_stop(t, &site);
	size_t died = site_log_count(&site, "child signalled");
	size_t gave_up = site_log_count(&site, "fcgiapp.c");
	int64_t cut_off = count_named(site.db, "cut off");
	int64_t whole = count_named(site.db, "whole");
	measured(t,
	    "%u streams: %lld writes from a truncated body; libfcgi "
	    "aborted %zu times, back within %.1f s",
	    streams, (long long)cut_off, gave_up, slowest_s);
	EXPECT(t, died == gave_up, "%zu died, %zu by libfcgi's assert", died,
	    gave_up);
	EXPECT(
	    t, slowest_s <= FULL_OR(t, 2, 10), "back after %.1f s", slowest_s);
	EXPECT(
	    t, whole == 1, "%lld writes from the whole one", (long long)whole);
	EXPECT(t, status == 200, "afterwards HTTP gets %d", status);
	EXPECT(t, cut_off == 0, "%lld writes from a truncated body",
	    (long long)cut_off);
	fclose(fopen(site.log, "w"));
	site_check_data(t, &site);
	site_done(t, &site);
}

/* --- slow clients -----------------------------------------------------------
 */

/* How many descriptors more than without requests the processes have open. */
static size_t
count_open(const struct site *site, size_t without)
{
	struct process found[PROCESSES_MAX];
	size_t sum = 0;
	size_t count = site_processes(site, found);
	for (size_t i = 0; i < count; i++)
		sum += process_descriptors(found[i].pid);
	return sum > without ? sum - without : 0;
}

void
row_d1(struct trial *t)
{
	static const char head[] = "GET /users HTTP/1.1\r\nHost: a\r\nX-Slow: ";
	static const char body[] =
	    "POST /customers HTTP/1.1\r\nHost: a\r\n" STACK_AUTHORIZATION
	    "Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{";
	static const char reading[] =
	    "GET /customers HTTP/1.1\r\nHost: a\r\n\r\n";
	struct site site;
	struct load_result alone, beside;
	size_t each = FULL_OR(t, 1333, 150);
	int seconds = FULL_OR(t, 10, 2);
	if (!site_start(t, &site, quick))
		return;
	/* Listings that do not fit into the buffers on their way: then they
	 * are not over, which is looked at below. */
	const char *const args[] = { program_built("docking-admin"), "--db",
		site.db, "generate", "--users=100", "--customers=10000", NULL };
	struct outcome o = program_run(args, NULL);
	EXPECT(t, o.code == 0, "%s", o.err);
	outcome_done(&o);
	const struct load_plan plan = { .port = site.stack.port,
		.readers = 8,
		.writers = 1,
		.log = site.log };
	struct load *load = load_start(&plan);
	clock_pause_ms(seconds * 1000);
	load_stop(load, &alone);
	size_t without = count_open(&site, 0);
	struct crowd *crowds[3];
	const char *const requests[] = { head, body, reading };
	for (int i = 0; i < 3; i++) {
		crowds[i] = crowd_new(site.stack.port, each);
		crowd_read_slowly(crowds[i]);
		crowd_send(crowds[i], each, requests[i], 0);
		/* The readers are not looked after: nobody reads. */
		crowd_wait(crowds[i], clock_now_s() + (i < 2 ? 0.3 : 0.0));
	}
	/* What fits into the buffers on the way is work like any other. */
	clock_pause_ms(FULL_OR(t, 5000, 1000));
	load = load_start(&plan);
	clock_pause_ms(seconds * 1000);
	load_stop(load, &beside);
	size_t unfinished = count_open(&site, without);
	size_t answered =
	    crowd_count(crowds[0], 200) + crowd_count(crowds[1], 201);
	measured(t,
	    "%zu slow clients: %zu of %zu requests of others failed; p99 "
	    "%.1f ms, without them %.1f ms",
	    3 * each, beside.failed + beside.broken, beside.requests,
	    beside.read_p99_s * 1e3, alone.read_p99_s * 1e3);
	EXPECT(t, answered == 0, "%zu were not slow", answered);
	/* Some descriptors are not of requests, and come and go. */
	EXPECT(t, unfinished > each / 2,
	    "%zu of %zu listings wait for a reader", unfinished, each);
	EXPECT(
	    t, beside.failed + beside.broken == 0, "%s", beside.first_failure);
	EXPECT(t,
	    program_is_slow() || beside.read_p99_s <= 2 * alone.read_p99_s +
							  FULL_OR(t, 0.0, 0.1),
	    "p99 is more than doubled");
	for (int i = 0; i < 3; i++)
		crowd_free(crowds[i]);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}
