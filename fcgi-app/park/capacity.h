/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CAPACITY_H
#define DOCKING_CAPACITY_H

#include "park/scoreboard.h"
#include "settings/config.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * Count the requests that can wait at once in so many living processes. Timer
 * model: limited by --max-parked and by our descriptors; sleep model: one for
 * each thread.
 */
size_t capacity_places(const struct config *config, size_t processes);

/** Reserve a place for a request on the connection fd. If waits is true, it
 * waits for its delay; otherwise it only queues for the writer. Returns false
 * if max_parked requests are already waiting in all processes, or if this
 * process is short of descriptors (some are reserved for the database,
 * libraries and the log). */
bool capacity_take_place(const struct config *config,
    struct scoreboard *scoreboard, bool waits, int fd);

/** Return why a request that arrived now would be refused, as a sentence
 * without a full stop; NULL if it would be accepted. */
const char *capacity_refusal(
    const struct config *config, const struct scoreboard *scoreboard);

#endif
