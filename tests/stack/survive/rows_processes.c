/*
 * rows_processes.c: processes that are killed, restarted and stopped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "survive.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

/* Wait until the load has had so many answers more. */
static void
let_answer(const struct load *load, size_t more)
{
	size_t until = load_answers(load) + more;
	double limit_s = clock_now_s() + 10;
	while (load_answers(load) < until && clock_now_s() < limit_s)
		clock_pause_ms(5);
}

void
row_kill_loses_no_write(struct trial *t)
{
	struct site site;
	struct load_result result;
	size_t kills = FULL_OR(t, 30, 3);
	size_t killed = 0;
	double slowest_s = 0;
	if (!site_start(t, &site, quick))
		return;
	struct load *load = site_load(&site, 4, 8);
	for (size_t i = 0; i < kills; i++) {
		struct process found[PROCESSES_MAX];
		double next_s = clock_now_s() + FULL_OR(t, 2.0, 0.0);
		let_answer(load, 50);
		size_t count = site_processes(&site, found);
		if (!EXPECT(t, count == PROCESSES, "%zu processes", count))
			break;
		/* The oldest: lighttpd waits up to 5 s if one that it has just
		 * started dies. */
		kill(found[0].pid, SIGKILL);
		double back_s =
		    site_wait_for_processes(&site, PROCESSES, &found[0], 1, 10);
		if (!EXPECT(t, back_s >= 0, "it does not come back"))
			break;
		killed++;
		if (back_s > slowest_s)
			slowest_s = back_s;
		while (clock_now_s() < next_s)
			clock_pause_ms(10);
	}
	let_answer(load, 50);
	load_stop(load, &result);
	measured(t,
	    "%zu kills; back within %.1f s; of %zu requests %zu got 500",
	    killed, slowest_s, result.requests, result.statuses[500]);
	EXPECT(
	    t, slowest_s <= FULL_OR(t, 2, 10), "back after %.1f s", slowest_s);
	EXPECT(t, result.failed == result.statuses[500], "%s",
	    result.first_failure);
	EXPECT(t, result.broken == 0, "%zu without an answer", result.broken);
	EXPECT(t, result.statuses[500] <= killed * 12,
	    "more failed than were in flight");
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

void
row_sigterm_fails_none(struct trial *t)
{
	struct site site;
	struct process found[PROCESSES_MAX];
	size_t clients = FULL_OR(t, 1000, 200);
	double delay_s = FULL_OR(t, 3, 1);
	char delay[40];
	snprintf(delay, sizeof(delay), "DOCKING_DELAY=%g", delay_s);
	if (!site_start(t, &site, (const char *const[]){ delay, NULL }))
		return;
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	site_park(t, &site, crowd, clients, GET_USER);
	size_t count = site_processes(&site, found);
	double start_s = clock_now_s();
	kill(found[0].pid, SIGTERM);
	EXPECT(t, count == PROCESSES, "%zu processes", count);
	while (process_lives(found[0].pid) && clock_now_s() - start_s < 30)
		crowd_wait(crowd, clock_now_s() + 0.02);
	double gone_s = clock_now_s() - start_s;
	crowd_wait(crowd, clock_now_s() + 30);
	measured(t, "%zu of %zu answered 200, it exited 0 after %.2f s",
	    crowd_count(crowd, 200), clients, gone_s);
	EXPECT(t, crowd_count(crowd, 200) == clients, "not all were answered");
	EXPECT(t, gone_s <= delay_s + FULL_OR(t, 1, 20), "gone after %.2f s",
	    gone_s);
	/* lighttpd may be about to log its exit status. */
	start_s = clock_now_s();
	while (site_log_count(&site, "child exited: 0") == 0 &&
	       clock_now_s() - start_s < 10)
		clock_pause_ms(10);
	EXPECT(t, site_log_count(&site, "child exited: 0") == 1,
	    "its exit status was not 0");
	crowd_free(crowd);
	site_stop(t, &site);
	site_done(t, &site);
}

void
row_restarts_fail_none(struct trial *t)
{
	struct site site;
	struct process found[PROCESSES_MAX];
	struct load_result result;
	size_t restarts = FULL_OR(t, 12, 2);
	size_t restarted = 0;
	if (!site_start(t, &site, quick))
		return;
	struct load *load = site_load(&site, 4, 8);
	for (size_t i = 0; i < restarts; i++) {
		/* lighttpd leaves a process that has refused a connection alone
		 * for up to 2 s: sooner, all would be. */
		double next_s = clock_now_s() + 2.2;
		size_t count = site_processes(&site, found);
		EXPECT(t, count == PROCESSES, "%zu processes", count);
		kill(found[0].pid, SIGTERM);
		restarted += site_wait_for_processes(
				 &site, PROCESSES, &found[0], 1, 20) >= 0;
		while (clock_now_s() < next_s)
			clock_pause_ms(10);
	}
	let_answer(load, 20);
	load_stop(load, &result);
	measured(t, "%zu restarts; %zu of %zu requests failed", restarted,
	    result.failed + result.broken, result.requests);
	EXPECT(t, restarted == restarts, "not all came back");
	EXPECT(t, result.failed == 0, "%s", result.first_failure);
	EXPECT(t, result.broken == 0, "%zu without an answer", result.broken);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

/* Wait until run.sh has ended; gives the seconds, and its exit status. */
static double
wait_for_end(struct crowd *crowd, pid_t pid, double limit_s, int *ret_status)
{
	double start_s = clock_now_s();
	*ret_status = -1;
	while (waitpid(pid, ret_status, WNOHANG) == 0 &&
	       clock_now_s() - start_s < limit_s)
		if (crowd != NULL)
			crowd_wait(crowd, clock_now_s() + 0.02);
		else
			clock_pause_ms(5);
	return clock_now_s() - start_s;
}

void
row_drain_limit_holds(struct trial *t)
{
	struct site site;
	size_t clients = 100;
	size_t retry_after = 0;
	int status;
	double limit_s = FULL_OR(t, 10, 1);
	char limit[40];
	snprintf(limit, sizeof(limit), "DOCKING_DRAIN_LIMIT=%g", limit_s);
	if (!site_start(t, &site,
		(const char *const[]){ "DOCKING_DELAY=60", limit, NULL }))
		return;
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	site_park(t, &site, crowd, clients, GET_USER);
	kill(site.stack.pid, SIGINT);
	double gone_s = wait_for_end(crowd, site.stack.pid, 90, &status);
	crowd_wait(crowd, clock_now_s() + 1);
	for (size_t i = 0; i < clients; i++)
		retry_after += crowd_client(crowd, i)->retry_after;
	measured(t,
	    "limit %g s: gone after %.2f s; %zu of %zu got 503 with "
	    "Retry-After",
	    limit_s, gone_s, retry_after, clients);
	EXPECT(t, status == 0, "run.sh ended with %d", status);
	EXPECT(t, gone_s >= limit_s && gone_s <= limit_s + FULL_OR(t, 1, 20),
	    "gone after %.2f s", gone_s);
	EXPECT(t, crowd_count(crowd, 503) == clients && retry_after == clients,
	    "%zu x 503, %zu x 500, %zu without an answer",
	    crowd_count(crowd, 503), crowd_count(crowd, 500),
	    crowd_count(crowd, 0));
	crowd_free(crowd);
	site_done(t, &site);
}

/* Nothing is left of a server that has ended. */
static void
expect_nothing_left(struct trial *t, const struct site *site)
{
	struct process found[PROCESSES_MAX];
	size_t left = processes_find(NULL, site->session, found);
	EXPECT(t, left == 0, "%zu processes are left, the first is %s", left,
	    found[0].name);
	char *folder = stack_run_folder(&site->stack);
	EXPECT(t, folder == NULL, "%s is left", folder);
	free(folder);
}

static void
stop_with_parked(struct trial *t, int signal_number)
{
	struct site site;
	size_t clients = FULL_OR(t, 2000, 200);
	int status;
	if (!site_start(t, &site,
		(const char *const[]){
		    t->full ? "DOCKING_DELAY=3" : "DOCKING_DELAY=1", NULL }))
		return;
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	site_park(t, &site, crowd, clients, GET_USER);
	size_t waiting = crowd_count(crowd, 0);
	kill(site.stack.pid, signal_number);
	wait_for_end(crowd, site.stack.pid, 60, &status);
	crowd_wait(crowd, clock_now_s() + 1);
	measured(t, "%s with %zu parked: %zu of %zu answered 200",
	    signal_number == SIGINT ? "INT" : "TERM", waiting,
	    crowd_count(crowd, 200), clients);
	EXPECT(t, crowd_count(crowd, 200) == clients,
	    "%zu x 200, %zu without an answer", crowd_count(crowd, 200),
	    crowd_count(crowd, 0));
	EXPECT(t, status == 0, "run.sh ended with %d", status);
	expect_nothing_left(t, &site);
	crowd_free(crowd);
	site_done(t, &site);
}

void
row_stop_leaves_nothing(struct trial *t)
{
	stop_with_parked(t, SIGINT);
	stop_with_parked(t, SIGTERM);
}

/* Kill run.sh, or its lighttpd, and see that the new binary serves. */
static void
kill_and_start_again(struct trial *t, struct site *site, bool run_sh,
    const char *const new_binary[])
{
	struct process found[PROCESSES_MAX];
	pid_t old_session = site->session;
	char exe[64];
	char path[500];
	int status;
	double start_s = clock_now_s();
	/* The session is lighttpd's, whose process id it is. */
	kill(run_sh ? site->stack.pid : site->session, SIGKILL);
	while (processes_find(NULL, old_session, found) > 0 &&
	       clock_now_s() - start_s < 20)
		clock_pause_ms(5);
	double gone_s = clock_now_s() - start_s;
	measured(t, "%s killed: all gone after %.2f s",
	    run_sh ? "run.sh" : "lighttpd", gone_s);
	EXPECT(t, gone_s <= FULL_OR(t, 2, 20), "gone after %.2f s", gone_s);
	wait_for_end(NULL, site->stack.pid, 20, &status);
	char *folder = stack_run_folder(&site->stack);
	EXPECT(t, (folder != NULL) == run_sh, "its folder is %s",
	    folder != NULL ? folder : "gone");
	if (!site_start_again(t, site, new_binary))
		return;
	EXPECT(t, folder == NULL || access(folder, F_OK) != 0, "%s is left",
	    folder);
	free(folder);
	size_t count = site_processes(site, found);
	EXPECT(t, count == PROCESSES, "%zu processes", count);
	for (size_t i = 0; i < count; i++) {
		snprintf(exe, sizeof(exe), "/proc/%d/exe", (int)found[i].pid);
		ssize_t n = readlink(exe, path, sizeof(path) - 1);
		path[n > 0 ? n : 0] = '\0';
		EXPECT(t, strcmp(path, strchr(new_binary[0], '=') + 1) == 0,
		    "it runs %s", path);
	}
	EXPECT(t, site_ask(site, "GET /users/1", NULL, NULL, NULL) == 200,
	    "the new one does not serve");
}

/* Kill both at once, so that nobody is left to end the processes: they must end
 * themselves. lighttpd's workers do not; here the test ends them. */
static void
kill_both(struct trial *t, struct site *site)
{
	struct process found[PROCESSES_MAX];
	int status;
	kill(site->stack.pid, SIGKILL);
	kill(site->session, SIGKILL);
	double start_s = clock_now_s();
	while (site_processes(site, found) > 0 && clock_now_s() - start_s < 20)
		clock_pause_ms(5);
	double gone_s = clock_now_s() - start_s;
	kill(-site->session, SIGKILL);
	wait_for_end(NULL, site->stack.pid, 20, &status);
	measured(t, "both killed: the processes gone after %.2f s", gone_s);
	EXPECT(t, gone_s <= FULL_OR(t, 2, 10), "gone after %.2f s", gone_s);
}

void
row_orphans_go(struct trial *t)
{
	struct site site;
	char command[1200];
	char setting[600];
	char *copy = temp_file("docking-fcgi");
	snprintf(command, sizeof(command), "cp '%s' '%s'",
	    program_built("docking-fcgi"), copy);
	snprintf(setting, sizeof(setting), "DOCKING_PROGRAM=%s", copy);
	const char *const new_binary[] = { setting, "DOCKING_DELAY=0.02",
		NULL };
	if (!EXPECT(t, system(command) == 0, "%s", command) ||
	    !site_start(t, &site, quick))
		return;
	kill_and_start_again(t, &site, true, new_binary);
	kill_and_start_again(t, &site, false, new_binary);
	kill_both(t, &site);
	site_done(t, &site);
	free(copy);
}
