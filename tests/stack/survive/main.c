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

#include "../../lib/clock.h"
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

/* clang-format off */
static const struct row rows[] = {
	/* name, fault,
	 * promise,
	 * function, alone, limit_s */
	{ "A1", "kill -9 of one process every 2 s under load, 30 times",
	  "only requests in flight on it fail (500); it is back within 2 s; acknowledged writes lost: 0; the database is whole",
	  row_a1, false, 300 },
	{ "A2", "SIGTERM to one process, delay 3 s, 1,000 parked",
	  "0 failed requests; it exits 0 within the delay + 1 s",
	  row_a2, false, 60 },
	{ "A3", "each process so restarted in turn, under load",
	  "0 failed requests",
	  row_a3, false, 120 },
	{ "A4", "stopped with a delay of 60 s and a drain limit of 10 s",
	  "gone within 11 s; the parked get 503 with Retry-After, not 500",
	  row_a4, false, 60 },
	{ "A5", "run.sh stopped (INT, TERM) with 2,000 parked, delay 3 s",
	  "all answered; no process, socket or lock file left",
	  row_a5, false, 60 },
	{ "A6", "run.sh or lighttpd killed with -9, started again",
	  "orphans gone within 2 s; the new binary serves",
	  row_a6, false, 60 },
	{ "A7", "SIGSTOP of one process under load",
	  "its requests 504 at the read timeout, the others unaffected; after SIGCONT no write is applied twice",
	  row_a7, false, 120 },
	{ "A8", "a binary that aborts at start",
	  "at most 1 start a second a place; problem+json 503",
	  row_a8, false, 120 },
	{ "A9", "SIGUSR1, SIGHUP, SIGPIPE, SIGCHLD 100 a second for 20 s",
	  "0 failed requests",
	  row_a9, false, 60 },
	{ "A11", "soak: mixed load with aborts, 10 minutes",
	  "memory growth < 2 % after the first minute; descriptors back to the start",
	  row_a11, false, 900 },
	{ "B1", "10,000 requests parked at once, delay 10 s",
	  "10,000 x 200; each answered within the delay .. + 250 ms (p99); at most 24 KB a parked request",
	  row_b1, true, 90 },
	{ "B2", "10,000 connections within a second",
	  "0 x 5xx",
	  row_b2, true, 90 },
	{ "B3", "more than the places (--max-parked)",
	  "503 with Retry-After within 1 s for the excess; those accepted unaffected",
	  row_b3, false, 60 },
	{ "B4", "10,000 due in the same instant",
	  "the last answered within 2 s",
	  row_b4, true, 90 },
	{ "B5", "5,000 parked clients go away (FIN, RST)",
	  "places free within 1 s",
	  row_b5, false, 90 },
	{ "B6", "a process with 256 descriptors, 1,000 clients",
	  "it lives, logs at most once a second, serves again within 1 s after",
	  row_b6, false, 90 },
	{ "B7", "wall clock + 1 h, - 1 h, + 1 day",
	  "delays unchanged within 50 ms; no restart",
	  row_b7, false, 60 },
	{ "B8", "a delay of -1, 1e9, NaN, nothing, text",
	  "refused by name with the allowed range, before anything starts",
	  row_b8, false, 60 },
	{ "C1", "200 times: kill -9 of all processes at a random moment under load",
	  "acknowledged writes missing: 0; the database is whole 200 of 200 times",
	  row_c1, false, 1800 },
	{ "C2", "fdatasync or write fails (EIO)",
	  "5xx, never 2xx for a failed commit; the database is whole",
	  row_c2, false, 60 },
	{ "C3", "4 processes x 8 threads write for 60 s",
	  "no BUSY reaches a client; p99.9 of a write at most 1 s",
	  row_c3, true, 120 },
	{ "C4", "another program holds the database for 3 s, for 10 s",
	  "3 s: 0 errors; 10 s: 503 with Retry-After after 5 s",
	  row_c4, false, 90 },
	{ "C5", "disk full (a small file system)",
	  "writes 507 or 503, reads 200; writes work within 1 s after space is back, no restart",
	  row_c5, false, 90 },
	{ "C6", "database missing, garbage, or read-only",
	  "refuses to start, or 503; never quietly makes an empty one over it",
	  row_c6, false, 90 },
	{ "C7", "a copy (VACUUM INTO) each few seconds under load",
	  "each copy whole, and complete up to its start",
	  row_c7, false, 180 },
	{ "D1", "slow headers, slow body, slow reading: 4,000 connections",
	  "other clients served 100 %, p99 at most doubled",
	  row_d1, true, 120 },
	{ "E1", "another user connects to a process's socket",
	  "refused",
	  row_e1, false, 60 },
	{ "E2", "connected and silent, more than there are acceptors; one byte; half the parameters",
	  "HTTP still served 100 %; closed within a few seconds",
	  row_e2, false, 90 },
	{ "E3", "10,000 mutated FastCGI streams: wrong ids, types, lengths, an early close",
	  "no crash in our code; no write from a truncated body; if libfcgi itself aborts: back within 2 s, nothing lost",
	  row_e3, false, 3000 },
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
