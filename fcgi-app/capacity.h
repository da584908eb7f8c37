/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CAPACITY_H
#define DOCKING_CAPACITY_H

#include "board.h"
#include "config.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * How many requests can wait at once, given so many living processes: with
 * timer, as many as --max-parked allows and our descriptors hold; with sleep,
 * as many as there are threads.
 */
size_t capacity_places(const struct config *config, size_t processes);

/** Take a place for a request whose connection is fd, in which it waits, or
 * only queues for the writer. False if there is none: --max-parked wait in all
 * processes, or this one needs the rest of its descriptors for the database,
 * libraries and log. */
bool capacity_take_place(
    const struct config *config, struct board *board, bool waits, int fd);

/** Why a request that came now would not be taken, as a sentence without an
 * end; NULL if it would. */
const char *capacity_refusal(
    const struct config *config, const struct board *board);

#endif
