/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SCHEDULE_H
#define DOCKING_SCHEDULE_H

#include "engine/engine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The schedule of workflows. With run.rate they begin on schedule, the i-th one
 * i / rate after the engine's start, whether or not earlier ones have ended
 * (the open model); without run.rate each is due at once (the closed model).
 * CLOCK_MONOTONIC.
 */

/** Return when workflow number index is due, from the engine's start. */
int64_t schedule_due_ns(const struct run *run, size_t index);

/** Return true if workflow number index is due now. */
bool schedule_is_due(const struct run *run, size_t index);

/** Sleep until workflow number index is due. Returns false after an interrupt.
 */
bool schedule_wait(const struct run *run, size_t index);

/** Make a timer for poll() and event loops: readable once the workflow is due
 * that it was set to. Returns -1 if no descriptor is left. Close it with
 * close(). */
int schedule_timer_new(void);
void schedule_timer_set(int fd, const struct run *run, size_t index);

/** Disarm the timer: otherwise it stays readable while a due workflow waits for
 * a free slot. */
void schedule_timer_stop(int fd);

#endif
