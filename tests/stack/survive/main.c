/*
 * main.c: runs the rows, each in a process of its own, and prints a table.
 *
 * Usage: test-survive [--short] [--report FILE] [ROW...]. The short form of
 * all rows takes a minute: rows that only wait run beside others, those that
 * measure times run alone. In full it takes half an hour. --report writes
 * the table as a document, or what has changed in it.
 *
 * SPDX-License-Identifier: MIT
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "../../lib/seconds.h"
#include "report.h"
#include "survive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	LANES = 3,         /* rows at once, in the short form */
	FULL_LANES = 2,    /* likewise, in full */
	SHORT_LIMIT_S = 90 /* of a row, under a sanitizer */
};

#define ROW(name) #name, row_##name
/* clang-format off */
static const struct row rows[] = {
	/* name and function, alone, limit_s,
	 * fault,
	 * promise */
	{ ROW(kill_loses_no_write), false, 300,
	  "kill -9 of one process every 2 s under load, 30 times",
	  "only requests in flight on it fail (500); it is back within 2 s; acknowledged writes lost: 0; the database is whole" },
	{ ROW(sigterm_fails_none), false, 60,
	  "SIGTERM to one process, delay 3 s, 1,000 parked",
	  "0 failed requests; it exits 0 within the delay + 1 s" },
	{ ROW(restarts_fail_none), false, 120,
	  "each process so restarted in turn, under load",
	  "0 failed requests" },
	{ ROW(drain_limit_holds), false, 60,
	  "stopped with a delay of 60 s and a drain limit of 10 s",
	  "gone within 11 s; the parked get 503 with Retry-After, not 500" },
	{ ROW(stop_leaves_nothing), false, 60,
	  "run.sh stopped (INT, TERM) with 2,000 parked, delay 3 s",
	  "all answered; no process, socket or lock file left" },
	{ ROW(orphans_go), false, 60,
	  "run.sh or lighttpd killed with -9, started again",
	  "orphans gone within 2 s; the new binary serves" },
	{ ROW(frozen_process_harms_no_other), false, 120,
	  "SIGSTOP of one process under load",
	  "its requests 504 at the read timeout, the others unaffected; after SIGCONT no write is applied twice" },
	{ ROW(crash_loop_is_slow), false, 120,
	  "a binary that aborts at start",
	  "at most 1 start a second a place; problem+json 503" },
	{ ROW(signals_fail_none), false, 60,
	  "SIGUSR1, SIGHUP, SIGPIPE, SIGCHLD 100 a second for 20 s",
	  "0 failed requests" },
	{ ROW(soak_keeps_memory), false, 900,
	  "soak: mixed load with aborts, 10 minutes",
	  "memory growth < 2 % after the first minute; descriptors back to the start" },
	{ ROW(parked_10000_on_time), true, 90,
	  "10,000 requests parked at once, delay 10 s",
	  "10,000 x 200; each answered within the delay .. + 250 ms (p99); at most 24 KB a parked request" },
	{ ROW(connections_10000_served), true, 90,
	  "10,000 connections within a second",
	  "0 x 5xx" },
	{ ROW(excess_is_refused), false, 60,
	  "more than the places (--max-parked)",
	  "503 with Retry-After within 1 s for the excess; those accepted unaffected" },
	{ ROW(due_together_answered), true, 90,
	  "10,000 due in the same instant",
	  "the last answered within 2 s" },
	{ ROW(gone_clients_free_places), false, 90,
	  "5,000 parked clients go away (FIN, RST)",
	  "places free within 1 s" },
	{ ROW(few_descriptors_suffice), false, 90,
	  "a process with 256 descriptors, 1,000 clients",
	  "it lives, logs at most once a second, serves again within 1 s after" },
	{ ROW(clock_jumps_change_no_delay), false, 60,
	  "wall clock + 1 h, - 1 h, + 1 day",
	  "delays unchanged within 50 ms; no restart" },
	{ ROW(bad_delay_is_refused), false, 60,
	  "a delay of -1, 1e9, NaN, nothing, text",
	  "refused by name with the allowed range, before anything starts" },
	{ ROW(crash_loses_no_write), false, 1800,
	  "200 times: kill -9 of all processes at a random moment under load",
	  "acknowledged writes missing: 0; the database is whole 200 of 200 times" },
	{ ROW(failed_sync_is_no_success), false, 60,
	  "fdatasync or write fails (EIO)",
	  "5xx, never 2xx for a failed commit; the database is whole" },
	{ ROW(writers_see_no_busy), true, 120,
	  "4 processes x 8 threads write for 60 s",
	  "no BUSY reaches a client; p99.9 of a write at most 1 s" },
	{ ROW(locked_database_is_waited_for), false, 90,
	  "another program holds the database for 3 s, for 10 s",
	  "3 s: 0 errors; 10 s: 503 with Retry-After after 5 s" },
	{ ROW(full_disk_recovers), false, 90,
	  "disk full (a small file system)",
	  "writes 507 or 503, reads 200; writes work within 1 s after space is back, no restart" },
	{ ROW(bad_database_is_refused), false, 90,
	  "database missing, garbage, or read-only",
	  "refuses to start, or 503; never quietly makes an empty one over it" },
	{ ROW(copies_are_whole), false, 180,
	  "a copy (VACUUM INTO) each few seconds under load",
	  "each copy whole, and complete up to its start" },
	{ ROW(slow_clients_harm_no_other), true, 120,
	  "slow headers, slow body, slow reading: 4,000 connections",
	  "other clients served 100 %, p99 at most doubled" },
	{ ROW(socket_is_private), false, 60,
	  "another user connects to a process's socket",
	  "refused" },
	{ ROW(silent_peers_are_closed), false, 90,
	  "connected and silent, more than there are acceptors; one byte; half the parameters",
	  "HTTP still served 100 %; closed within a few seconds" },
	{ ROW(broken_streams_do_no_harm), false, 3000,
	  "10,000 mutated FastCGI streams: wrong ids, types, lengths, an early close",
	  "no crash in our code; no write from a truncated body; if libfcgi itself aborts: back within 2 s, nothing lost" },
};
/* clang-format on */

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static struct trial *trials; /* of each row; shared with its process */
static pid_t running[ROWS];  /* 0: not begun; -1: not wanted, or done */
static double begun_s[ROWS];

