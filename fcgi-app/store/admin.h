/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_BULK_H
#define DOCKING_STORE_BULK_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * The store's door for docking-admin: work on all records or on many at once.
 * Its errors are store.h's. The server answers meanwhile: a writer keeps
 * readers out only while it commits, which is short as long as the changes of
 * a transaction fit into the memory that is set aside for them: a batch of
 * 50,000 records does, the indexes of millions of names may not.
 */

/** Open as store_open() does, but leave a file empty that does not exist or is
 * empty; store_begin() then makes the tables, without records. */
enum err store_open_bare(
    const char *file, struct store **ret_store, char *why, size_t size);

/**
 * Begin to write: other writers wait from now on. From here on the database
 * does not check by itself that a customer's salesperson exists; store_add()
 * does, and nothing else here could break it.
 */
enum err store_begin(struct store *store);

/** End what store_begin() began. A commit that fails has changed nothing; roll
 * back. */
enum err store_commit(struct store *store);
void store_rollback(struct store *store);

/**
 * Add a record, whose keys are made here. With an id below 0 it gets the next
 * free id, which is put into it; version is 1. ERR_ID_TAKEN, or
 * ERR_NO_SALESPERSON as in store.h.
 */
enum err store_add(struct store *store, struct record *record);

/**
 * Drop the indexes of names, inside store_begin() and before many records are
 * added: to make them afterwards is far quicker. Meanwhile searches look at
 * every name, and sorting by name sorts.
 */
enum err store_drop_indexes(struct store *store);

/** Make the indexes of names if they are missing. Inside store_begin(). */
enum err store_make_indexes(struct store *store);

/** Go back to the first data; ids begin anew. Inside store_begin(). */
enum err store_reset(struct store *store);

/** Give the room of what was removed back to the file system. Nobody can read
 * meanwhile, so do it when little is left. */
enum err store_shrink(struct store *store);

/** Count all records. */
enum err store_count_all(
    struct store *store, int64_t *ret_users, int64_t *ret_customers);

/** Gets one line about one damage. */
typedef void store_damage_fn(void *arg, const char *damage);

/**
 * Look at everything: that the database is whole, that every sales_id is a
 * salesperson's, and that every key is the text_casefold() of its text. ERR_OK
 * if it could be looked at, whatever was found; a database too damaged for that
 * is a damage as well.
 */
enum err store_check_all(struct store *store, store_damage_fn *fn, void *arg);

/** Copy the whole database into file, which must be empty or not there. After
 * a failure the content of file is no database. */
enum err store_backup(struct store *store, const char *file);

/** Ask fn now and then during store_check_all() and store_backup(); anything
 * but 0 ends them with ERR_STORE. */
void store_set_interrupt(struct store *store, int (*fn)(void *arg), void *arg);

#endif
