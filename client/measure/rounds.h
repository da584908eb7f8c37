/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ROUNDS_H
#define DOCKING_ROUNDS_H

#include "measure/setting.h"

#include <stddef.h>

/** The measuring itself: every engine, round after round. Progress is shown
 * meanwhile, and an interrupt ends it early. */

/**
 * Run every engine of setting with at most concurrency workflows in flight,
 * setting->warmup + setting->repeat times, in turn, so that changes in the
 * machine meet all engines alike. The runs after the warm-up go to runs, which
 * has room for engines_count * repeat and is zeroed, as summary_of_runs()
 * expects. Returns NULL, or why an engine could not run, which the caller
 * frees; free runs with rounds_discard() in any case.
 */
char *rounds_measure(const struct setting *setting, const struct target *target,
    size_t concurrency, struct run *runs);

/** Free the content of count runs. */
void rounds_discard(struct run *runs, size_t count);

/** Run the only engine of setting at every concurrency of its sweep, until an
 * interrupt comes. Returns as rounds_measure() does. */
char *rounds_sweep(const struct setting *setting, const struct target *target,
    struct sweep *ret_sweep);

#endif
