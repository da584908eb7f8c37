/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CAPACITY_H
#define DOCKING_CAPACITY_H

#include "park/scoreboard.h"
#include "settings/config.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * Count the requests that can wait at once, given so many living processes:
 * with timer, as many as --max-parked allows and our descriptors hold; with
 * sleep, as many as there are threads.
 */
size_t capacity_places(const struct config *config, size_t processes);

/** Reserve a place for a request whose connection is fd; waits: it waits for
 * its delay, and does not only queue for the writer. Returns false if
 * max_parked requests are already waiting in all processes, or if this process
 * is short of descriptors (some are kept for the database, libraries and the
 * log). */
bool capacity_take_place(const struct config *config,
    struct scoreboard *scoreboard, bool waits, int fd);

/** Say why a request that came now would not be taken, as a sentence without an
 * end. Returns NULL if it would be. */
const char *capacity_refusal(
    const struct config *config, const struct scoreboard *scoreboard);

#endif
