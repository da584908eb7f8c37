/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_H
#define DOCKING_STORE_H

#include "contract/record.h"
#include "lib/errcode.h"
#include "store/query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The records, and all other state of the service: the processes share nothing
 * else, and any of them may die at any time.
 *
 * A struct store is one connection, opened, used and closed by one thread.
 * Every function but store_open() returns ERR_BUSY if another program kept
 * the database locked for 5 s, and ERR_STORE if it cannot be read or written.
 */
struct store;

/** Gets a record, whose texts are valid during the call only. Anything but
 * ERR_OK ends the listing, and the store function returns it. */
typedef enum err store_record_fn(void *arg, const struct record *record);

/**
 * Open the database file, and make it with schema and first data if the file
 * does not exist or is empty. Several processes may do so at the same time:
 * one makes it, the others wait. An existing database is only read, so opening
 * waits for nobody who writes. A file of another kind or of another schema
 * version is refused, and never changed.
 * On failure *ret_store is untouched, and why (size bytes) gets one line.
 */
enum err store_open(
    const char *file, struct store **ret_store, char *why, size_t size);

/** Open as store_open() does, but refuse a file that does not exist or is
 * empty: a service that has promised to keep records must not begin anew. */
enum err store_open_existing(
    const char *file, struct store **ret_store, char *why, size_t size);

/** NULL is allowed. */
void store_close(struct store *store);

/** Set the arrival time (CLOCK_MONOTONIC) of the requests served next. Time
 * already waited counts against the timeout for locks, so that many who wait
 * in turn do not each wait for all of it. */
void store_wanted_since(struct store *store, int64_t ns);

/**
 * Make the indexes of names if they are missing: they are while docking-admin
 * adds many records, and after it was killed. If another program is writing,
 * wait for it, or, without wait, return ERR_BUSY at once.
 */
enum err store_ensure_indexes(struct store *store, bool wait);

/** Read a little. ERR_OK if the database can be read now. */
enum err store_check(struct store *store);

/** Describe the failure of the last call that failed, in one line for the log.
 */
const char *store_error(const struct store *store);

/* --- reading -------------------------------------------------------------- */

/**
 * Put the reads between these two calls into one transaction, which costs less
 * than one for each, and sees one state. It may keep others from committing, so
 * it ends by itself with the first read that is over after for_ns (INT64_MAX:
 * never); from then on, and if it could not begin, each read has a transaction
 * of its own. To begin twice, or to end twice, changes nothing.
 */
enum err store_begin_reading(struct store *store, int64_t for_ns);
void store_end_reading(struct store *store);

/**
 * Get a number that every change of the database, by whatever program, makes
 * another one (after 2^32 changes it begins anew). No lock is waited for, so
 * the number may already be that of a change under way: an equal number says
 * that nothing has changed, another one nothing. Returns false if this store
 * has no such number.
 */
bool store_version(const struct store *store, uint32_t *ret_version);

/** Get the store_version() of everything that was read since
 * store_begin_reading(). Returns false also if nothing was, or if that
 * transaction has ended. */
bool store_version_read(const struct store *store, uint32_t *ret_version);

/** Find the record of this kind and id, or return ERR_NOT_FOUND. */
enum err store_find(struct store *store, enum record_kind kind, int64_t id,
    store_record_fn *fn, void *arg);

/**
 * Hand over the next records of a listing, at most rows_max, and move cursor
 * behind the last one. A call looks at a bounded number of records, whatever
 * the query, and holds no lock afterwards; so it may give none although there
 * are more: *ret_more says so. A record that is there during the whole listing
 * is given exactly once.
 */
enum err store_list(struct store *store, const struct store_query *query,
    struct store_cursor *cursor, size_t rows_max, store_record_fn *fn,
    void *arg, bool *ret_more);

/** Count the records of the whole listing. */
enum err store_count(
    struct store *store, const struct store_query *query, int64_t *ret_count);

/* --- changing --------------------------------------------------------------
 *
 * Each call is a transaction. When it returns ERR_OK the change is on the
 * disk; when it fails, nothing has changed.
 */

/**
 * Put the changes between these two calls into one transaction, which costs as
 * much as one change: a change that returns ERR_OK is only on the disk when
 * store_end_group() returns ERR_OK as well; if that fails, none has been made.
 * A change that fails leaves the others alone.
 */
enum err store_begin_group(struct store *store);
enum err store_end_group(struct store *store);

/** Give up, until the next change, what makes writing quicker and reading
 * slower. Call it when nothing is to be written for a while; store_close() does
 * it as well. */
void store_idle(struct store *store);

/** A request that is carried out once, however often it is sent. */
struct store_idempotency {
	const char *who;     /* the user who sent it */
	const char *key;     /* the client's name for it */
	const char *request; /* all that it asks for */
};

/**
 * Add record and give it an id and version 1, which are put into it. once may
 * be NULL. If the same user has sent the same key within 24 hours, nothing is
 * added: record gets the id of then, or, if the request was another one,
 * ERR_KEY_REUSED is returned.
 * ERR_NO_SALESPERSON: its sales_id is not that of a user with role "sales".
 */
enum err store_create(struct store *store, struct record *record,
    const struct store_idempotency *once);

/**
 * Decides about a change: now is the record as it is; wanted, a copy of it
 * with the next version, is what to make of it. Anything but ERR_OK leaves
 * it as it is. The texts of wanted must stay valid until the call that
 * changes returns; those of now do.
 */
typedef enum err store_change_fn(
    void *arg, const struct record *now, struct record *wanted);

/**
 * Change a record as fn decides. ERR_NOT_FOUND, ERR_NO_SALESPERSON as in
 * store_create(); ERR_HAS_CUSTOMERS: the user would not have role "sales" any
 * more, but has *ret_customers customers.
 */
enum err store_change(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

/** Remove a record if fn, whose wanted is not used, agrees. ERR_NOT_FOUND,
 * ERR_HAS_CUSTOMERS as in store_change(). */
enum err store_remove(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

#endif
