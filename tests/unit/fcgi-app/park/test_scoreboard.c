/*
 * test_scoreboard.c: what waits and what was done, counted over several
 * processes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "park/scoreboard.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
check_now(const struct scoreboard *b, const char *what, long long processes,
    long long parked, long long most_parked)
{
	struct scoreboard_now now = scoreboard_read_now(b);
	CHECK_NUMBER((long long)now.processes, processes, "%s", what);
	CHECK_NUMBER((long long)now.parked, parked, "%s", what);
	CHECK_NUMBER((long long)now.most_parked, most_parked, "%s", what);
}

/* Without a file a process counts itself; most is a maximum, not a sum. */
static void
test_alone(void)
{
	struct scoreboard *b = scoreboard_open(NULL);
	CHECK(b != NULL, "alone");
	for (int round = 0; round < 3; round++) {
		scoreboard_add_parked(b, 1000000);
		scoreboard_add_parked(b, 1000000);
		scoreboard_remove_parked(b);
		scoreboard_remove_parked(b);
	}
	scoreboard_add_parked(b, 1000000);
	check_now(b, "alone", 1, 1, 2);
	scoreboard_close(b);
	scoreboard_close(NULL);
}

/* A child that has parked so many, counted that, and lives until it is killed.
 */
static pid_t
spawn(const char *file, int parked)
{
	int ready[2];
	CHECK(pipe(ready) == 0, "pipe");
	pid_t pid = fork();
	if (pid == 0) {
		struct scoreboard *b = scoreboard_open(file);
		for (int i = 0; b != NULL && i < parked; i++) {
			scoreboard_add_parked(b, 1000000);
			scoreboard_count(b, SCOREBOARD_COUNTERS - 1, 2);
		}
		if (write(ready[1], b != NULL ? "y" : "n", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	char answer = 0;
	CHECK(read(ready[0], &answer, 1) == 1 && answer == 'y', "child");
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void
end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void
check_sum(const struct scoreboard *b, const char *what, long long expected)
{
	CHECK_NUMBER((long long)scoreboard_sum(b, SCOREBOARD_COUNTERS - 1),
	    expected, "%s", what);
	CHECK_NUMBER((long long)scoreboard_sum(b, 0), 0, "%s", what);
}

/* What living processes say of now is summed; that of one that is killed is
 * not any more, and its place is free for the next. Counters never go back. */
static void
test_processes(void)
{
	char *file = temp_file("scoreboard");
	struct scoreboard *b = scoreboard_open(file);
	scoreboard_add_parked(b, 1000000);
	pid_t first = spawn(file, 10);
	pid_t second = spawn(file, 100);
	check_now(b, "all", 3, 111, 111);
	check_sum(b, "all", 220);

	end(first);
	check_now(b, "one was killed", 2, 101, 101);
	check_sum(b, "one was killed", 220);

	pid_t third = spawn(file, 1000);
	check_now(b, "one came in its place", 3, 1101, 1101);
	check_sum(b, "one came in its place", 2220);
	CHECK_NUMBER((long long)scoreboard_starts(b), 4, "starts");
	end(second);
	end(third);
	scoreboard_close(b);
	free(file);
}

/* All living processes together have max places, and one that dies gives its
 * own back. */
static void
test_full(void)
{
	char *file = temp_file("full");
	struct scoreboard *b = scoreboard_open(file);
	pid_t other = spawn(file, 10);
	CHECK(scoreboard_add_parked(b, 11), "the last place");
	CHECK(!scoreboard_add_parked(b, 11), "no place");
	check_now(b, "full", 2, 11, 11);
	scoreboard_remove_parked(b);
	CHECK(scoreboard_add_parked(b, 11), "a place that was given back");
	end(other);
	CHECK(scoreboard_add_parked(b, 2), "the other process is dead");
	CHECK(!scoreboard_add_parked(b, 2), "full again");
	scoreboard_close(b);
	free(file);
}

/* A process that ends is told from one that takes requests; one that comes in
 * its place takes them. */
static void
test_draining(void)
{
	char *file = temp_file("draining");
	struct scoreboard *b = scoreboard_open(file);
	CHECK_NUMBER((long long)scoreboard_read_now(b).draining, 0, "at first");
	scoreboard_set_draining(b);
	CHECK_NUMBER((long long)scoreboard_read_now(b).draining, 1, "draining");
	pid_t other = spawn(file, 0);
	CHECK_NUMBER(
	    (long long)scoreboard_read_now(b).draining, 1, "one of two");
	end(other);
	scoreboard_close(b);
	b = scoreboard_open(file);
	CHECK_NUMBER(
	    (long long)scoreboard_read_now(b).draining, 0, "the next one");
	scoreboard_close(b);
	free(file);
}

enum { THREADS = 4, COUNTS = 20000 };

static void *
count_often(void *arg)
{
	for (size_t i = 0; i < COUNTS; i++)
		scoreboard_count(arg, i % 3, i % 2);
	return NULL;
}

/* Threads that count at once lose nothing. */
static void
test_threads(void)
{
	pthread_t threads[THREADS];
	struct scoreboard *b = scoreboard_open(NULL);
	for (size_t i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, count_often, b) != 0)
			abort();
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	CHECK_NUMBER((long long)(scoreboard_sum(b, 0) + scoreboard_sum(b, 1) +
				 scoreboard_sum(b, 2)),
	    THREADS * COUNTS / 2, "sum");
	scoreboard_close(b);
}

/* A file that cannot be made is an error, not a silent nothing. */
static void
test_no_file(void)
{
	CHECK(scoreboard_open("/nonexistent/scoreboard") == NULL, "no folder");
}

CU_TestInfo scoreboard_tests[] = {
	{ "alone", test_alone },
	{ "several processes", test_processes },
	{ "full", test_full },
	{ "draining", test_draining },
	{ "several threads", test_threads },
	{ "no file", test_no_file },
	CU_TEST_INFO_NULL,
};
