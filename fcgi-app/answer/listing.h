/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LISTING_H
#define DOCKING_LISTING_H

#include "lib/buffer.h"
#include "request/selection.h"
#include "store/store.h"

/**
 * A listing that is being turned into a body, in pieces: memory is bounded,
 * however long the listing is, and between two pieces no lock is held.
 */
struct listing;

/** Begin a listing. selection stays the caller's, and must outlive it. NULL
 * when memory runs out. */
struct listing *listing_new(const struct selection *selection);

/** Begin a listing of a single user, as an object with its customers. NULL when
 * memory runs out. */
struct listing *listing_new_user(const struct record *user);

/**
 * Add the next piece, of some 32 KB, to body. *ret_done is true after the last
 * piece. Errors are the store's, or ERR_NO_MEMORY.
 */
enum err listing_next(struct listing *l, struct store *store,
    struct buffer *body, bool *ret_done);

/**
 * Return where the next page of a selection with a limit begins, or NULL if
 * there is none. Call it after the first piece.
 */
const struct store_cursor *listing_next_page(const struct listing *l);

/** Free a listing; NULL is allowed. */
void listing_free(struct listing *l);

#endif
