/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_INTERRUPT_H
#define DOCKING_ADMIN_INTERRUPT_H

#include <stdbool.h>

/**
 * Ctrl-C (SIGINT) or SIGTERM: the first one asks to stop in good order, the
 * second one ends the program as usual, which the database survives too.
 */

enum { INTERRUPT_EXIT = 130 /* 128 + SIGINT, as shells have it */ };

void interrupt_catch(void);

/** True once there was one. */
bool interrupt_requested(void);

/** The same for store_set_interrupt(). */
int interrupt_watch(void *unused);

#endif
