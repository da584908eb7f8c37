/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_BULK_H
#define DOCKING_STORE_BULK_H

#include "store.h"

#include <stdbool.h>

/**
 * What is done to all records or to many at once, for docking-admin; the
 * errors are store.h's. The server answers meanwhile: writers keep readers
 * out only while they commit, which is short, as long as a transaction's
 * changes fit into 256 MB of memory.
 */

/**
 * As store_open(), but of no file or an empty one nothing is made before
 * store_begin(), and then the tables without records.
 */
enum err store_open_bare(
    const char *file, struct store **ret_store, char *why, size_t size);

/**
 * Begin to write: other writers wait from now on. SQLite checks no foreign keys
 * on this store any more: whoever adds a customer through store_add() has its
 * salesperson looked for there, and nothing here removes single users.
 */
enum err store_begin(struct store *store);

/** End it. A commit that fails has changed nothing; roll back. */
enum err store_commit(struct store *store);
void store_rollback(struct store *store);

/**
 * Add a record, whose keys are made here. With an id below 0 it gets the next
 * one, which is put into it; version is 1. ERR_BAD_REQUEST if its id is taken,
 * ERR_NO_SALESPERSON as in store.h.
 */
enum err store_add(struct store *store, struct record *record);

/**
 * Inside store_begin(), before many records are added: do without the indexes
 * of names, and make them afterwards, which is far quicker. Meanwhile searches
 * look at every name, and sorting by name sorts.
 */
enum err store_drop_indexes(struct store *store);

/** Likewise inside: make them, unless they are there. */
enum err store_make_indexes(struct store *store);

/** Back to the first data; ids begin anew. Inside store_begin(). */
enum err store_reset(struct store *store);

/** Give the room of what was removed back to the file system. Nobody can read
 * meanwhile, so do it when little is left. */
enum err store_shrink(struct store *store);

/** How many records there are. */
enum err store_count_all(
    struct store *store, int64_t *ret_users, int64_t *ret_customers);

/** Gets one line about one fault. */
typedef void store_fault_fn(void *arg, const char *fault);

/**
 * Look at everything: the file (PRAGMA integrity_check), that every sales_id
 * is a user's, and that every key is what text_casefold() gives. ERR_OK if it
 * could be looked at, whatever was found; a file too damaged for that is a
 * fault as well.
 */
enum err store_check_all(struct store *store, store_fault_fn *fn, void *arg);

/** A copy of the whole database (VACUUM INTO) in file, which must be empty or
 * not there. What is in it after a failure is no database. */
enum err store_backup(struct store *store, const char *file);

/** Ask fn now and then during store_check_all() and store_backup(); true ends
 * them with ERR_STORE. */
void store_watch(struct store *store, int (*fn)(void *arg), void *arg);

#endif
