/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_INTERRUPT_H
#define DOCKING_INTERRUPT_H

#include <stdbool.h>

/**
 * Ctrl-C, or another signal: the first asks the program to stop in good order,
 * the second ends it as usual.
 */

enum { INTERRUPT_EXIT = 130 /* 128 + SIGINT, as shells have it */ };

/** Catch this signal from now on. flags: SA_RESTART, or 0 where the signal must
 * end a read that waits for input. */
void interrupt_catch(int number, int flags);

/** Return true once a signal was caught. Thread-safe. */
bool interrupt_requested(void);

/** Return interrupt_requested(), in the form of a library's callback. */
int interrupt_watch(void *unused);

/** Return a descriptor that becomes readable with the first signal, for poll()
 * and event loops; -1 if interrupt_catch() was not called. Never read from it.
 */
int interrupt_fd(void);

#endif
