/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_NOTES_H
#define DOCKING_NOTES_H

#include "measure/summary.h"

/** What a reader of the numbers could overlook: a sentence that the caller
 * frees, or NULL. */

/** The --delay that was given is not the server's, which tells its own. */
char *notes_unused_delay(const struct summary *s);

/** Delays that differ by chance, but always in the same way for the same
 * request, of which there are few. */
char *notes_few_delays(const struct summary *s);

#endif
