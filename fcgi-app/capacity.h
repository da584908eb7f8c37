/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CAPACITY_H
#define DOCKING_CAPACITY_H

#include "board.h"
#include "config.h"

#include <stddef.h>

/**
 * How many requests can wait at once, given so many living processes: with
 * timer, as many as the web server and our descriptors hold; with sleep, as
 * many as there are threads.
 */
size_t capacity_places(const struct config *config, size_t processes);

/** Why a request that came now would not be taken, as a sentence without an
 * end; NULL if it would. */
const char *capacity_refusal(
    const struct config *config, const struct board *board);

#endif
