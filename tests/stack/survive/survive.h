/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SURVIVE_H
#define DOCKING_SURVIVE_H

#include "../../lib/crowd.h"
#include "../../lib/processes.h"
#include "../../lib/stack.h"
#include "load.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * What the service must survive: each row is a fault, a promise, and a
 * function that produces the fault for real, looks that it has happened, and
 * measures what was promised. A row runs in a process of its own, so one that
 * crashes or hangs is one failed row.
 */
struct trial {
	bool full;          /* else the short form */
	bool failed;        /* a promise was broken, or the fault not made */
	bool skipped;       /* it cannot be run here */
	double seconds;     /* that it took */
	char measured[400]; /* or why it failed, or was skipped */
};

struct row {
	const char *name; /* the promise, in some words */
	void (*run)(struct trial *t);
	bool alone;  /* it measures times, so nothing else runs meanwhile */
	int limit_s; /* of the full form; what takes longer hangs */
	const char *fault;
	const char *promise;
};

/* rows_processes.c */
void row_kill_loses_no_write(struct trial *t);
void row_sigterm_fails_none(struct trial *t);
void row_restarts_fail_none(struct trial *t);
void row_drain_limit_holds(struct trial *t);
void row_stop_leaves_nothing(struct trial *t);
void row_orphans_go(struct trial *t);

/* rows_capacity.c */
void row_parked_10000_on_time(struct trial *t);
void row_connections_10000_served(struct trial *t);
void row_excess_is_refused(struct trial *t);
void row_due_together_answered(struct trial *t);
void row_gone_clients_free_places(struct trial *t);

/* rows_data.c */
void row_crash_loses_no_write(struct trial *t);
void row_locked_database_is_waited_for(struct trial *t);

/* rows_signals.c */
void row_frozen_process_harms_no_other(struct trial *t);
void row_crash_loop_is_slow(struct trial *t);
void row_signals_fail_none(struct trial *t);
void row_soak_keeps_memory(struct trial *t);
void row_few_descriptors_suffice(struct trial *t);
void row_bad_delay_is_refused(struct trial *t);

/* rows_faults.c */
void row_clock_jumps_change_no_delay(struct trial *t);
void row_failed_sync_is_no_success(struct trial *t);

/* rows_store.c */
void row_writers_see_no_busy(struct trial *t);
void row_full_disk_recovers(struct trial *t);
void row_bad_database_is_refused(struct trial *t);
void row_copies_are_whole(struct trial *t);

/* rows_socket.c */
void row_slow_clients_harm_no_other(struct trial *t);
void row_socket_is_private(struct trial *t);
void row_silent_peers_are_closed(struct trial *t);
void row_broken_streams_do_no_harm(struct trial *t);

/* --- what rows are made of (trial.c) ----------------------------------------
 */

/** Add to what was measured (printf); parts are joined by "; ". */
void measured(struct trial *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** The row fails unless condition holds; the rest (printf) says what was found
 * instead. Gives the condition. */
#define EXPECT(t, condition, ...)                                              \
	expect((t), (condition), __FILE__, __LINE__, __VA_ARGS__)
bool expect(struct trial *t, bool holds, const char *file, int line,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/** This machine cannot run the row, and why (printf). */
void cannot(struct trial *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Short in the short form, full in the full one. */
#define FULL_OR(t, in_full, in_short) ((t)->full ? (in_full) : (in_short))

/** A request that is delayed. */
#define GET_USER "GET /users/1 HTTP/1.1\r\nHost: docking\r\n\r\n"

/* --- a stack under test (site.c) --------------------------------------------
 */

enum { PROCESSES = 4 /* of docking-fcgi, if no setting says another number */ };

struct site {
	struct stack stack;
	pid_t session; /* lighttpd's, and the processes' */
	char *db;      /* file */
	char *log;     /* of acknowledged writes */
};

/** Start a stack with a database of its own, that ada may write to, and these
 * settings (NULL-terminated), and wait until all its processes run. On failure
 * the row fails. */
bool site_start(
    struct trial *t, struct site *site, const char *const settings[]);

/** The same again on the same database. */
bool site_start_again(
    struct trial *t, struct site *site, const char *const settings[]);

/** A program that is docking-fcgi after some lines of shell: the setting that
 * names it, which the caller frees. */
char *site_wrap_program(struct trial *t, const char *lines);

/** Its docking-fcgi processes; returns how many. */
size_t site_processes(
    const struct site *site, struct process found[PROCESSES_MAX]);

/** Wait until so many processes are there and all are others than these; gives
 * the seconds that it took, or -1 if it took more than limit_s. */
double site_wait_for_processes(const struct site *site, size_t count,
    const struct process *others, size_t others_count, double limit_s);

/** Clients that write and read, and log what is acknowledged; load_stop() ends
 * them. */
struct load *site_load(const struct site *site, size_t writers, size_t readers);

/** How many requests are parked now, by GET /capacity; -1: no answer. */
long site_parked(const struct site *site);

/** Wait until so many are, for 10 s; returns how many are. */
long site_wait_until_parked(const struct site *site, long count);

/** Let a new crowd's clients send this request, and wait until all of them
 * are parked, or the first is answered. The row fails if more than half are
 * not. */
bool site_park(struct trial *t, const struct site *site, struct crowd *crowd,
    size_t count, const char *request);

/** One request ("GET /users/1", then headers, each with its CR LF). Gives the
 * answer's status, 0 if there is none. */
int site_ask(const struct site *site, const char *request_line,
    const char *headers, const char *body, bool *ret_retry_after);

/** The same; 0 as well if the answer is not a problem (RFC 9457) of its
 * status. */
int site_ask_problem(const struct site *site, const char *request_line);

/** The value of a metric with these labels ("name{...}"), as GET /metrics
 * tells it; -1: no answer, 0: it is not there. */
long site_metric(const struct site *site, const char *metric);

/** Another program, that keeps the database to itself by this ("BEGIN ..."),
 * until it lets go. If it cannot, the row fails. */
sqlite3 *site_hold(struct trial *t, const struct site *site, const char *begin);
void site_let_go(sqlite3 *db);

/** Stop it as Ctrl-C does. It must end with 0, and its log must not tell of
 * a sanitizer's report. */
void site_stop(struct trial *t, struct site *site);

/** Nothing acknowledged is missing, nothing is there twice, and docking-admin
 * check finds no fault. */
void site_check_data(struct trial *t, const struct site *site);

/** How many lines of its log have this text. */
size_t site_log_count(const struct site *site, const char *text);

/** Its logs stay if the row has failed. */
void site_done(struct trial *t, struct site *site);

#endif
