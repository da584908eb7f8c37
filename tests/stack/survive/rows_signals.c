/*
 * rows_signals.c: processes that stand still, do not start, get signals, or
 * run for long.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* prlimit() */

#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "survive.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { A7_WRITERS = 16, A7_READERS = 8 };

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

/* Does it hold a lock on the file (in /proc/locks)? */
static bool
holds_lock(pid_t pid, const char *file)
{
	struct stat st;
	char line[200];
	char wanted[64];
	bool holds = false;
	FILE *locks = fopen("/proc/locks", "r");
	if (locks == NULL || stat(file, &st) != 0)
		abort();
	snprintf(
	    wanted, sizeof(wanted), ":%llu ", (unsigned long long)st.st_ino);
	while (fgets(line, sizeof(line), locks) != NULL) {
		int holder = 0;
		if (sscanf(line, "%*d: POSIX %*s %*s %d", &holder) == 1 &&
		    holder == pid && strstr(line, wanted) != NULL)
			holds = true;
	}
	fclose(locks);
	return holds;
}

/* Stop a process in a nap between two looks at a lock that another program has:
 * whoever naps looks once more, however late that is. One that stopped just
 * behind such a look would find that it has waited too long, and refuse its
 * writes. And none may have the lock itself: it would stop all who need that,
 * and they would get 503 after 5 s (locked_database_is_waited_for). Returns 0
 * if none naps. */
static pid_t
stop_in_nap(const struct site *site)
{
	struct process found[PROCESSES_MAX];
	size_t count = site_processes(site, found);
	for (size_t i = 0; i < 500 && count > 0; i++) {
		pid_t pid = found[i % count].pid;
		kill(pid, SIGSTOP);
		while (!process_has_stopped(pid))
			clock_pause_ms(1);
		if (process_threads_in(pid, SYS_clock_nanosleep) > 0 &&
		    !holds_lock(pid, site->db))
			return pid;
		kill(pid, SIGCONT);
		clock_pause_ms(1 + (int)i % 7);
	}
	return 0;
}

/* A process with writes in its hands, to be carried out as soon as it goes on:
 * while another program keeps all from writing, those who read go through
 * their delay several times, so each write's is over as well. Nobody else naps
 * meanwhile: those who read wait only for those who commit. */
static pid_t
stop_while_it_writes(
    struct trial *t, const struct site *site, const struct load *load)
{
	sqlite3 *db = site_hold(t, site, "BEGIN IMMEDIATE");
	size_t enough = load_answers(load) + A7_WRITERS + 5 * A7_READERS;
	while (load_answers(load) < enough)
		clock_pause_ms(1);
	pid_t stopped = stop_in_nap(site);
	site_let_go(db);
	return stopped;
}

/* How many writes were carried out, or found to be, for a client that was told
 * otherwise; waits for the first. */
static long
count_late(const struct site *site, size_t acknowledged)
{
	double until_s = clock_now_s() + 10;
	long late = 0;
	while (late <= 0 && clock_now_s() < until_s) {
		clock_pause_ms(10);
		late = site_metric(site,
			   "docking_requests_total{route=\"/customers\","
			   "method=\"POST\",status=\"201\"} ") -
		       (long)acknowledged;
	}
	return late;
}

