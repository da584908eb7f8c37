/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVE_H
#define DOCKING_SERVE_H

#include "settings/config.h"

#include <stdbool.h>

/**
 * The threads of one process, on the listening socket that the web server
 * passed as descriptor 0. The caller has blocked all signals: one that lands
 * in a thread inside libfcgi would lose that thread's request.
 */
struct serve;

/**
 * Open the stores and start the threads. Returns NULL, and logs why, if that
 * cannot be done. config must outlive the result.
 */
struct serve *serve_start(const struct config *config);

/**
 * Take no new connections, answer everything that was sent or is parked, and
 * return when that is done. What still waits when config's drain limit is over
 * gets a 503.
 */
void serve_drain(struct serve *s);

/** After serve_drain(). NULL is allowed. */
void serve_free(struct serve *s);

#endif