static void
begin(size_t i)
{
	fflush(NULL);
	begun_s[i] = clock_now_s();
	running[i] = fork();
	if (running[i] < 0)
		abort();
	if (running[i] > 0)
		return;
	/* What hangs is ended by SIGALRM, and its server by its parent's
	 * death. */
	alarm((unsigned)(trials[i].full ? rows[i].limit_s : SHORT_LIMIT_S));
	rows[i].run(&trials[i]);
	_exit(EXIT_SUCCESS);
}

/* Wait for a row to end. */
static void
reap(void)
{
	int status = 0;
	pid_t pid = wait(&status);
	for (size_t i = 0; i < ROWS; i++) {
		struct trial *t = &trials[i];
		if (running[i] != pid || pid <= 0)
			continue;
		running[i] = -1;
		t->seconds = clock_now_s() - begun_s[i];
		EXPECT(t, WIFEXITED(status) && WEXITSTATUS(status) == 0,
		    "the test itself ended with %d", status);
		report_line(stdout, &rows[i], t);
		fflush(stdout);
	}
}

static size_t
count_running(void)
{
	size_t count = 0;
	for (size_t i = 0; i < ROWS; i++)
		count += running[i] > 0;
	return count;
}

/* Rows beside others first, LANES at once; then those that want to be alone. */
static void
run_rows(bool full)
{
	for (int alone = 0; alone < 2; alone++) {
		for (size_t i = 0; i < ROWS; i++) {
			if (running[i] != 0 || rows[i].alone != (alone == 1))
				continue;
			while (count_running() >= (size_t)(alone  ? 1
							   : full ? FULL_LANES
								  : LANES))
				reap();
			begin(i);
		}
		while (count_running() > 0)
			reap();
	}
}

static bool
is_wanted(const char *name, char **wanted)
{
	if (*wanted == NULL)
		return true;
	for (; *wanted != NULL; wanted++)
		if (strcasecmp(*wanted, name) == 0)
			return true;
	return false;
}

static bool
knows(const char *name)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcasecmp(rows[i].name, name) == 0)
			return true;
	fprintf(stderr, "test-survive: there is no row '%s'\n", name);
	return false;
}

int
main(int argc, char **argv)
{
	bool full = true;
	const char *report = NULL;
	(void)argc;
	for (argv++; *argv != NULL && **argv == '-'; argv++) {
		if (strcmp(*argv, "--short") == 0)
			full = false;
		else if (strcmp(*argv, "--report") == 0 && argv[1] != NULL)
			report = *++argv;
		else
			return fprintf(stderr, "usage: test-survive [--short] "
					       "[--report FILE] [ROW...]\n"),
			       EX_USAGE;
	}
	for (char **name = argv; *name != NULL; name++)
		if (!knows(*name))
			return EX_USAGE;
	/* Before the rows' processes, which all use it. */
	char *passwords = stack_passwords();
	trials = mmap(NULL, ROWS * sizeof(*trials), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (passwords == NULL || trials == MAP_FAILED)
		return EXIT_FAILURE;
	free(passwords);
	for (size_t i = 0; i < ROWS; i++) {
		trials[i].full = full;
		running[i] = is_wanted(rows[i].name, argv) ? 0 : -1;
	}
	run_rows(full);
	if (report != NULL && full &&
	    !report_document(report, rows, trials, ROWS))
		return EXIT_FAILURE;
	return report_sum(trials, ROWS);
}