void
row_frozen_process_harms_no_other(struct trial *t)
{
	struct site site;
	struct load_result result, afterwards;
	if (!site_start(t, &site,
		(const char *const[]){
		    "DOCKING_DELAY=0.02", "DOCKING_MAX_DELAY=0.02", NULL }))
		return;
	const struct load_plan plan = { .port = site.stack.port,
		.writers = A7_WRITERS,
		.readers = A7_READERS,
		.retries = true,
		.log = site.log };
	struct load *load = load_start(&plan);
	clock_pause_ms(300);
	pid_t stopped = stop_while_it_writes(t, &site, load);
	/* Only who may trace a process sees where it is. */
	if (!EXPECT(t, stopped > 0, "none is seen to wait for the lock"))
		return;
	double start_s = clock_now_s();
	size_t before = load_answers(load);
	/* Its requests time out 10 s after the longest delay; those that hold
	 * none go on. */
	clock_pause_ms(5000);
	size_t meanwhile = load_answers(load) - before;
	while (clock_now_s() - start_s < FULL_OR(t, 20, 8))
		clock_pause_ms(20);
	/* Nobody else writes when it goes on, or it would find that it has
	 * waited too long for the lock. But what was refused is sent again,
	 * before or after that, until it is carried out. */
	load_end(load);
	while (clock_now_s() - start_s < FULL_OR(t, 30, 15))
		clock_pause_ms(20);
	kill(stopped, SIGCONT);
	load_stop(load, &result);
	load = load_start(&plan);
	clock_pause_ms(500);
	bool lives = process_lives(stopped);
	load_stop(load, &afterwards);
	long late =
	    count_late(&site, result.acknowledged + afterwards.acknowledged);
	measured(t,
	    "%zu x 504, %zu other failures; %zu answers by others in 5 s; "
	    "%ld late writes",
	    result.statuses[504], result.failed - result.statuses[504],
	    meanwhile, late);
	EXPECT(t, result.statuses[504] > 0, "no request has met it");
	EXPECT(t, result.failed == result.statuses[504], "%s",
	    result.first_failure);
	EXPECT(t, result.broken == 0, "%zu without an answer", result.broken);
	EXPECT(t, meanwhile > 100, "%zu answers by others", meanwhile);
	EXPECT(t, late > 0, "no write that it had in its hands");
	EXPECT(t, afterwards.failed + afterwards.broken == 0, "afterwards: %s",
	    afterwards.first_failure);
	EXPECT(t, lives, "it died");
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

static size_t
count_lines(const char *name)
{
	size_t count = 0;
	int c;
	FILE *file = fopen(name, "r");
	while (file != NULL && (c = fgetc(file)) != EOF)
		count += c == '\n';
	if (file != NULL)
		fclose(file);
	return count;
}

void
row_crash_loop_is_slow(struct trial *t)
{
	struct site site;
	struct process found[PROCESSES_MAX];
	char lines[1200];
	double watch_s = FULL_OR(t, 20, 4);
	char *broken = temp_file("broken");
	char *starts = temp_file("starts");
	snprintf(lines, sizeof(lines),
	    "[ ! -e '%s' ] || { echo >>'%s'; kill -ABRT $$; }", broken, starts);
	char *program = site_wrap_program(t, lines);
	if (!site_start(t, &site,
		(const char *const[]){ program, "DOCKING_DELAY=0.02", NULL }))
		return;
	fclose(fopen(broken, "w"));
	size_t count = site_processes(&site, found);
	for (size_t i = 0; i < count; i++)
		kill(found[i].pid, SIGKILL);
	double start_s = clock_now_s();
	size_t unavailable = 0;
	size_t met_one = 0;
	size_t asked = 0;
	while (clock_now_s() - start_s < watch_s) {
		clock_pause_ms(100);
		asked++;
		int status = site_ask_problem(&site, "GET /users/1");
		unavailable += status == 503;
		met_one += status == 500;
	}
	size_t started = count_lines(starts);
	remove(broken);
	double back_s =
	    site_wait_for_processes(&site, PROCESSES, found, count, 20);
	measured(t,
	    "%zu starts of %d places in %g s; %zu of %zu requests got "
	    "503 as problem+json; back %.1f s after it was mended",
	    started, PROCESSES, watch_s, unavailable, asked, back_s);
	EXPECT(t, started >= PROCESSES, "no start has failed");
	EXPECT(t, (double)started <= PROCESSES * (watch_s + 1), "%zu starts",
	    started);
	/* What was connected to a process when it ended gets 500: the first
	 * perhaps, and one that meets a start. */
	EXPECT(t, unavailable + met_one == asked && met_one <= 1 + started,
	    "%zu of %zu got 503, %zu 500", unavailable, asked, met_one);
	EXPECT(t, back_s >= 0, "it does not come back");
	site_stop(t, &site);
	site_done(t, &site);
	free(program);
	free(broken);
	free(starts);
}

void
row_signals_fail_none(struct trial *t)
{
	static const int signals[] = { SIGUSR1, SIGHUP, SIGPIPE, SIGCHLD };
	struct site site;
	struct process found[PROCESSES_MAX];
	struct load_result result;
	size_t sent = 0;
	double until_s = clock_now_s() + FULL_OR(t, 20, 2);
	if (!site_start(t, &site, quick))
		return;
	struct load *load = site_load(&site, 4, 8);
	size_t count = site_processes(&site, found);
	while (clock_now_s() < until_s) {
		for (size_t i = 0; i < count; i++)
			sent +=
			    kill(found[i].pid, signals[sent / count % 4]) == 0;
		clock_pause_ms(10);
	}
	size_t alive = 0;
	for (size_t i = 0; i < count; i++)
		alive += process_lives(found[i].pid);
	load_stop(load, &result);
	measured(t, "%zu signals; %zu of %zu requests failed", sent,
	    result.failed + result.broken, result.requests);
	EXPECT(t, sent > 100 * PROCESSES, "%zu signals", sent);
	EXPECT(t, alive == PROCESSES, "%zu processes are left", alive);
	EXPECT(
	    t, result.failed + result.broken == 0, "%s", result.first_failure);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

/* What the processes use together. */
struct usage {
	size_t kb;
	size_t descriptors;
};

static struct usage
read_usage(const struct site *site)
{
	struct usage usage = { 0 };
	struct process found[PROCESSES_MAX];
	size_t count = site_processes(site, found);
	for (size_t i = 0; i < count; i++) {
		usage.kb += process_private_kb(found[i].pid);
		usage.descriptors += process_descriptors(found[i].pid);
	}
	return usage;
}

/* What they keep while nobody asks: what is free goes back each second. */
static size_t
read_kept_kb(struct trial *t, const struct site *site)
{
	size_t least = SIZE_MAX;
	for (int i = 0; i < FULL_OR(t, 40, 4); i++) {
		size_t kb = read_usage(site).kb;
		least = kb < least ? kb : least;
		clock_pause_ms(100);
	}
	return least;
}

/* Mixed load for so long; then what is kept of it. */
static size_t
load_for(
    struct trial *t, const struct site *site, int ms, struct load_result *ret)
{
	struct load *load =
	    load_start(&(struct load_plan){ .port = site->stack.port,
		.writers = 8,
		.readers = 24,
		.aborts = true,
		.log = site->log });
	clock_pause_ms(ms);
	load_stop(load, ret);
	return read_kept_kb(t, site);
}

/* Each connection to the database keeps pages of it, up to a limit: with those,
 * what grows is a leak. */
static void
fill_caches(struct trial *t, const struct site *site)
{
	const char *const args[] = { program_built("docking-admin"), "--db",
		site->db, "generate", "--users=1000", "--customers=50000",
		NULL };
	struct outcome o = program_run(args, NULL);
	EXPECT(t, o.code == 0, "%s", o.err);
	outcome_done(&o);
	for (int i = 0; i < FULL_OR(t, 100, 4); i++)
		site_ask(site, "GET /customers", NULL, NULL, NULL);
}

void
row_soak_keeps_memory(struct trial *t)
{
	struct site site;
	struct load_result first, result;
	if (!site_start(t, &site, quick))
		return;
	fill_caches(t, &site);
	size_t at_start = read_usage(&site).descriptors;
	size_t early_kb = load_for(t, &site, FULL_OR(t, 60000, 1000), &first);
	size_t late_kb = load_for(t, &site, FULL_OR(t, 540000, 2000), &result);
	double until_s = clock_now_s() + 10;
	size_t at_end;
	/* The database's journal and its descriptors go a second after the
	 * last write. */
	while ((at_end = read_usage(&site).descriptors) != at_start &&
	       clock_now_s() < until_s)
		clock_pause_ms(50);
	double growth = 100.0 * ((double)late_kb / (double)early_kb - 1);
	measured(t,
	    "%zu requests; memory %.1f MB, then %+.1f %%; descriptors %zu, at "
	    "the end %zu",
	    first.requests + result.requests, (double)early_kb / 1024, growth,
	    at_start, at_end);
	EXPECT(t, first.failed + first.broken == 0, "%s", first.first_failure);
	EXPECT(
	    t, result.failed + result.broken == 0, "%s", result.first_failure);
	EXPECT(t, !t->full || growth < 2, "memory grows");
	EXPECT(t, at_end <= at_start, "descriptors are lost");
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

static const double b6_delay_s = 2;

/* It refuses requests before its descriptors run out. So that they do, they
 * become fewer than it has: nobody is accepted, until there are more again. */
static void
take_descriptors(struct trial *t, const struct site *site, pid_t pid)
{
	/* Who waits in accept() has a descriptor already. */
	enum { CLIENTS = 20, ACCEPTORS = 2 };
	const double for_s = FULL_OR(t, 5, 2);
	const struct rlimit none = { .rlim_cur = 3, .rlim_max = 256 };
	const struct rlimit enough = { .rlim_cur = 256, .rlim_max = 256 };
	size_t before = site_log_count(site, "docking-fcgi[");
	struct crowd *crowd = crowd_new(site->stack.port, CLIENTS);
	EXPECT(t, prlimit(pid, RLIMIT_NOFILE, &none, NULL) == 0, "prlimit");
	double start_s = clock_now_s();
	crowd_send(crowd, CLIENTS, GET_USER, 0);
	crowd_wait(crowd, start_s + for_s);
	size_t waiting = crowd_count(crowd, 0);
	size_t logged = site_log_count(site, "docking-fcgi[") - before;
	double took_s = clock_now_s() - start_s;
	EXPECT(t, prlimit(pid, RLIMIT_NOFILE, &enough, NULL) == 0, "prlimit");
	start_s = clock_now_s();
	crowd_wait(crowd, start_s + 20);
	double late_s = clock_now_s() - start_s - b6_delay_s;
	measured(t,
	    "without any %zu wait, %zu lines of log in %.1f s; then %zu x "
	    "200 after %.1f s",
	    waiting, logged, took_s, crowd_count(crowd, 200), late_s);
	EXPECT(t, waiting >= CLIENTS - ACCEPTORS, "%zu were answered",
	    CLIENTS - waiting);
	EXPECT(t, logged > 0 && (double)logged <= took_s + 1,
	    "%zu lines of log", logged);
	EXPECT(t, crowd_count(crowd, 200) == waiting, "%zu x 200",
	    crowd_count(crowd, 200));
	EXPECT(t, late_s <= FULL_OR(t, 1, 5), "after %.1f s", late_s);
	crowd_free(crowd);
}

void
row_few_descriptors_suffice(struct trial *t)
{
	enum { CLIENTS = 1000 };
	struct site site;
	struct process before[PROCESSES_MAX];
	char *program = site_wrap_program(t, "ulimit -n 256");
	if (!site_start(t, &site,
		(const char *const[]){
		    program, "DOCKING_PROCESSES=1", "DOCKING_DELAY=2", NULL }))
		return;
	site_processes(&site, before);
	struct crowd *crowd = crowd_new(site.stack.port, CLIENTS);
	double start_s = clock_now_s();
	crowd_send(crowd, CLIENTS, GET_USER, 0);
	crowd_wait(crowd, clock_now_s() + 60);
	double took_s = clock_now_s() - start_s;
	size_t good = crowd_count(crowd, 200);
	size_t refused = crowd_count(crowd, 503);
	double again_s = clock_now_s();
	int status = 0;
	while (status != 200 && clock_now_s() - again_s < 10)
		status = site_ask(&site, "GET /users/1", NULL, NULL, NULL);
	again_s = clock_now_s() - again_s - b6_delay_s;
	size_t logged = site_log_count(&site, "docking-fcgi[");
	measured(t,
	    "%zu x 200, %zu x 503, %zu lines of log in %.1f s; then %d "
	    "after %.1f s",
	    good, refused, logged, took_s, status, again_s);
	EXPECT(t, good >= 100 && refused >= 100, "the limit was not met");
	EXPECT(t, good + refused == CLIENTS, "%zu x 500, %zu without an answer",
	    crowd_count(crowd, 500), crowd_count(crowd, 0));
	EXPECT(t, (double)logged <= took_s + 1, "%zu lines of log", logged);
	take_descriptors(t, &site, before[0].pid);
	EXPECT(t, process_lives(before[0].pid), "it died");
	EXPECT(t, status == 200 && again_s <= FULL_OR(t, 1, 5),
	    "%d after %.1f s", status, again_s);
	crowd_free(crowd);
	site_stop(t, &site);
	site_done(t, &site);
	free(program);
}

void
row_bad_delay_is_refused(struct trial *t)
{
	static const char *const delays[] = { "-1", "1e9", "NaN", "", "soon" };
	char port[16];
	size_t refused = 0;
	snprintf(port, sizeof(port), "%d", stack_free_port());
	for (size_t i = 0; i < 5; i++) {
		const char *const args[] = { "bash", "run.sh", "--port", port,
			"--delay", delays[i], NULL };
		struct outcome o = program_run(args, NULL);
		bool named = strstr(o.err, "--delay (DOCKING_DELAY)") != NULL &&
			     strstr(o.err, "from 0 to 3600") != NULL;
		EXPECT(t, o.code == 78 && named && o.out[0] == '\0',
		    "'%s': %d, %s%s", delays[i], o.code, o.out, o.err);
		refused += o.code == 78 && named;
		outcome_done(&o);
	}
	measured(t, "%zu of 5 refused by name, with the range", refused);
}
