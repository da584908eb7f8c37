/*
 * test_capacity.c: what waits, counted over several processes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "suites.h"

#include "../../fcgi-app/capacity.h"
#include "../lib/harness.h"
#include "../lib/temp.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
check_counts(const struct capacity *c, const char *what, long long processes,
    long long parked, long long most_parked)
{
	struct capacity_counts counts = capacity_read(c);
	CHECK_NUMBER((long long)counts.processes, processes, "%s", what);
	CHECK_NUMBER((long long)counts.parked, parked, "%s", what);
	CHECK_NUMBER((long long)counts.most_parked, most_parked, "%s", what);
}

/* Without a file a process counts itself; most is a maximum, not a sum. */
static void
test_alone(void)
{
	struct capacity *c = capacity_open(NULL);
	CHECK(c != NULL, "alone");
	for (int round = 0; round < 3; round++) {
		capacity_add_parked(c);
		capacity_add_parked(c);
		capacity_remove_parked(c);
		capacity_remove_parked(c);
	}
	capacity_add_parked(c);
	check_counts(c, "alone", 1, 1, 2);
	capacity_close(c);
	capacity_close(NULL);
}

/* A child that has parked so many and lives until it is killed. */
static pid_t
spawn(const char *file, int parked)
{
	int ready[2];
	CHECK(pipe(ready) == 0, "pipe");
	pid_t pid = fork();
	if (pid == 0) {
		struct capacity *c = capacity_open(file);
		for (int i = 0; c != NULL && i < parked; i++)
			capacity_add_parked(c);
		if (write(ready[1], c != NULL ? "y" : "n", 1) != 1)
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

/* All living processes are summed; one that is killed is not counted any
 * more, and its place is free for the next, with counts of its own. */
static void
test_processes(void)
{
	char *file = temp_file("capacity");
	struct capacity *c = capacity_open(file);
	capacity_add_parked(c);
	pid_t first = spawn(file, 10);
	pid_t second = spawn(file, 100);
	check_counts(c, "all", 3, 111, 111);

	end(first);
	check_counts(c, "one was killed", 2, 101, 101);

	pid_t third = spawn(file, 1000);
	check_counts(c, "one came in its place", 3, 1101, 1101);
	end(second);
	end(third);
	capacity_close(c);
	free(file);
}

/* A file that cannot be made is an error, not a silent nothing. */
static void
test_no_file(void)
{
	CHECK(capacity_open("/nonexistent/capacity") == NULL, "no folder");
}

CU_TestInfo capacity_tests[] = {
	{ "alone", test_alone },
	{ "several processes", test_processes },
	{ "no file", test_no_file },
	CU_TEST_INFO_NULL,
};
