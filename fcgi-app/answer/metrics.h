/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_METRICS_H
#define DOCKING_METRICS_H

#include "lib/buffer.h"
#include "lib/errcode.h"
#include "park/scoreboard.h"
#include "request/request.h"
#include "settings/config.h"

#include <stdint.h>

/** Counts a request that is answered with status after work_ns of work, its
 * delay not included. To be called before the client can have the answer. One
 * that the web server refused is not counted: its method is not known here. */
void metrics_count_answer(struct scoreboard *scoreboard,
    const struct request *request, int status, int64_t work_ns);

/** Counts err if it is one of the store's: a request has failed by it. */
void metrics_count_error(struct scoreboard *scoreboard, enum err err);

/** Counts a request that is answered from the cache. */
void metrics_count_cache_hit(struct scoreboard *scoreboard);

/** Add all that is counted, over all processes, in Prometheus's text format
 * 0.0.4. ERR_NO_MEMORY leaves half of it. */
enum err metrics_write(const struct scoreboard *scoreboard,
    const struct config *config, struct buffer *body);

#endif
