/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LISTING_H
#define DOCKING_LISTING_H

#include "lib/buffer.h"
#include "request/selection.h"
#include "store/store.h"

/**
 * A listing on its way to a body, in pieces: what is in memory is bounded,
 * however long it gets, and between two pieces no lock is held.
 */
struct listing;

/** Begin. selection stays the caller's, and must outlive it. NULL when memory
 * runs out. */
struct listing *listing_new(const struct selection *selection);

/** Begin with one user alone, as an object with its customers. */
struct listing *listing_new_user(const struct record *user);

/**
 * Add the next piece, of some 32 KB, to body. *ret_done says that it was the
 * last. Errors are the store's, or ERR_NO_MEMORY.
 */
enum err listing_next(struct listing *l, struct store *store,
    struct buffer *body, bool *ret_done);

/**
 * After the first piece: where the next page of a selection with a limit
 * begins, or NULL if there is none.
 */
const struct store_cursor *listing_next_page(const struct listing *l);

/** NULL is allowed. */
void listing_free(struct listing *l);

#endif
