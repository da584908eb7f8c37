/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_STACK_H
#define DOCKING_TESTS_STACK_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * The real thing: bash run.sh serve, with lighttpd and docking-fcgi, on a free
 * port and a database of its own. Tests run in the project's folder.
 */
struct stack {
	int port;
	pid_t pid;   /* of run.sh */
	bool killed; /* a process of it, by us */
	bool aborts; /* set by a test in which answers are to break off */
};

/** Their state folder, as tests/run has it, or by hand run.sh. */
const char *stack_state(void);

/** "FOLDER/error-PORT.log" or "access", as a new string; never NULL. */
char *stack_log(const struct stack *stack, const char *kind);

/** A TCP port of 127.0.0.1 that nothing listens on. */
int stack_free_port(void);

/**
 * Start a stack and wait until it says that it is ready. settings is a
 * NULL-terminated list of "DOCKING_…=value". Returns false if it does not
 * start; its stderr is ours, so the reason is to be seen there.
 */
bool stack_start(struct stack *ret_stack, const char *const settings[]);

/** "DOCKING_DB=FILE" of a new database with the first data and so many users
 * more, which the caller frees. */
char *stack_database(int users);

/** A setting that lets the user ada write, whose password is "correct horse",
 * as a new string; the file is made at the first call. NULL on failure. */
char *stack_passwords(void);

/** Her Authorization header, with its CR LF. */
#define STACK_AUTHORIZATION "Authorization: Basic YWRhOmNvcnJlY3QgaG9yc2U=\r\n"

/** Stop it as Ctrl-C does. Returns run.sh's exit status, or -1 if it was
 * killed. */
int stack_end(struct stack *stack);

/**
 * Stop it as Ctrl-C does. Returns run.sh's exit status, which must be 0, or -1
 * if it was killed. What its log holds besides lighttpd's usual lines (a
 * crash, a sanitizer's report) goes to stderr and makes the result 1.
 */
int stack_stop(struct stack *stack);

/** The folder of its sockets, as a new string that the caller frees; NULL if
 * there is none. */
char *stack_run_folder(const struct stack *stack);

/** One of its processes (docking-fcgi), or 0 if there is none. */
pid_t stack_process(const struct stack *stack);

/** Kill one of its processes (docking-fcgi) with SIGKILL. From then on its log
 * may tell of that. Returns false if there is none. */
bool stack_kill_process(struct stack *stack);

#endif
