/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_ONCE_H
#define DOCKING_STORE_ONCE_H

#include "store/sqlite/connection.h"

/** Idempotency keys: requests that were carried out, by user and key, for 24
 * hours (see store_create()). Call these inside a write transaction. */

/** Find the id that the request made. ERR_NOT_FOUND: it has not been carried
 * out; ERR_KEY_REUSED: the key belongs to a different request. */
enum err once_find(struct store *s, const struct store_idempotency *once,
    int64_t now_s, int64_t *ret_id);

/** Remember that the request made id, and forget requests that are too old. */
enum err once_keep(struct store *s, const struct store_idempotency *once,
    int64_t now_s, int64_t id);

#endif
