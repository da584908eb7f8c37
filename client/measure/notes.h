/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_NOTES_H
#define DOCKING_NOTES_H

#include "measure/summary.h"

/** Hints on the numbers that a reader could overlook: each is a sentence that
 * the caller frees, or NULL. */

/** Note that --delay was given but not used, because the server tells its own
 * delays. */
char *notes_unused_delay(const struct summary *s);

/** Note that delays are random, but always the same for the same request, and
 * that there are few different requests. */
char *notes_few_delays(const struct summary *s);

#endif
