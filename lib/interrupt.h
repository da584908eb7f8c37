/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_INTERRUPT_H
#define DOCKING_INTERRUPT_H

#include <stdbool.h>

/**
 * Ctrl-C, or another signal: the first one asks to stop in good order, the
 * second one ends the program as usual.
 */

enum { INTERRUPT_EXIT = 130 /* 128 + SIGINT, as shells have it */ };

/** Watch for this signal from now on. flags: SA_RESTART, or 0 where a read that
 * waits for input is to end as well. */
void interrupt_catch(int number, int flags);

/** True once there was one. Thread-safe. */
bool interrupt_requested(void);

/** The same, for a library that calls back. */
int interrupt_watch(void *unused);

/** A descriptor that is readable once there was one, for those who wait for
 * descriptors; -1 if interrupt_catch() was not called. Never to be read. */
int interrupt_fd(void);

#endif
