/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_METRICS_H
#define DOCKING_METRICS_H

#include "lib/buffer.h"
#include "lib/errcode.h"
#include "park/scoreboard.h"
#include "request/request.h"
#include "settings/config.h"

#include <stdint.h>

/** Count a request that is answered with status after work_ns of work, its
 * delay excluded. Call this before the client can have the answer. A request
 * that the web server refused is not counted, because its method is not known.
 */
void metrics_count_answer(struct scoreboard *scoreboard,
    const struct request *request, int status, int64_t work_ns);

/** Count err if it is one of the store's that made a request fail. */
void metrics_count_error(struct scoreboard *scoreboard, enum err err);

/** Count a request that is answered from the cache. */
void metrics_count_cache_hit(struct scoreboard *scoreboard);

/** Add all counters, over all processes, in Prometheus's text format 0.0.4. On
 * ERR_NO_MEMORY the text is incomplete. */
enum err metrics_write(const struct scoreboard *scoreboard,
    const struct config *config, struct buffer *body);

#endif
