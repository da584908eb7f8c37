/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVE_H
#define DOCKING_SERVE_H

#include "settings/config.h"

#include <stdbool.h>

/**
 * The threads of one process, on the listening socket that the web server
 * passed as descriptor 0. The caller has blocked all signals: a signal that
 * interrupts a thread inside libfcgi would lose its request.
 */
struct serve;

/**
 * Open the stores and start the threads. Returns NULL, and logs why, if that
 * cannot be done. config must outlive the result.
 */
struct serve *serve_start(const struct config *config);

/**
 * Stop accepting connections, answer everything that was sent or is parked, and
 * return when that is done. Requests that still wait after config's drain limit
 * get a 503.
 */
void serve_drain(struct serve *s);

/** Free s, after serve_drain(). NULL is allowed. */
void serve_free(struct serve *s);

#endif
