/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_PROCESSES_H
#define DOCKING_TESTS_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** What /proc tells of other processes. */

enum { PROCESSES_MAX = 256 };

/** A process; a zombie is none. */
struct process {
	pid_t pid;
	pid_t parent;
	pid_t session;
	char name[16]; /* of its program, cut as the kernel cuts it */
};

/**
 * The processes of this name, or with NULL of any, in this session, or with 0
 * in any. Returns how many there are, at most PROCESSES_MAX.
 */
size_t processes_find(
    const char *name, pid_t session, struct process found[PROCESSES_MAX]);

/** Is it there, and no zombie? */
bool process_lives(pid_t pid);

/** Has SIGSTOP reached all its threads? Also if it is gone. */
bool process_has_stopped(pid_t pid);

/** How many of its threads, which have stopped or wait, are in this system call
 * (SYS_...). */
size_t process_threads_in(pid_t pid, long call);

/** Memory that is its own alone (private pages), in KB; 0 if it is gone. */
size_t process_private_kb(pid_t pid);

/** How many descriptors it has open. */
size_t process_descriptors(pid_t pid);

#endif
