/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_INTERRUPT_H
#define DOCKING_INTERRUPT_H

#include <stdbool.h>

/**
 * Ctrl-C: the first SIGINT asks the engines to stop, so that what was measured
 * so far can be told; the second one ends the program as usual.
 */

/** Watch for it from now on. */
void interrupt_catch(void);

/** True once there was one. Thread-safe. */
bool interrupt_requested(void);

/** A descriptor that is readable once there was one, for those who wait for
 * descriptors; -1 if interrupt_catch() was not called. Never to be read. */
int interrupt_fd(void);

#endif
