/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_BULK_H
#define DOCKING_STORE_BULK_H

#include "store/store.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * The store's interface for docking-admin: work on all records, or on many at
 * once. Errors are those of store.h. The server goes on answering meanwhile: a
 * writer keeps readers out only during its commit, which is short if the
 * changes of the transaction fit into the memory reserved for them. A batch of
 * 50,000 records fits; the indexes of millions of names may not.
 */

/** Open as store_open() does, but leave a file empty that is missing or empty;
 * store_begin() then makes the tables, without records. */
enum err store_open_bare(
    const char *file, struct store **ret_store, char *why, size_t size);

/**
 * Begin a write transaction: other writers wait from now on. Inside it the
 * database itself does not check that a customer's salesperson exists;
 * store_add() does, and no other function here could break the rule.
 */
enum err store_begin(struct store *store);

/** End the transaction of store_begin(). If the commit fails, nothing has
 * changed; roll back. */
enum err store_commit(struct store *store);
void store_rollback(struct store *store);

/**
 * Add a record; its keys are made here. An id below 0 is replaced by the next
 * free id; version is set to 1. ERR_ID_TAKEN, or ERR_NO_SALESPERSON as in
 * store.h.
 */
enum err store_add(struct store *store, struct record *record);

/**
 * Drop the indexes of names. Call it inside store_begin() and before adding
 * many records: making them afterwards is far quicker. Meanwhile searches read
 * every name, and sorting by name really sorts.
 */
enum err store_drop_indexes(struct store *store);

/** Make the indexes of names if they are missing. Call it inside store_begin().
 */
enum err store_make_indexes(struct store *store);

/** Go back to the first records; ids start again. Call it inside store_begin().
 */
enum err store_reset(struct store *store);

/** Give free space back to the file system. Nobody can read meanwhile, so do it
 * when few records are left. */
enum err store_shrink(struct store *store);

/** Count all records. */
enum err store_count_all(
    struct store *store, int64_t *ret_users, int64_t *ret_customers);

/** Receives one line about one damage. */
typedef void store_damage_fn(void *arg, const char *damage);

/**
 * Check everything: that the database is intact, that every sales_id is the id
 * of a salesperson, and that every key is the text_casefold() of its text.
 * ERR_OK if the check could be made, whatever it found; a database too damaged
 * to be checked counts as one damage.
 */
enum err store_check_all(struct store *store, store_damage_fn *fn, void *arg);

/** Copy the whole database into file, which must be empty or missing. After a
 * failure the content of file is not a database. */
enum err store_backup(struct store *store, const char *file);

/** Set a function that store_check_all() and store_backup() call now and then;
 * if it returns anything but 0, they end with ERR_STORE. */
void store_set_interrupt(struct store *store, int (*fn)(void *arg), void *arg);

#endif
