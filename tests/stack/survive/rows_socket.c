/*
 * rows_socket.c: who speaks to the processes' own sockets, and slow clients.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../lib/program.h"
#include "../../lib/seconds.h"
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

enum { RECORD_MAX = 2000, NOBODY = 65534, GIVE_UP_S = 20 };

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

static struct sockaddr_un
socket_of(const struct site *site, unsigned process)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *folder = stack_run_folder(&site->stack);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/fcgi.sock-%u",
	    folder != NULL ? folder : "nowhere", process);
	free(folder);
	return address;
}

/* Returns the descriptor, or -1. */
static int
connect_to(struct sockaddr_un to)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

void
row_socket_is_private(struct trial *t)
{
	struct site site;
	int status = -1;
	if (geteuid() != 0) {
		cannot(t, "only root can be another user");
		return;
	}
	if (!site_start(t, &site, quick))
		return;
	/* A folder that others cannot read is not what is to keep them out. */
	struct sockaddr_un address = socket_of(&site, 0);
	int own = connect_to(address);
	EXPECT(t, own >= 0, "we cannot connect ourselves");
	close(own);
	pid_t pid = fork();
	if (pid == 0) {
		int fd = setgid(NOBODY) == 0 && setuid(NOBODY) == 0
			     ? connect_to(address)
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

/* A request of ada's, as the web server would send it. */
static void
make_request(
    struct stream *s, const char *method, const char *uri, const char *body)
{
	static const unsigned char begin[8] = { 0, 1, 0, 0, 0, 0, 0, 0 };
	char parameters[1000];
	char length[24];
	size_t used = 0;
	snprintf(length, sizeof(length), "%zu", strlen(body));
	used = add_parameter(parameters, used, "REQUEST_METHOD", method);
	used = add_parameter(parameters, used, "REQUEST_URI", uri);
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
	if (body[0] != '\0')
		add_record(s, 5, body, strlen(body));
	add_record(s, 5, NULL, 0);
}

/* A POST of a customer with this name. */
static void
make_stream(struct stream *s, const char *name)
{
	char body[200];
	/* Blanks at the end, so that one that is cut off may be good JSON. */
	snprintf(body, sizeof(body), "{\"name\":\"%s\",\"salesId\":\"1\"}%80s",
	    name, "");
	make_request(s, "POST", "/customers", body);
}

/* Does its answer begin like this? */
static bool
is_answered(const struct site *site, unsigned process, const struct stream *s,
    const char *status)
{
	char answer[1000] = "";
	int fd = connect_to(socket_of(site, process));
	struct pollfd in = { .fd = fd, .events = POLLIN };
	if (fd >= 0 &&
	    send(fd, s->bytes, s->length, MSG_NOSIGNAL) == (ssize_t)s->length &&
	    poll(&in, 1, 5000) == 1)
		recv(fd, answer, sizeof(answer) - 1, 0);
	close(fd);
	return strncmp(answer + 8, status, strlen(status)) == 0;
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
	int fd = connect_to(socket_of(site, 0));
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
row_silent_peers_are_closed(struct trial *t)
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
		fds[i] = connect_to(socket_of(&site, i % PROCESSES));
		open += fds[i] >= 0;
		if (fds[i] >= 0 && lengths[i / PROCESSES % 3] > 0)
			send(fds[i], stream.bytes, lengths[i / PROCESSES % 3],
			    MSG_NOSIGNAL);
	}
	double start_s = clock_now_s();
	struct load *load = site_load(&site, 2, 8);
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

/* The processes, one for each place, while some die; and the longest time from
 * when all were last seen to live until there was an answer at each place. */
struct places {
	const struct site *site;
	struct process processes[PROCESSES_MAX];
	double lived_s;
	double slowest_s;
};

static bool
all_live(struct places *p)
{
	double now_s = clock_now_s();
	for (size_t i = 0; i < PROCESSES; i++)
		if (!process_lives(p->processes[i].pid))
			return false;
	p->lived_s = now_s;
	return true;
}

static void
wait_for_answers(struct places *p)
{
	struct stream stream;
	double until_s = p->lived_s + GIVE_UP_S;
	make_request(&stream, "GET", "/healthz", "");
	for (unsigned i = 0; i < PROCESSES; i++)
		while (!is_answered(p->site, i, &stream, "Status: 200") &&
		       clock_now_s() < until_s)
			clock_pause_ms(1);
	double back_s = clock_now_s() - p->lived_s;
	if (back_s > p->slowest_s)
		p->slowest_s = back_s;
	do
		p->lived_s = clock_now_s();
	while (site_processes(p->site, p->processes) < PROCESSES &&
	       p->lived_s < until_s);
}

/* libfcgi gives up (assert) when a length makes it run out of memory: then
 * another process must answer at that place soon. lighttpd starts it at once,
 * unless the dead one was itself started in that second: then it waits until it
 * looks after all of them, which may be 5 s later, or never (Limits in
 * docs/operations.md). So nobody gets anything before all are older. Gives true
 * if they were. */
static bool
are_settled(struct places *p)
{
	double old_at_s = 0;
	while (p->slowest_s < GIVE_UP_S) {
		if (!all_live(p)) {
			wait_for_answers(p);
			old_at_s = clock_now_s() + 1.1;
		} else if (clock_now_s() >= old_at_s) {
			return old_at_s == 0;
		}
		clock_pause_ms(20);
	}
	return false;
}

/* To one of the processes that live: who is connected before they are looked
 * at is so to none that has come since. */
static void
send_spoilt(
    struct places *p, unsigned process, const struct stream *s, size_t length)
{
	bool sent = false;
	while (!sent && p->slowest_s < GIVE_UP_S) {
		int fd = connect_to(socket_of(p->site, process));
		sent =
		    are_settled(p) && fd >= 0 &&
		    send(fd, s->bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
		close(fd);
	}
}

void
row_broken_streams_do_no_harm(struct trial *t)
{
	struct site site;
	struct places places = { .site = &site };
	struct stream stream;
	unsigned streams = FULL_OR(t, 10000, 100);
	srand(1);
	if (!site_start(
		t, &site, (const char *const[]){ "DOCKING_DELAY=0", NULL }))
		return;
	site_processes(&site, places.processes);
	for (unsigned i = 0; i < streams; i++) {
		make_stream(&stream, i % 5 == 0 ? "cut off" : "spoilt");
		size_t length = spoil(&stream, i);
		send_spoilt(&places, i % PROCESSES, &stream, length);
	}
	clock_pause_ms(200); /* the last one may be dying */
	are_settled(&places);
	/* A whole one, to see that the others were understood so far. */
	make_stream(&stream, "whole");
	bool answered = false;
	for (int tries = 0; !answered && tries < 100; tries++) {
		answered = is_answered(&site, 0, &stream, "Status: 201");
		clock_pause_ms(answered ? 0 : 50);
	}
	int status = site_ask(&site, "GET /users/1", NULL, NULL, NULL);
	site_stop(t, &site);
	size_t died = site_log_count(&site, "child signalled");
	size_t gave_up = site_log_count(&site, "fcgiapp.c");
	int64_t cut_off = count_named(site.db, "cut off");
	int64_t whole = count_named(site.db, "whole");
	measured(t,
	    "%u streams: %lld writes from a truncated body; libfcgi "
	    "aborted %zu times, back within %.2f s",
	    streams, (long long)cut_off, gave_up, places.slowest_s);
	EXPECT(t, died == gave_up, "%zu died, %zu by libfcgi's assert", died,
	    gave_up);
	EXPECT(t, places.slowest_s <= FULL_OR(t, 2, 10), "back after %.1f s",
	    places.slowest_s);
	EXPECT(t, answered && whole == 1, "%lld writes from the whole one",
	    (long long)whole);
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
row_slow_clients_harm_no_other(struct trial *t)
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
